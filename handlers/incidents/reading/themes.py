"""The LFPSE codes that sort an event: safety challenge, care process, outcome types, risk themes, shift; and what was done at once.

Codes are those of the LFPSE v5 lists in ``storage/reference/lfpse-v5.json``. They are first guesses for the safety team.
"""

import re
from typing import Final

from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Words, affirmed, denied

_CHALLENGES: Final = (
    ("4", re.compile(r"\b(?:radiotherapy|linac|fraction(?:s)? \d*)\b")),
    ("1", re.compile(r"\b(?:pressure (?:ulcer|sore|damage|injury|area)s?|(?:cat(?:egory)?|grade|stage) ?[1-4] (?:\w+ ){0,3}(?:ulcer|sacrum|sacral|heel|pu|pressure|buttock|hip|damage)|cat(?:egory)? ?[1-4]\b(?=[^.\n]{0,20}(?:sacr|heel|ulcer|pressure|buttock))|pu\b|unstageable|dti|moisture lesion|heel ulcer)\b")),
    ("3", re.compile(r"\b(?:self[- ]?harm\w*|ligature|cut (?:wrists?|arms?|self|himself|herself)|superficial cuts|took (?:an )?overdose|own hidden|suicid\w+|hang(?:ing|ed)|headbang\w*|swallowed batter\w+)\b")),
    ("2", re.compile(r"\b(?:fell|falls?|fallen|slipped|tripped|found on (?:the )?floor|slid (?:off|from|down)|rolled out of bed|lowered to (?:the )?floor|collapsed to (?:the )?floor|climbed out)\b(?! (?:asleep|pregnant|out|through the net|behind|short|alarm))")),
    ("5", re.compile(r"\b(?:c\.? ?diff\w*|mrsa|mssa|norovirus|covid outbreak|outbreak|line infection|bacteraemia|hospital acquired infection|hcai|cpe\b|vre\b|tb (?:pt|patient)|isolation|surgical site infection|ssi\b|wound infect\w*|barrier nurs\w*)\b")),
    ("7", re.compile(r"\b(?:screening (?:programme|incident|missed|error|result|recall)|newborn (?:blood ?spot|hearing)|blood ?spot|bowel screening|breast screening|cervical screening|smear)\b")),
)  # fmt: skip
_PROCESSES: Final = (
    ("9", re.compile(r"\b(?:discharg\w+|sent home|tto'?s?|d/c|dc\b|went home|got home)\b")),
    ("8", re.compile(r"\b(?:referr\w+|not escalated|escalat\w+|transfer\w*|handover|handed over|marthas? rule|martha's rule)\b")),
    ("5", re.compile(r"\b(?:prescri\w+|charted|drug chart|written up)\b")),
    ("6", re.compile(r"\b(?:given|gave|administ\w+|dispens\w+|dose|infus\w+|transfus\w+|inject\w*|operat\w+|surgery|theatre|procedure|block|implant\w*|catheter\w*|cannula\w*|feed|forceps|delivery|omitted|missed|drug error|med error)\b")),
    ("4", re.compile(r"\b(?:misdiagnos\w+|missed (?:fracture|diagnosis|cancer)|diagnos\w+|reported (?:as|\?))\b")),
    ("3", re.compile(r"\b(?:bloods?|sample\w*|scan|x-?ray|cxr|ct\b|mri|test|result\w*|assess\w+|lab|label\w*|weigh\w*)\b")),
    ("7", re.compile(r"\b(?:obs\b|monitor\w*|fell|fall|ulcer|follow[- ]?up|review\w*|observ\w+|absconded|1:1|level not)\b")),
    ("1", re.compile(r"\b(?:wait(?:ed|ing)|appointment|appt|waiting list|access\w*)\b")),
    ("2", re.compile(r"\b(?:admi(?:tted|ssion)|clerk\w*)\b")),
    ("10", re.compile(r"\b(?:self[- ]care|safety ?net\w*|advised)\b")),
)  # fmt: skip
_OUTCOMES: Final = (
    ("1", re.compile(r"\b(?:died|death|stillbirth|stillborn|iufd)\b")),
    ("2", re.compile(r"\b(?:re-?admi(?:tted|ssion)|re-?attend\w*)\b")),
    ("3", re.compile(r"\b(?:(?:admi\w+|moved|went|transferred|taken|admission|->|to)\s(?:to )?(?:the )?(?:itu|icu|hdu|scbu|nicu|picu)|(?:itu|icu|hdu|scbu|nicu|picu) (?:admission|transfer))\b")),
    ("5", re.compile(r"\b(?:return(?:ed)? to theatre|back to theatre|back in theatre|rtt)\b")),
    ("10", re.compile(r"\b(?:emergency (?:caesarean|c-?section|section|lscs|cs)|cat(?:egory)? ?1 (?:section|cs|lscs|c-?section)|emcs)\b")),
    ("7", re.compile(r"\b(?:crash call|2222|arrest call|cardiac arrest)\b")),
    ("4", re.compile(r"\bsafeguarding\b")),
    ("9", re.compile(r"\b(?:pph|postpartum haemorrhage)\b")),
)  # fmt: skip
_RISKS: Final = (
    ("1", re.compile(r"\b(?:staff\w*|rns?|nurses?|agency|cover|capacity|beds?|workload|rota|short)\b")),
    ("3", re.compile(r"\b(?:drugs?|meds?|medic\w+|dos\w+|insulin|heparin|morphine|prescri\w+|stock|vials?|ampoules?|\d+ ?mg|units/ml)\b")),
    ("2", re.compile(r"\b(?:pump|hoist|monitor|defib|ventilator|device|giving set|kit|call bells?|mattress|alarm|infuser|equipment)\b")),
    ("5", re.compile(r"\b(?:window|restrictor|lift|door|ligature|ceiling|floor|leak|handles?|wardrobe|building|estates)\b")),
    ("6", re.compile(r"\b(?:epma|epr|it|system|computer|electronic|drop down|wifi|pacs|software|interface)\b")),
    ("7", re.compile(r"\b(?:policy|process|referral|letters?|booking|admin|governance)\b")),
)  # fmt: skip
_IMMINENT: Final = re.compile(
    r"\b(?:imminent|right now|happening now|immediate danger|someone will die|gonna die|going to die|today or tomorrow|cannot make safe|can'?t make (?:it )?safe)\b"
)
_NIGHT: Final = re.compile(r"\b(?:nights?|nite|overnight|ovrnight|over ?night|nocte|tonight)\b")
_DAY: Final = re.compile(
    r"\b(?:day ?shift|long day|this (?:am|morning|pm|afternoon)|early shift|late shift|lunch|breakfast|bfast|tea time)\b"
)
_HANDOVER: Final = re.compile(r"\b(morning|am|evening|pm|night)? ?handover\b")
_DONE: Final = re.compile(
    r"\b(?:steri\w*|sutur\w+|glued|dressed|dressing (?:applied|on)|cleaned|cleansed|offload\w*|repositioned|turned|photograph\w+|neuro obs|obs (?:done|stable|started|increased|15 ?min\w*)|(?:dr|doctor|sho|reg|consultant|outreach|anaesthetist|site team|nic|site manager|police|family|relatives|pharmacist|pharmacy|mdso|mso|security|tvn|gp) (?:was |were )?(?:reviewed|informed|aware|told|attended|called|notified|contacted|came|supporting)|"
    r"reviewed by \w+|r/v by \w+|(?:naloxone|flumazenil|chlorphenamine|hydrocortisone|vit k|glucose|iv glucose|fluids?|o2|oxygen|nebs?|adrenaline|glucagon|juice|saline) (?:given|on|started|n|x\d)|given \d{4}|stopped(?= (?:now|immediately|straight|at once))|taken out of use|removed from use|quarantined|swapped|replaced|1:1|bed ?rails up|ct (?:head|clear|done)|x-?ray (?:done|neg\w*|clear)|ecg (?:done|ok)|level (?:done|checked|ok)|isolated|"
    r"pt (?:told|informed|apologi\w+)|apolog\w+|duty of candour done|apologised|ice(?: pack)?(?= |$)|cooled|back slaps|cpr|bagged|transferred|incident reported|datix(?:ed)?|safeguarding raised|referred|referral (?:made|done)|search(?:ed)?|debrief)\b"
)


