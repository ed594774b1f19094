"""Which language a report is in, by its commonest words: enough to mark a report that the English model cannot judge.

A language identification model was rejected: small words decide at a report's length, and wrongly only on texts too
short to be one.
"""

from __future__ import annotations

import re
from collections import Counter

_COMMON = {
    "en": "the of and to in that is for on with as are this be by it from which have not their will or has was",
    "fr": "de la le les et des en du une un dans est que pour par sur qui au plus aux avec ce sont pas ont",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch werden sind wird",
    "es": "de la que el en y los del se las por un para con una su al lo como más es son sobre entre",
    "it": "di e il la che in a per un del è della una i le con sono da si dei nel alla gli non",
    "pt": "de a o que e do da em um para com uma os no se na por mais as dos como mas ao das são",
    "nl": "de van het een en in is dat op te voor met zijn die niet aan er om ook als bij door worden naar",
    "cy": "yn y a i ar o yr mae am ei wedi gan bod sydd eu hyn neu nad oes fel bydd mewn gyda hefyd cymru",
    "ga": "an na a agus ar i le do go is tá sé ag de bhí leis mar sin ach nach seo sna chun",
    "pl": "w i na z do nie się że jest o jak to dla po przez od oraz są za ich tym być",
}
_SETS = {code: frozenset(words.split()) for code, words in _COMMON.items()}
_SCRIPTS = (
    ("ar", "؀-ۿ"),
    ("he", "֐-׿"),
    ("ru", "Ѐ-ӿ"),
    ("el", "Ͱ-Ͽ"),
    ("ja", "぀-ヿ"),
    ("ko", "가-힯"),
    ("zh", "一-鿿"),
    ("hi", "ऀ-ॿ"),
)


def detect(text: str) -> str:
    """The language code of a text; ``en`` where too little is said to tell.

    >>> detect("The report is about the role of the state"), detect("Le rapport est sur le rôle de la région")
    ('en', 'fr')
    """
    sample = text[:60000]
    letters = sum(c.isalpha() for c in sample) or 1
    for code, span in _SCRIPTS:
        if len(re.findall(f"[{span}]", sample)) > 0.3 * letters:
            return code
    words = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    scores = {code: sum(words[w] for w in common) for code, common in _SETS.items()}
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    return best if scores[best] > 1.15 * scores["en"] else "en"
