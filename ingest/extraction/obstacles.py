"""What a quote says stands in the way, as short clauses and noun phrases: the labels that a barrier may have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from . import cues
from .compression import Take, compressed
from .phrases import SAYING, Phrase, before, clean, offer, outside, participle, reworded
from .pruning import MOST_OF_CLAUSE, phrase
from .syntax import parse, words

_PRONOUNS = frozenset("it this that these those they he she we i you which who there".split())
_NEGATIVE = "barrier risk lack fail hamper burden inconsistent negation excess concern decline challenge".split()
#: Verbs after which what is said to stand in the way is denied.
_DENYING = frozenset("disagree deny dispute reject refute rebut dismiss doubt".split())
_OBSTACLES = frozenset(
    "lack absence shortage barrier risk failure difficulty complexity gap obstacle challenge problem concern "
    "uncertainty fragmentation inconsistency delay burden pressure weakness dearth scarcity constraint "
    "duplication confusion reluctance resistance mistrust distrust inability variation decline loss threat "
    "bottleneck limitation restriction reliance overlap silo misalignment vacuum deficit shortfall disconnect "
    "disparity inequality".split()
)
#: Subjects of which what stands in the way is said: "the main barrier is …".
_HEADINGS = frozenset(
    "barrier challenge problem issue obstacle difficulty concern risk reason factor cause weakness constraint "
    "complaint "
    "criticism worry fear bottleneck".split()
)
#: Verbs of people who speak of what stands in the way, which is their object.
_SPEAKING = SAYING - frozenset({"remain", "appear", "seem", "mean"}) | frozenset(
    "criticise criticize cite outline underline lament regret bemoan detail list view assert estimate contend caution "
    "allege confirm".split()
)
#: What people do with words, and the words that they do it with: "raise concerns about …".
_UTTERING = frozenset("make raise express voice share draw give put".split())
_UTTERED = frozenset(
    "comment comparison concern point argument case criticism worry fear issue question remark".split()
)
#: Those of them that name nothing amiss by themselves.
_REMARKS = _UTTERED - frozenset("concern worry fear criticism issue".split())
#: "It is … to": what should be, not what stands in the way.
_WISHED = frozenset("important right vital essential crucial necessary critical welcome imperative key".split())
#: Nouns whose "that …" is a whole statement.
_SAID_THAT = frozenset(
    "acknowledgement argument assumption awareness belief case challenge claim complaint concern conclusion criticism "
    "danger evidence fact fear feeling finding idea impression indication issue likelihood notion observation "
    "perception point possibility problem reality recognition report risk sense sign suggestion suspicion threat "
    "view warning worry".split()
)
_JOINING = re.compile(r"(?:however|but|and|although|while|whilst|so|also|yet|or|because|nevertheless|despite)\b", re.I)


#: What only leads into the statement of what stands in the way, or ties it to the sentence before.
_FRAME = re.compile(
    r"^(?:(?:an?|the|one|another)(?: [\w-]+){0,2} "
    r"(?:challenge|problem|issue|barrier|concern|difficulty|obstacle|weakness) "
    r"(?:concerns|relates to|is (?:around|about|with|one of)|lies in) (?=\w+ \w+)|"
    r"(?:otherwise|similarly|furthermore|moreover|by contrast|in contrast|equally|overall|at the same time|"
    r"in (?:many|some|most|other) (?:cases|instances|areas)|in (?:practice|short|sum|effect)|as a result|too often|"
    r"on top of this),? (?=\w))",
    re.I,
)


def _unframed(text: str) -> str:
    """A statement without what leads into it.

    >>> _unframed("A third challenge concerns the state of the sheds"), _unframed("Otherwise, plots stand empty")
    ('The state of the sheds', 'Plots stand empty')
    """
    shorter = _FRAME.sub("", text)
    return shorter[:1].upper() + shorter[1:] if shorter != text else text


def barrier_phrases(quote: str) -> Iterator[Phrase]:
    """What a quote says stands in the way, as short clauses and noun phrases."""
    text = _unframed(clean(quote))
    doc = parse(text)
    yield from _phrases(text, doc, phrase)
    yield from map(reworded, _phrases(text, doc, compressed))


def _phrases(text: str, doc: Doc, take: Take) -> Iterator[Phrase]:
    if len(text.split()) <= MOST_OF_CLAUSE and not _JOINING.match(text) and not _announces(doc[:].root):
        root = doc[:].root
        said = 4.0 * (_speaks(root) or _denies(root)) + 1.5 * _wished(root)
        yield offer(words(doc), 0.8 + _bad(text) - said, doc, form=2.0 * _speaks(root))
    for token in doc:
        if (
            token.lemma_.lower() in _OBSTACLES
            and token.pos_ == "NOUN"
            and token.dep_ not in {"compound", "npadvmod"}
            and not _lifted(token)
            and not (token.dep_ == "pobj" and token.lemma_ == "risk" and token.head.lower_ == "at")
            and "-" not in {t.text for t in doc[max(token.i - 1, 0) : token.i + 2]}
        ):
            inner = take(token, most=MOST_OF_CLAUSE, without=outside(token))
            yield offer(
                words(inner),
                0.9 - 0.8 * (token.lemma_ == "cost") + _bad(words(inner)) + 0.3 * (token.dep_ in {"attr", "ROOT"}),
                inner,
                form=1.5 * (token.dep_ == "nsubj" and _announces(token.head)),
            )
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass"}:
            yield from _clause(token, take)
    inner = take(doc[:].root, most=MOST_OF_CLAUSE, without=outside(doc[:].root))
    yield offer(words(inner), -1.0 + _bad(words(inner)) - 4.0 * (_speaks(doc[:].root) or _denies(doc[:].root)), inner)


_GOOD = re.compile(
    r"\b(?:overcome|address(?:ed|ing)?|resolve[ds]?|solved|improve[ds]?|benefits?|success\w*|strengths?|"
    r"opportunit\w+|importan\w+|no (?:signs?|evidence)|reductions? in|under ?way|performing well|modest|"
    r"(?:will|would|can|to|also) (?:allow|enable|help|ensure)|welcomed?|not in doubt|example)\b",
    re.I,
)
#: That nothing is amiss.
_NONE = re.compile(
    r"\b(?:no|not an?) (?:\w+ )?(?:concerns?|problems?|issues?|barriers?|risks?|shortages?|delays?|gaps?)\b", re.I
)
#: Words that say that something is amiss, beside those of :mod:`.cues`.
_AMISS_WORDS = (
    r"abus\w+ afraid aggressive apath\w+ backlogs? barely bias\w* bureaucra\w+ burnout cancelled collaps\w+ competing "
    r"conflicting conflicts? congest\w* corrupt\w* crime cumbersome damag\w+ debts? dependen\w+ deteriorat\w+ "
    r"discriminat\w* disengag\w+ disillusion\w* disinformation disparit\w+ disputes? disrupt\w* distrust dominat\w+ "
    r"erod\w+ erosion errors? excluded exclusion exhaust\w+ expensive false falsehoods? fewer fraud frustrat\w+ hard "
    r"harder hostil\w+ ignored imbalance\w* inability inaccura\w+ inadequa\w+ inappropriate\w* incompatib\w+ "
    r"incomplete\w* inefficien\w+ inequalit\w+ inflexib\w+ insecure instability isolat\w+ less los(?:e|es|ing) lost "
    r"lower misinformation misleading missed missing mistakes? mistrust misunderst\w+ misus\w+ negativ\w+ neglect\w* "
    r"obsolete onerous opaque opposition outdated overcrowd\w* overlooked overstretch\w* overwhelm(?:ed|s)? "
    r"politici[sz]\w* "
    r"poverty precarious\w* reliant relian\w+ reluctan\w+ resist\w* rigid\w* sceptic\w+ short-term\w* stagna\w+ "
    r"stigma\w* strain\w* stretched tendency tensions? turnover unable unaffordable unaware "
    r"under-?(?:appreciated|used|utili[sz]ed|valued|funded|funding|resourced|developed|staffed) "
    r"under-?(?:estimated|represented|performing|reported|invest\w+) "
    r"unequal\w* unfair\w* unhelpful\w* unmet unmitigated unpredictab\w+ unreliable unsafe unstable unsuitable "
    r"unsustainable unwilling\w* violen\w+ volatil\w+ vulnerab\w+ waste\w* withdraw\w+ worst wrong\w*"
)
_AMISS = re.compile(
    r"\b(?:(?:significant|serious|severe|detrimental|adverse) (?:\w+ )?(?:impact|effect)s?|out of date|red tape|"
    rf"{'|'.join(_AMISS_WORDS.split())})\b",
    re.I,
)


def _bad(text: str) -> float:
    """How plainly a text says that something is amiss."""
    plain = cues.plain(text)
    signs = min(sum(cues.has(name, plain) for name in _NEGATIVE), 3)
    signs = min(signs + (_AMISS.search(plain) is not None), 3)
    lost = re.search(
        r"\b(?:fail\w*|lack\w*|not|no|insufficient\w*|inadequate\w*|without|unable|inability|little)\b", plain
    )
    good = _GOOD.search(plain) is not None
    return (0.8 * signs if signs else -3.0) - (1.2 if lost else 2.5) * good - 4.0 * (_NONE.search(plain) is not None)


def _speaks(verb: Token) -> bool:
    """Whether a clause says who speaks of what stands in the way, rather than what does."""
    hard = verb.lemma_ == "find" and any(c.tag_ == "JJ" and c.i > verb.i for c in verb.children)
    if verb.lemma_ in _UTTERING and any(c.dep_ == "dobj" and c.lemma_.lower() in _UTTERED for c in verb.children):
        return True
    return verb.lemma_ in _SPEAKING and not hard and not any(c.dep_ == "neg" for c in verb.children)


def _wished(verb: Token) -> bool:
    """Whether a clause says only what would be good: "it is important to …"."""
    it = any(c.lower_ == "it" and c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in verb.children)
    return it and any(c.dep_ == "acomp" and c.lower_ in _WISHED for c in verb.children)


def _denies(verb: Token) -> bool:
    """Whether a clause, or the one that it hangs on, denies what is said to stand in the way."""
    return bool({verb.lemma_, _first(verb).head.lemma_} & _DENYING)


def _lifted(noun: Token) -> bool:
    """Whether what would stand in the way is said to be none or less: "no shortage", "a reduction in delays"."""
    above = noun.head.head if noun.dep_ == "pobj" else noun
    return above.lemma_.lower() in {"reduction", "decrease", "removal", "relief"} or any(
        c.dep_ == "det" and c.lower_ == "no" for c in noun.children
    )


def _gerund(verb: Token) -> bool:
    """Whether a clause has only an -ing form, which says nothing amiss by itself."""
    return verb.tag_ == "VBG" and not any(c.dep_ in {"aux", "neg"} for c in verb.children) and _bad(verb.lemma_) < 0


def _announces(verb: Token) -> bool:
    """Whether a clause only says that what follows stands in the way: "problems include …"."""
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    return verb.lemma_ in {"be", "include", "pertain", "relate", "concern"} and any(
        s.lemma_.lower() in _HEADINGS for s in subjects
    )


def _first(verb: Token) -> Token:
    """The first of the verbs that "and" joins with one."""
    while verb.dep_ == "conj":
        verb = verb.head
    return verb


def _clause(verb: Token, take: Take) -> Iterator[Phrase]:
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "expl", "csubj"}), None)
    if subject is None or subject.tag_ in {"WDT", "WP"} or _of_which(subject) or verb.dep_ == "relcl":
        return
    if verb.tag_ == "VB" and any(c.tag_ == "TO" for c in verb.children):
        return  # "for plans to succeed" says nothing by itself
    worth = _standing(verb)
    if _denies(verb):
        return
    if _speaks(verb):
        worth -= 4.0
        for said in (c for c in verb.children if c.dep_ in {"dobj", "pobj", "nsubjpass"}):
            if said.lemma_.lower() in _REMARKS:
                continue
            inner = take(said, most=MOST_OF_CLAUSE, without=outside(said))
            yield offer(words(inner), worth + 4.0 + _bad(words(inner)), inner)
    worth -= _hedged(verb)
    named = next((c for c in verb.children if c.dep_ == "attr"), None)
    if verb.lemma_ == "include":
        named = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if named is not None and _announces(verb):
        inner = take(named, most=MOST_OF_CLAUSE, without=outside(named))
        yield offer(words(inner), worth + 1.8 + _bad(words(inner)), inner)
    about = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"to", "with", "around"}), None)
    if named is None and about is not None and _announces(verb):
        inner = take(about, most=MOST_OF_CLAUSE + 1)[1:]
        yield offer(words(inner), worth + 1.8 + _bad(words(inner)), inner)
    if subject.lower_ == "there" and verb.lemma_ in {"be", "remain", "exist"}:
        noun = next((c for c in verb.children if c.dep_ == "attr"), None)
        if noun is not None:
            inner = take(noun, most=MOST_OF_CLAUSE, without=outside(noun))
            yield offer(words(inner), worth + _bad(words(inner)), inner)
        return
    if subject.lower_ in _PRONOUNS and subject.dep_ != "expl":
        yield from _without_subject(verb, worth, take)
    before = [
        c
        for c in verb.children
        if c.dep_ in {"cc", "mark", "prep", "advcl", "intj", "npadvmod", "punct"} and c.i < subject.i
    ]
    before += [
        c
        for c in verb.children
        if c.dep_ == "advmod"
        and ((c.i < subject.i and c.tag_ != "JJR") or c.lower_ in {"therefore", "also", "however", "then", "thus"})
    ]
    inner = take(verb, most=MOST_OF_CLAUSE, without=[*before, *outside(subject)])
    yield offer(words(inner), worth + _bad(words(inner)), inner, form=1.5 * _announces(verb))


def _of_which(subject: Token) -> bool:
    """Whether a subject is a part of something said before: "some of which"."""
    parts = [c for c in subject.children if c.dep_ == "prep" and c.i == subject.i + 1]
    return any(t.tag_ in {"WDT", "WP"} for c in parts for t in c.children)


def _standing(verb: Token) -> float:
    """How much a clause is worth by its form and by where it stands in the sentence."""
    worth = 1.0 - 0.02 * verb.i - 0.8 * _gerund(verb) - 0.8 * (verb.dep_ in {"advcl"})
    worth += 0.5 * (verb.dep_ in {"ROOT", "ccomp"}) + 0.3 * (verb.dep_ == "ccomp" and verb.head.lemma_ in SAYING)
    if any(c.dep_ == "mark" and c.lower_ in {"while", "whilst", "although", "though"} for c in verb.children):
        worth -= 0.8
    if verb.tag_ == "VBD" or any(c.tag_ == "VBD" and c.dep_ in {"aux", "auxpass"} for c in verb.children):
        worth -= 0.8  # what was so tells of one time
    if verb.dep_ != "ROOT" and verb.left_edge.tag_ in {"WRB", "WP"}:
        worth -= 2.0  # "why plots could not be let"
    worth -= 1.5 * _wished(verb)
    return worth


def _hedged(verb: Token) -> float:
    """What it costs a clause that it says what should be, may be, or is only a part of what another says."""
    cost = 0.0
    if any(c.dep_ == "aux" and c.lower_ in {"should", "must"} for c in verb.children) or verb.lemma_ == "need":
        cost += 1.2
    first = _first(verb)
    if first.dep_ == "ccomp" and first.head.lemma_ in {"ensure", "prevent", "avoid", "make"}:
        cost += 2.0
    if verb.dep_ == "acl" and verb.head.lemma_.lower() not in _SAID_THAT:
        cost += 1.5  # "actions that the councils are taking"
    if verb.lemma_ == "be" and any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
        cost += 1.5  # "the lesson is that …"
    if any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in verb.children):
        cost += 0.8
    return cost


def _without_subject(verb: Token, worth: float, take: Take) -> Iterator[Phrase]:
    """A clause whose subject is only a pronoun, turned so that it needs none."""
    negated = any(c.dep_ == "neg" for c in verb.children)
    modal = any(c.dep_ == "aux" and c.lower_ in {"can", "could", "ca"} for c in verb.children)
    beside = [*before(verb), *(c for c in verb.children if c.dep_ == "conj")]
    rest = [t for t in take(verb, without=beside, alone=True, most=MOST_OF_CLAUSE - 1) if t.i > verb.i]
    tail = words(rest)
    turned = ""
    if verb.lemma_ == "lack":
        turned = f"lack of {tail}"
    elif verb.lemma_ == "have" and negated:
        turned = f"no {re.sub(r'^(?:a|an|any|the) ', '', tail)}"
    elif verb.lemma_ == "fail":
        turned = f"failure {tail}"
    elif negated and modal:
        turned = f"inability to {verb.lemma_} {tail}"
    elif verb.lemma_ == "be" and re.match(r"(?:unable|not able) to\b", tail):
        turned = re.sub(r"^(?:unable|not able)", "inability", tail)
    elif verb.lemma_ == "make" and (
        found := re.match(r"it (?:very |more |too )?(?:difficult|hard|harder|impossible|challenging)\b", tail)
    ):
        turned = f"it is {tail[3:]}" if found else ""
    elif (
        (target := next((c for c in verb.children if c.dep_ == "dobj"), None)) is not None
        and _bad(verb.lemma_) > 0
        and not negated
    ):
        whom = take(target, most=MOST_OF_CLAUSE - 3, without=outside(target))
        plural = target.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in target.children)
        turned = f"{words(whom)} {'are' if plural else 'is'} {participle(verb.lemma_)}"
    if turned:
        yield offer(turned, worth + _bad(turned), rest)
