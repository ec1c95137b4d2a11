"""Medicines named in a message: approved names, UK brands, ward shorthand and honest misspellings.

Blood results ("K 6.9", "glucose 3"), reliefs given afterwards and ordinary words that look alike are told apart.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.cues import cues
from handlers.incidents.reading.formulary import ANALYTE, FUZZY_FROM, PHRASES, Formulary, formulary, squeezed
from handlers.incidents.reading.lexicon import Medicine
from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Token, Words
from storage.rules.identifiers.words import in_dictionary

_MEDICATION: Final = cues("medicines", "medication")
_AS_RESULT: Final = cues("medicines", "as_result", before=r"", after=r"")
_RESULT_BEFORE: Final = re.compile(r"\b(?:blood|serum|low|high|raised|plasma|capillary|cbg|the|checked|check)\s*$")
_RELIEF: Final = frozenset(
    {
        "adenosine", "furosemide", "naloxone", "flumazenil", "chlorphenamine", "glucagon", "glucose",
        "phytomenadione", "protamine", "hydrocortisone", "adrenaline", "acetylcysteine", "sugammadex",
        "idarucizumab", "procyclidine", "salbutamol", "lorazepam", "noradrenaline", "metaraminol", "hyaluronidase",
        "atropine", "magnesium sulfate", "human prothrombin complex", "calcium gluconate", "sodium chloride",
        "compound sodium lactate", "tranexamic acid", "calcium folinate",
    }
)  # fmt: skip
"""Medicines that are mostly given to put things right."""
_GIVEN_AFTER: Final = re.compile(
    r"(?:\W+\w+){0,3}?\W+(?:given|and|n|ed|x\s?\d|needed|required|started|used|infusion)\b"
)
_LISTED_BEFORE: Final = re.compile(r"(?:[,+&;.]|\bnow|\bon)\s*$")
_ANTIDOTES: Final = frozenset(
    {
        "naloxone", "flumazenil", "sugammadex", "protamine", "acetylcysteine", "phytomenadione", "idarucizumab",
        "glucagon", "glucose", "adrenaline", "chlorphenamine", "hydrocortisone", "human prothrombin complex",
    }
)  # fmt: skip
_WITH: Final = re.compile(r"\s?(?:[+&/]|and|n)\s?")
_VISITED_FOR: Final = re.compile(
    r"\b(?:visit\w*|calls?|called|booked|attend\w*|went|there|came|seen|in)\b[^.;\n]{0,16} for (?:her |his |their )?$"
)
"""Why somebody came, which was not what went wrong."""
_MEANT: Final = re.compile(r"\b(?:instead of|rather than|not|mistaken for|mixed up with|confused with)\s*$")
"""Before a medicine that was meant, or taken for another: no relief."""
_LISTED_AFTER: Final = re.compile(r"\s*(?:[,.;+&]|$|\b(?:itu|icu|hdu|ccu)\b)")
_GIVEN_BEFORE: Final = cues("medicines", "given_before", after=r"\W+(?:\w+\W+){0,2}$")
_NEEDED: Final = re.compile(r"\s*(?:x\s?\d+\s*)?(?:needed|required|infusion needed|used to reverse)\b")
_BATTERY: Final = re.compile(r"[- ](?:ion|batter|cell|polymer|coin|button|powered)")
_FOR_PAIN: Final = frozenset(
    {"paracetamol", "ibuprofen", "co-codamol", "codeine", "dihydrocodeine", "tramadol", "oxycodone", "morphine",
     "morphine oral solution", "tetanus vaccine"}
)  # fmt: skip
_STARTED: Final = re.compile(r"\s*(?:was |then |now )?(?:started|commenced|begun)\b")
_STARTED_ON: Final = re.compile(
    r"\b(?:gp|they|we|psych\w*|crisis team|cons\w*) (?:has |have )?(?:started|put) (?:her|him|them|pt) on $"
)
"""Before a medicine: what somebody began afterwards for it."""
_AILMENT: Final = cues("medicines", "ailment")
_FALL_STORY: Final = cues("medicines", "fall_story")
_ERROR: Final = cues("medicines", "error")
_ALLERGY_LABEL: Final = re.compile(r"^\s*(?:allerg\w+|anaphylaxis|intoleran\w+)|^\s*(?:red )?band")
_ALLERGIC_TO: Final = re.compile(
    r"(?:allerg\w+|anaphyla\w+|intoleran\w+|reaction) (?:to )?$|\bband\b(?: on)? (?:said|says|for|with|w|reads|=) ?$"
)
_OPERATION: Final = re.compile(
    r"(?:'?s)?(?:,? resp\w* | (?:procedure|operation|op|reversal|pouch|done|yesterday)\b|,? (?:d|day) ?\d)"
)
"""After the name of the surgeon Hartmann, whose infusion it is not."""
_GENTAMICIN: Final = cues("medicines", "gentamicin", before=r"", after=r"")
"""A "gent" is a gentleman unless a dose or a level stands beside it."""
_NOT_MEANT: Final = {
    "halo": re.compile(r" (?:here|crew|officer|nurse|log)\b|:"),
    "asp": re.compile(r" ?(?:pn\w+|risk\b)"),
    "hep": re.compile(r" ?(?:[bc]\b|pos\b|neg\b|status|screen|titre)"),
}
"""After shorthand that is then something else: "asp pneumonia", "hep pos", the ambulance liaison officer."""
_PART: Final = re.compile(r"[a-z0-9]+")
_JOINED: Final = re.compile(
    r"\s?(?:[,+/&]|and|n|with|w|or|not|for|instead of|rather than|given for|charted for|then)\s?(?:the |her |his )?|\s"
)
"""Between two medicines that are spoken of together."""
_DOSE: Final = re.compile(r" \d{1,4}(?:\.\d+)?(?![\d/:])")
_COUNTED: Final = frozenset(
    {"para", "met", "gent", "fluc", "mag", "flow", "dig", "hep", "lev", "prop", "nitro", "halo"}
)
"""Shorthand that a number follows for another reason: "para 2"."""
_BEGUN_FROM: Final = 5


@dataclass(frozen=True, slots=True)
class _Hit:
    medicine: Medicine
    start: int
    end: int
    sure: float
    why: str


def find_medicines(words: Words, taken: tuple[int, int] | None = None) -> tuple[Answer[str], ...]:
    """Return the medicines that the event is about, by approved name, in the order of the text.

    ``taken`` are the offsets of the place, so that a ward's name is never a medicine.
    """
    hits = _hits(words, formulary())
    if taken is not None:
        hits = [hit for hit in hits if not (hit.start < taken[1] and hit.end > taken[0])]
    hits = [hit for hit in hits if not _only_relief(words, hit, hits)]
    chosen: dict[str, Answer[str]] = {}
    for hit in hits:
        answer = Answer(hit.medicine.name, hit.sure, hit.start, hit.end, hit.why)
        if hit.medicine.name not in chosen or chosen[hit.medicine.name].sure < hit.sure:
            chosen.setdefault(hit.medicine.name, answer)
    if "insulin" in chosen and any(
        name.startswith(("insulin ", "biphasic", "isophane", "soluble ins")) for name in chosen
    ):
        del chosen["insulin"]
    return tuple(chosen.values())


def only_background(words: Words, answers: tuple[Answer[str], ...]) -> bool:
    """Whether every medicine is only what a patient who fell or was hurt happens to take: "fell, on apixaban"."""
    if not answers or not _FALL_STORY.search(words.text) or _ERROR.search(words.text):
        return False
    return all(re.search(r"\bon\s*$", words.text[max(0, one.start - 6) : one.start]) for one in answers)


def any_controlled(answers: tuple[Answer[str], ...]) -> bool:
    """Whether any of these medicines is a controlled drug, schedules 2 to 5."""
    index = formulary().by_name
    return any(index[answer.value.lower()].controlled for answer in answers)


def _hits(words: Words, index: Formulary) -> list[_Hit]:
    hits: list[_Hit] = []
    covered: list[tuple[int, int]] = []
    for match in PHRASES.finditer(words.text):
        medicine = index.by_phrase[squeezed(match.group())]
        if _is_result(words, match.group(), match.start(), match.end()):
            continue
        covered.append(match.span())
        hits.append(_hit(words, medicine, match.start(), match.end(), 0.95))
    for token in words.tokens:
        if covered and any(token.start < end and token.end > start for start, end in covered):
            continue
        for part, start, end in _parts(token):
            hit = _named(words, index, part, start, end)
            if hit is None and len(part) >= _BEGUN_FROM and part.isalpha() and part not in index.look:
                hit = _near(words, index, part, start, end) or _begun(words, index, part, start, end)
            if hit is not None:
                hits.append(hit)
    hits += _beside_others(words, index, hits)
    return sorted(hits, key=lambda hit: hit.start)


def _parts(token: Token) -> list[tuple[str, int, int]]:
    """Split "paracetamol/ibuprofen" and "vanc-gent" into their words."""
    if token.text.isalnum():
        return [(token.text, token.start, token.end)]
    parts = _PART.finditer(token.text)
    return [(found.group(), token.start + found.start(), token.start + found.end()) for found in parts]


def _named(words: Words, index: Formulary, part: str, start: int, end: int) -> _Hit | None:
    medicine = index.by_name.get(part) or (index.by_name.get(part[:-1]) if part.endswith("s") else None)
    if medicine is not None:
        return None if _is_result(words, part, start, end) else _hit(words, medicine, start, end, 0.95)
    medicine = index.shorthand.get(part)
    if medicine is None:
        return None
    dosed = part not in _COUNTED and _DOSE.match(words.text, end) is not None
    if not dosed and not _beside_medication(words, start, end):
        return None
    if part in _NOT_MEANT and _NOT_MEANT[part].match(words.text, end):
        return None
    if part == "gent" and not _GENTAMICIN.search(words.text[max(0, start - 10) : end + 50]):
        return None
    return None if _is_result(words, part, start, end) else _hit(words, medicine, start, end, 0.8)


def _near(words: Words, index: Formulary, part: str, start: int, end: int) -> _Hit | None:
    """Find a misspelling: same first letter, one slip in a short name, two in a long one, never an ordinary word."""
    if len(part) < FUZZY_FROM or part.rstrip("s") in index.look:
        return None
    names = index.spellings.get((part[0], len(part)))
    if names is None or part in index.by_name or part in index.shorthand:
        return None
    near = index.near(part, names)
    if not near:
        return None
    best, distance, _ = near[0]
    if len(near) > 1 and near[1][1] == distance and index.by_name[near[1][0]] is not index.by_name[best]:
        return None
    if distance == 2 and (len(best) < 9 or not _beside_medication(words, start, end)):
        return None
    if distance == 1 and len(best) < 8 and not _beside_medication(words, start, end):
        return None
    medicine = index.by_name[best]
    why = f"you wrote “{words.quote(start, end)}”, which we read as {medicine.name}"
    return _Hit(medicine, start, end, 0.85 if distance == 1 else 0.7, why)


def _begun(words: Words, index: Formulary, part: str, start: int, end: int) -> _Hit | None:
    """Find a name cut short: no word of a dictionary, and the beginning of one approved name only."""
    place = bisect_left(index.approved, part)
    alike = [name for name in index.approved[place : place + 2] if name.startswith(part)]
    if len(alike) != 1 or in_dictionary(part):
        return None
    if len(part) < FUZZY_FROM and not _beside_medication(words, start, end):
        return None
    return _hit(words, index.by_name[alike[0]], start, end, 0.75)


def _beside_others(words: Words, index: Formulary, hits: list[_Hit]) -> Iterator[_Hit]:
    """Yield the shorthand that stands with a medicine already found: "levomepromazine and glyco", "cef and met"."""
    known = {(hit.start, hit.end) for hit in hits}
    for part, began, ended in (part for token in words.tokens for part in _parts(token)):
        medicine = index.shorthand.get(part)
        if medicine is None or (began, ended) in known or part in ANALYTE:
            continue
        between = (words.text[min(end, ended) : max(start, began)] for start, end in known)
        if any(_JOINED.fullmatch(gap) and (gap != " " or part not in _COUNTED) for gap in between):
            yield _hit(words, medicine, began, ended, 0.75)


def _hit(words: Words, medicine: Medicine, start: int, end: int, sure: float) -> _Hit:
    said = words.quote(start, end)
    why = f"you wrote “{said}”" + ("" if said.lower() == medicine.name.lower() else f", which is {medicine.name}")
    return _Hit(medicine, start, end, sure, why)


def _beside_medication(words: Words, start: int, end: int) -> bool:
    return (
        _MEDICATION.search(words.text[max(0, start - 32) : start]) is not None
        or _MEDICATION.search(words.text[end : end + 32]) is not None
    )


def _by_the_way(name: str, before: str, after: str) -> bool:
    """Whether it is named for another reason: a surgeon's name, an allergy, why somebody called."""
    if name == "compound sodium lactate" and _OPERATION.match(after):
        return True
    if name == "penicillin" and (_ALLERGIC_TO.search(before) or _ALLERGY_LABEL.match(after)):
        return True
    return _VISITED_FOR.search(before) is not None and _ERROR.search(before + after) is None


