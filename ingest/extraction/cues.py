"""The words by which reports ask, complain and aim, as one table of patterns.

Rows of a table rather than branches: each row is one feature of the classifier, and links, labels and statuses look
the same rows up by name. Patterns are matched against lower-case text with straight quotes.
"""

from __future__ import annotations

import re

#: Verbs with which a recommendation may begin ("Create …"), base form.
VERBS = frozenset(
    "accelerate accept adapt add address adopt advance align agree allocate allow amend appoint apply assess assign "
    "assure attach avoid back balance base benchmark boost break bring build carry change champion clarify coordinate "
    "co-ordinate collaborate collect combine commission commit communicate complete conduct connect consider "
    "consolidate consult continue convene cooperate co-design co-create create crowd cut define deliver deploy design "
    "determine develop devolve disclose do draw drive embed empower enable encourage engage enhance ensure equip "
    "establish evaluate examine expand expect explain explore extend facilitate finalise focus formalise foster fund "
    "gather give grow guarantee harmonise harness help hold identify implement improve include incentivise increase "
    "influence inform integrate introduce invest investigate invite involve issue join keep launch lead learn leverage "
    "link look maintain make mandate map maximise measure minimise mitigate mobilise monitor move nurture offer open "
    "optimise outline partner pilot place plan prepare prevent prioritise proceed procure produce progress promote "
    "protect provide publicise publish pursue put raise reaffirm recognise recruit redesign reduce refine reform "
    "regulate reinforce remove rename renew repeal replace report require reset resource respond restore review revise "
    "roll run scale secure seek send set share shift shorten simplify specify speed standardise start stop "
    "streamline strengthen support tackle take target test track train transfer transform treat understand undertake "
    "unify unlock update upgrade upskill use utilise widen work write".split()
)


def gerund(verb: str) -> str:
    """The -ing form of a verb of :data:`VERBS`.

    >>> [gerund(v) for v in ("create", "set", "build", "clarify", "agree")]
    ['creating', 'setting', 'building', 'clarifying', 'agreeing']
    """
    if verb in {"set", "cut", "put", "run", "plan", "map", "stop", "commit", "roll-up", "embed", "transfer", "equip"}:
        doubled = verb not in {"equip"}
        return verb + (verb[-1] if doubled else "p") + "ing"
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return verb + "ing"


#: From each -ing and -s form back to the verb.
BASE_OF = {gerund(v): v for v in VERBS} | {
    (v[:-1] + "ies" if v.endswith("y") and v[-2] not in "aeiou" else v + ("es" if v[-1] in "sxzh" else "s")): v
    for v in VERBS
}