def find_challenge(words: Words) -> Answer[str]:
    """Return the LFPSE safety challenge code; "6" is none of the above."""
    for code, pattern in _CHALLENGES:
        found = next((match for match in affirmed(words, pattern)), None)
        if found is not None:
            return _answer(words, code, found, 0.85)
    return Answer("6", 0.65, 0, 0, "no fall, pressure ulcer, self-harm, infection, screening or radiotherapy was named")


def find_process(words: Words) -> Answer[str]:
    """Return the LFPSE healthcare process code; "12" is don't know."""
    for code, pattern in _PROCESSES:
        found = pattern.search(words.text)
        if found is not None:
            return _answer(words, code, found, 0.62)
    return Answer("12", 0.3, 0, 0, "the step of care was not named")


def find_outcomes(words: Words) -> tuple[Answer[str], ...]:
    """Return the LFPSE outcome type codes that the words support."""
    hits = ((code, next(affirmed(words, pattern), None)) for code, pattern in _OUTCOMES)
    return tuple(_answer(words, code, found, 0.8) for code, found in hits if found is not None)


def find_risk_themes(words: Words) -> tuple[Answer[str], ...]:
    """Return the LFPSE risk theme codes; "8" (other) when none fits."""
    hits = ((code, pattern.search(words.text)) for code, pattern in _RISKS)
    themes = tuple(_answer(words, code, found, 0.65) for code, found in hits if found is not None)
    return themes or (Answer("8", 0.4, 0, 0, "no theme was named"),)