def _together(words: Words, first: _Hit, second: _Hit) -> bool:
    """Whether the second was given with the first, and is no antidote: "olanzapine + lorazepam"."""
    if second.medicine.name in _ANTIDOTES or first.medicine.name in _RELIEF:
        return False
    return _WITH.fullmatch(words.text[first.end : max(first.end, second.start)]) is not None


def _is_result(words: Words, name: str, start: int, end: int) -> bool:
    """Whether this names a blood result or a battery, not a medicine: "potassium 6.9", "lithium battery"."""
    if name == "lithium":
        return _BATTERY.match(words.text, end) is not None
    if name not in ANALYTE:
        return name.endswith("s") and name[:-1] in ANALYTE
    if _AS_RESULT.match(words.text, end):
        return True
    if _RESULT_BEFORE.search(words.text[max(0, start - 12) : start]) and not _MEDICATION.match(words.text, end + 1):
        return True
    return not _beside_medication(words, start, end)


def _only_relief(words: Words, hit: _Hit, hits: list[_Hit]) -> bool:
    """Whether it was only given to put things right: naloxone after too much morphine, paracetamol after a fall."""
    before, after = words.text[max(0, hit.start - 60) : hit.start], words.text[hit.end : hit.end + 40]
    if _by_the_way(hit.medicine.name, before, after):
        return True
    if _MEANT.search(before) or any(_together(words, other, hit) for other in hits):
        return False
    if hit.medicine.name in _RELIEF:
        causes = [other for other in hits if other.medicine.name not in _RELIEF and other.medicine is not hit.medicine]
        trouble = _AILMENT.search(words.text[: hit.start]) is not None or any(
            other.start < hit.start for other in causes
        )
        given = (
            _GIVEN_AFTER.match(after) is not None
            or _GIVEN_BEFORE.search(before) is not None
            or (_LISTED_BEFORE.search(before) is not None and _LISTED_AFTER.match(after) is not None)
        )
        error_here = _ERROR.search(words.text[max(0, hit.start - 30) : hit.end + 30]) is not None
        if causes and _NEEDED.match(after):
            return True
        if not causes:
            return _AILMENT.search(words.text[: hit.start]) is not None and given and not error_here
        return trouble and given and not (error_here and hit is hits[0])
    if _ALLERGY_LABEL.match(after):
        return False
    if (_STARTED.match(after) or _STARTED_ON.search(before)) and any(
        other.start < hit.start and other.medicine is not hit.medicine for other in hits
    ):
        return True
    if (
        hit.medicine.name in _FOR_PAIN
        and _FALL_STORY.search(words.text)
        and _ERROR.search(words.text[max(0, hit.start - 40) : hit.end + 40]) is None
    ):
        return re.match(r"\s*(?:given|started|\+)", after) is not None and re.search(r"\bon\s*$", before) is None
    return False
