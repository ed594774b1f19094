"""In which precision passages are embedded for the search index: the fastest that changes no result.

bfloat16 keeps 8 bits of each factor; sums, norms and what is added up from layer to layer stay float32 (torch's
autocast). It is taken where the processor multiplies it in hardware (AMX or AVX512-BF16) and where, on texts of our
own, no vector turns from its float32 by more than :data:`AGREE` allows. What reaches the graph is float32 everywhere.
"""

from __future__ import annotations

from functools import cache

from .embedding import BFLOAT16, FLOAT32, MiniLM

#: The least cosine between the vectors of one text in both precisions.
AGREE = 0.9999
_WORDS = """Charities in seaside towns told us that grants of a single year keep them from hiring. Ministers could
settle budgets for three years; councils, in turn, would publish what they spend (see table 4). In 2031 some 61.5%
of trusts had no plan at all. Why? Nobody owns the question: the health service asks for beds, housing asks for
homes, and the young people between them wait. A shared register, open to carers and checked each quarter, would
cost £2.3 million."""
PROBE = tuple(" ".join(_WORDS.split()[:count]) for count in (1, 2, 4, 8, 12, 16, 24, 32, 40, 48, 56, 64, 72))


def supported() -> bool:
    """Whether the processor multiplies bfloat16 in hardware."""
    import torch

    names = ("_is_amx_tile_supported", "_is_avx512_bf16_supported")
    return any(getattr(torch.cpu, name, lambda: False)() for name in names)


@cache
def fastest() -> str:
    """The precision for a new library, by the processor and the parity check."""
    if not supported():
        return FLOAT32
    plain, brief = (MiniLM(precision=one).encode(PROBE) for one in (FLOAT32, BFLOAT16))
    return BFLOAT16 if float((plain * brief).sum(axis=1).min()) >= AGREE else FLOAT32


def usable(wanted: str) -> str:
    """What a library wants, or float32 where this processor would be slow at it."""
    return wanted if wanted == FLOAT32 or supported() else FLOAT32