_PATTERNS: dict[str, str] = {
    # what should be done
    "should": r"\bshould\b(?! not have| have)",
    "must": r"\bmust\b",
    "need_to": r"\bneeds? to\b|\bneeds? for\b|\bis needed\b|\bare needed\b|\bneed\b",
    "recommend": r"\brecommend(?:s|ed|ation|ations|ing)?\b",
    "we_recommend": r"\bwe (?:also |therefore |further |strongly )*(?:recommend|propose|suggest|urge|call|argue|believe)\b",
    "propose": r"\bpropos(?:e|es|ed|al|als|ing)\b",
    "suggest": r"\bsuggest(?:s|ed|ion|ions)?\b",
    "we_will": r"\bwe (?:will|are|have)\b|\bgovernment will\b",
    "will": r"\bwill\b(?! not)",
    "plans": r"\bplans? to\b|\bintends? to\b|\bcommit(?:s|ted|ment|ments)?\b|\bpledg",
    "would": r"\bwould\b",
    "could": r"\bcould\b|\bmay\b|\bmight\b",
    "call": r"\bcalls? (?:on|for)\b|\burge[sd]?\b|\bcalled (?:on|for)\b",
    "encourage": r"\bencourag|\bconsider\b|\bexplor(?:e|ing)\b|\bensure\b|\bensuring\b",
    "require": r"\brequir(?:e|es|ed|ing|ement|ements)\b",
    "establish": r"\bestablish|\bset(?:ting)? up\b|\bcreat(?:e|ing|ion)\b|\bintroduc|\bdevelop(?:ing)?\b|\bpublish",
    "improve": r"\bimprov(?:e|ing)\b|\bstrengthen|\breform|\bbuild(?:ing)?\b|\bsupport(?:ing)?\b",
    "as_soon": r"\bby (?:the end of |spring |summer |autumn |winter )?20\d\d\b|\bwithin \w+ (?:months|years)\b|\burgent",
    "modal_subject": r"\b(?:government|ministers|department|treasury|authorities|providers|regulators|boards|forces|"
    r"bodies|organisations|england|office|programme|committee|council|agency) (?:should|must|will|needs?)\b",
    # what stands in the way
    "barrier": r"\bbarriers?\b|\bobstacles?\b|\bimpediments?\b|\bbottlenecks?\b|\bhurdles?\b",
    "challenge": r"\bchalleng(?:e|es|ing|ed)\b|\bproblems?\b|\bissues?\b|\bdifficult(?:y|ies)?\b|\bstruggl",
    "risk": r"\brisks?\b|\brisking\b|\bthreat(?:s|en|ens)?\b|\bdangers?\b|\bharms?\b",
    "lack": r"\black(?:s|ed|ing)?\b|\babsence\b|\bshortages?\b|\bshortfalls?\b|\binsufficient|\binadequate|\bscarc|"
    r"\bgaps?\b|\bmissing\b|\bwithout\b",
    "fail": r"\bfail(?:s|ed|ing|ure|ures|ings)?\b|\bineffective|\bpoor(?:ly)?\b|\bweak(?:ness|nesses)?\b|\bunclear\b",
    "hamper": r"\bhamper|\bhinder|\bimped|\bundermin|\bconstrain|\brestrict|\bprevent(?:s|ed|ing)\b|\binhibit|\bstifl|"
    r"\blimit(?:s|ed|ing|ations?)?\b|\bblock|\bdeter|\bdisincentiv",
    "burden": r"\bburden|\bpressures?\b|\bcosts?\b|\bcostly\b|\bdelay(?:s|ed)?\b|\bslow\b|\bcomplex(?:ity)?\b|\bduplicat",
    "inconsistent": r"\binconsisten|\bfragment|\bsilo|\bvari(?:ed|es|ation|able)\b|\buneven|\bdisjointed|\bpatchwork|"
    r"\bdiverg|\bincoheren|\boverlap|\bconfus",
    "negation": r"\bnot\b|\bno\b|\bnever\b|\bcannot\b|n't\b|\bunable\b|\bfew\b|\brarely\b|\bneither\b|\bnone\b|\bonly\b",
    "excess": r"\btoo (?:often|much|many|few|little|small|late|slow|\w+ly)\b|\boverly\b|\bexcessive|\bincreasingly\b",
    "contrast": r"\bhowever\b|\bbut\b|\balthough\b|\bdespite\b|\bwhile\b|\byet\b|\bnevertheless\b|\bunfortunately\b",
    "concern": r"\bconcern(?:s|ed|ing)?\b|\bregret|\bworr|\bfear|\bdisappoint|\bcriticis|\bcritiqu|\bunacceptab",
    "decline": r"\bloss(?:es)?\b|\bdeclin|\bfall(?:en|ing|s)?\b|\bfell\b|\bcuts?\b|\breduced\b|\blag(?:s|ged)?\b|\blow\b|"
    r"\bworse|\bcrisis\b|\bfragile\b|\buncertain",
    # what is aimed at
    "mission": r"\bmissions?\b",
    "goal": r"\bgoals?\b|\btargets?\b|\bambitions?\b|\baims?\b|\bobjectives?\b|\bvision\b|\bpriorit(?:y|ies)\b|\bmilestone",
    "aim_to": r"\bin order to\b|\bso that\b|\bto achieve\b|\baim(?:s|ing|ed)? (?:to|at|is)\b|\bour (?:aim|goal|vision)\b",
    "superlative": r"\bbest\b|\bleader\b|\bleading\b|\bworld\b|\bsuperpower\b|\bhalve\b|\bgrowth\b|\bprosperity\b",
    # what is none of these
    "past": r"\b(?:was|were|had|did|took|said|told|found|noted|published|announced|asked|described|explained)\b",
    "told": r"\btold (?:us|the)\b|\bwitness|\brespondents?\b|\bstakeholders?\b|\bevidence\b|\baccording to\b|\bargued\b",
    "example": r"\bfor example\b|\bfor instance\b|\bcase study\b|\bsuch as\b|\be\.g\b",
    "figures": r"\d[\d,.]*\s?(?:%|per cent|million|billion)|£\d",
    "digit": r"\d",
    "question": r"\?$|^(?:do you|what|how|are there|which|to what extent)\b",
    "see": r"\bsee\b|\bchapter\b|\bsection\b|\bannex\b|\bfigure \d|\btable \d|\bbox \d|\bfootnote|\bthis (?:report|paper)\b",
    "pronoun": r"^(?:this|these|it|they|that|such|there)\b",
    "first_person": r"\bwe\b|\bour\b",
    "quoted": r"[\"']\w.*\w[\"']",
    "welcome": r"\bwelcome|\bgood practice\b|\bsuccess|\balready\b|\bhas (?:been|made)\b|\bbenefit|\bpositive",
    "definition": r"\bmeans\b|\bdefin(?:e|ed|ition)\b|\brefers? to\b|\bis an?\b|\bare (?:a|the)\b",
    "colon": r":$",
}
NAMES = tuple(_PATTERNS)
_COMPILED = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}