def find_imminence(words: Words) -> Answer[str]:
    """Return "y" when the words say that death or severe harm is imminent, else "u": never "n" on a guess."""
    found = _IMMINENT.search(words.text)
    if found is not None and not denied(words, found.start(), found.end()):
        return _answer(words, "y", found, 0.8)
    return Answer("u", 0.5, 0, 0, "you did not say how soon")


def find_shift(words: Words, hour: int | None) -> Answer[str] | None:
    """Return the LFPSE time bracket code from the words or the hour: "1" day, "2" night, "3" and "4" handovers."""
    handover = _HANDOVER.search(words.text)
    if handover is not None and hour is None and handover[1]:
        return _answer(words, "3" if handover[1] in {"morning", "am"} else "4", handover, 0.65)
    if hour is not None:
        return Answer("1" if 7 <= hour < 20 else "2", 0.8, 0, 0, "from the time of day")
    for code, pattern in (("2", _NIGHT), ("1", _DAY)):
        found = pattern.search(words.text)
        if found is not None:
            return _answer(words, code, found, 0.75)
    return None


def find_immediate_action(words: Words) -> Answer[str] | None:
    """Return what the message says was done at once, in the message's own words, joined with commas."""
    done = [match for match in _DONE.finditer(words.text) if not denied(words, match.start(), match.end())]
    if not done:
        return None
    said = list(dict.fromkeys(words.quote(match.start(), match.end()) for match in done[:5]))
    return Answer(", ".join(said), 0.65, done[0].start(), done[-1].end(), "you wrote these")


def _answer(words: Words, code: str, found: re.Match[str], sure: float) -> Answer[str]:
    return Answer(code, sure, found.start(), found.end(), f"you wrote “{words.quote(found.start(), found.end())}”")
