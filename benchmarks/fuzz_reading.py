"""Reads mutated files until none is left: ``python -m benchmarks.fuzz_reading --files 20000``.

Every file comes from a seed and a number, so that a fault can be made again. Files are read in batches by child
processes under the limits of reading itself; a fault is an exception that is no refusal, a crash of the child, more
than the time allowed, or more than the memory allowed.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired

from tests.reading.hostile import cases

SECONDS, MEMORY, BATCH = 20, 900_000_000, 100
#: The clock of a batch in the parent, and what starting and ending a reading process may take on top of its limit.
BATCH_SECONDS, GRACE = 600, 15
_TOKENS = (
    b"0",
    b"-1",
    b"99999999999",
    b"/Length",
    b"/Kids",
    b"endobj",
    b"stream",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"R",
    b"(",
    b"\\",
    b"\x00",
    b"\xff\xff",
    b"BT",
    b"ET",
    b"Tj",
    b"Tf",
    b"/FlateDecode",
    b"1 0 R",
    b"\xe2\x80\x99",
    b"<div>",
    b"<table><tr>",
    b"*",
    b"^{",
)

_AGAIN = ("FAULT slow", "FAULT MemoryError")


def mutated(number: int) -> tuple[str, bytes]:
    """The suffix and bytes of mutated file ``number``."""
    chance = random.Random(number)
    sound = [c for c in cases_small() if c[1]]
    suffix, data = chance.choice(sound)
    body = bytearray(data)
    for _ in range(chance.choice((1, 2, 4, 8, 32))):
        at = chance.randrange(len(body) + 1)
        kind = chance.randrange(5)
        if kind == 0 and body:
            body[at % len(body)] = chance.randrange(256)
        elif kind == 1:
            body[at:at] = chance.choice(_TOKENS) * chance.choice((1, 1, 3, 200))
        elif kind == 2:
            del body[at : at + chance.choice((1, 5, 60))]
        elif kind == 3:
            other = chance.choice(sound)[1]
            start = chance.randrange(len(other) or 1)
            body[at:at] = other[start : start + chance.randrange(1, 300)]
        else:
            part = body[at : at + chance.randrange(1, 100)]
            body[at:at] = part * chance.choice((1, 2, 20))
    return suffix, bytes(body)


def cases_small() -> list[tuple[str, bytes]]:
    """The seeds: hostile and sound files of at most 30 kB."""
    global _SEEDS
    if not _SEEDS:
        _SEEDS = [(c.suffix, c.data) for c in cases() if 0 < len(c.data) <= 30_000 and c.suffix != ".exe"]
    return _SEEDS


_SEEDS: list[tuple[str, bytes]] = []


class _Slow(BaseException):
    pass


def _alarm(*_: object) -> None:
    raise _Slow


def batch(first: int, last: int) -> None:
    """Read files ``first`` to ``last`` here, one line of outcome for each."""
    from missiongraph.ingest.passages import cut
    from missiongraph.ingest.reading import ReadError, read_here

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _alarm)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, last):
            suffix, data = mutated(number)
            path = Path(folder) / f"f{suffix}"
            path.write_bytes(data)
            print(number, end=" ", flush=True)
            signal.alarm(SECONDS)
            try:
                cut(read_here(path))
                outcome = "read"
            except ReadError as error:
                outcome = type(error).__name__
            except _Slow:
                outcome = "FAULT slow"
            except BaseException as error:  # noqa: BLE001 - the one place that must see all
                outcome = f"FAULT {type(error).__name__}: {error}"[:200].replace("\n", " ")
            signal.alarm(0)
            print(outcome, flush=True)


def main() -> None:
    """Read all files in two processes at a time and print the outcomes and each fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--batch", type=int, nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.batch:
        batch(*arguments.batch)
        return
    start = time.perf_counter()
    totals: Counter[str] = Counter()
    end = arguments.first + arguments.files
    with ThreadPoolExecutor(2) as pool:
        for outcomes in pool.map(
            lambda first: _batch(first, min(first + BATCH, end)), range(arguments.first, end, BATCH)
        ):
            totals.update("FAULT" if outcome.startswith("FAULT") else outcome for outcome in outcomes)
    print(f"{sum(totals.values())} files in {time.perf_counter() - start:.0f} s:", dict(totals.most_common()))
    sys.exit(1 if totals["FAULT"] else 0)


def _batch(first: int, last: int) -> list[str]:
    """The outcomes of files ``first`` to ``last``; faults are printed as they come.

    A file on which the child dies, is slow or runs out of memory is read again alone, as users read it, and the batch
    goes on after it; a stray exception is a fault at once. A child that outlives ``BATCH_SECONDS`` is killed, and what
    it left is read one by one.
    """
    outcomes: dict[int, str] = {}
    at = first
    while at < last:
        lines, stuck = _child(at, last)
        seen = {int(n): outcome for n, _, outcome in (line.partition(" ") for line in lines)}
        outcomes.update({n: o for n, o in seen.items() if o and not o.startswith(_AGAIN)})
        at = max(seen, default=at) + 1
        apart = [n for n in seen if n not in outcomes] or ([at - 1] if not seen else [])
        if stuck:
            apart, at = [n for n in range(first, last) if n not in outcomes], last
        for number, outcome in seen.items():
            if outcome.startswith("FAULT") and number in outcomes:
                print(number, outcome, flush=True)
        for number in apart:
            outcomes[number] = _apart(number)
            note = seen.get(number) or ("stuck" if stuck else "the process died")
            print(number, f"in its batch: {note}; alone: {outcomes[number]}", flush=True)
    return [outcomes[number] for number in range(first, last)]


def _child(first: int, last: int) -> tuple[list[str], bool]:
    """The lines of a child that reads ``first`` to ``last``, and whether it had to be killed for its time."""
    command = [sys.executable, "-m", "benchmarks.fuzz_reading", "--batch", str(first), str(last)]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as child:
        try:
            found, stuck = child.communicate(timeout=BATCH_SECONDS)[0], False
        except TimeoutExpired:
            child.kill()
            found, stuck = child.communicate()[0], True
    return [line for line in found.splitlines() if line[:1].isdigit()], stuck


def _apart(number: int) -> str:
    """The outcome of one file read as users read it: a document, a refusal, or a fault."""
    from missiongraph.ingest.reading import Limits, ReadError, read

    suffix, data = mutated(number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"f{suffix}"
        path.write_bytes(data)
        start = time.perf_counter()
        try:
            read(path, limits=Limits(seconds=SECONDS, memory=MEMORY))
            outcome = "read"
        except ReadError as error:
            outcome = type(error).__name__
            if "broke down" in error.reason:
                outcome = f"FAULT {error.reason}"
        except Exception as error:  # noqa: BLE001 - any other exception is what is looked for
            outcome = f"FAULT {type(error).__name__}: {error}"[:200].replace("\n", " ")
        if time.perf_counter() - start > SECONDS + GRACE:
            outcome = f"FAULT outlived its {SECONDS} s: {outcome}"
    return outcome


if __name__ == "__main__":
    main()