_HEADINGS: dict[str, str] = {
    "h_recommend": r"recommend|proposal|next steps|action|what (?:should|needs)|conclusions? and|way forward|reforms?\b",
    "h_barrier": r"barrier|challenge|problem|issue|risk|gap|concern|difficult|obstacle|failing|lessons|what we heard|"
    r"findings",
    "h_summary": r"summary|overview|key (?:points|findings|messages)|at a glance|introduction|foreword",
    "h_method": r"method|terms of reference|acknowledg|background|glossary|about|witness|formal minutes|annex|appendix|"
    r"case stud|membership|scope|who we|bibliograph|reference",
    "h_consult": r"consultation|question|respon|call for (?:views|evidence)",
    "h_mission": r"mission|goal|vision|aim|objective|purpose",
    "h_gerund": r"^\W*\w+ing\b",
}
HEADING_NAMES = tuple(_HEADINGS)
_HEADINGS_COMPILED = {name: re.compile(pattern) for name, pattern in _HEADINGS.items()}


def plain(text: str) -> str:
    """Lower case with straight quotes.

    >>> plain("The Government’s “Plan”")
    'the government\\'s "plan"'
    """
    return text.lower().translate(str.maketrans("’‘“”", "''\"\"")).strip()


def has(name: str, text: str) -> bool:
    """Whether the plain text carries the cue.

    >>> has("lack", plain("They lack funds"))
    True
    """
    return _COMPILED[name].search(text) is not None


def row(text: str) -> list[float]:
    """One number a cue of :data:`NAMES`: 1 where the plain text carries it."""
    return [float(_COMPILED[name].search(text) is not None) for name in NAMES]


def heading_row(text: str) -> list[float]:
    """One number a cue of :data:`HEADING_NAMES`."""
    return [float(_HEADINGS_COMPILED[name].search(text) is not None) for name in HEADING_NAMES]


def leads(text: str) -> str | None:
    """The verb with which the plain text begins, as "Create …" or "Creating …" or "To create …".

    >>> leads("ensuring that boards meet"), leads("to create a fund"), leads("the fund")
    ('ensure', 'create', None)
    """
    found = re.match(r"\W*(?:to |and |by |further(?:ing)? |also |continu(?:e|ing) to )?([a-z-]+)", text)
    if found is None:
        return None
    word = found.group(1)
    return word if word in VERBS else (BASE_OF.get(word) if word.endswith("ing") else None)
