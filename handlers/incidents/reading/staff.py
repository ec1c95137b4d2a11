"""Who was hurt: telling a member of staff or a visitor from a patient.

Harm to staff or visitors alone belongs to health and safety, not to the patient safety record. Roles only, never a name.
"""

import re
from typing import Final

from handlers.incidents.reading.words import Words, denied

_ROLE: Final = (
    r"(?:hcas?|hcsw|(?:staff |student |agency |bank |charge |senior |community |district |specialist |scrub |ed |night )?nurse|rmn|rn|midwife|mw|doctor|dr|sho|reg|registrar|consultant|f1|fy1|f2|porter|domestic|cleaner|security(?: guard| officer)?|"
    r"receptionist|ward clerk|physio(?:therapist)?|ot|radiographer|phlebotomist|paramedic|housekeeper|colleague|member of staff|staff member|staff|team member|volunteer|support worker|carer|student|odp|anaesthetist|"
    r"surgeon|pharmacist|technician|ward manager|sister|matron|engineer|contractor|catering assistant|me|i|us|dn|lab staff)"
)
_VIOLENCE: Final = (
    r"(?:punch\w*|kick\w*|hit|hits|slap\w*|bit|bites?|bitten|spat (?:at|on)|spit\w*|scratch\w*|assault\w*|attack\w*|grab\w*|head ?butt\w*|push\w*|shov\w*|threaten\w*|verbally abus\w*|abus\w*|racially abus\w*|swore at|sworn at|shout\w* at|swung at|groped|"
    r"sexually (?:assaulted|harassed)|strangl\w*|threw (?:a |an |his |her |the )?\w+ at|pinched|stalk\w*)"
)
_PASSIVE: Final = re.compile(
    rf"\b{_ROLE}(?: \w+)?(?: was| were| got| has been| had been| being| been)? (?:(?:repeatedly|verbally|physically|racially|badly|then|also) )?{_VIOLENCE}\b(?! (?:pt|patient|resident)\b)"
)
_ACTIVE: Final = re.compile(
    rf"\b{_VIOLENCE}(?: and \w+)? (?:(?:at|by|on|towards|the|our|my|a|an|one of the|one of our|two|2|3) ){{0,3}}{_ROLE}\b"
)
_ACCIDENT: Final = re.compile(
    rf"\b(?:{_ROLE})\b (?:\w+ ){{0,3}}?(?:slipped|tripped|fell|collapsed|fainted|hurt|injured|cut|burnt|burned|scalded|trapped|sprained|strained|pulled|twisted|banged|knocked|jarred|electrocuted)\b"
)
_SHARPS: Final = re.compile(
    r"\b(?:needle ?stick\w*|needle stick|sharps? injur\w+|(?:stabbed|pricked|jabbed|stuck) (?:my|her|his|their|myself|himself|herself|own|me)|splash\w* (?:in|to|into|injur\w+|on)(?: \w+)? (?:nurse|hca|staff|doctor|dr|my|odp|midwife|surgeon|eye|face)\S*|splash injury)\b"
)
_OWN_BODY: Final = re.compile(
    r"\b(?:hurt|injured|strained|pulled|twisted|trapped|cut|burnt|burned|banged|sprained|hurting|done|put) (?:my|his|her|their) (?:\w+ )?(?:back|shoulder|wrist|ankle|knee|finger|thumb|hand|arm|foot|neck|head|leg|toe|eye|elbow|hip)\b"
)
_I_HURT: Final = re.compile(
    r"\b(?:i|me)\b (?:\w+ ){0,4}?(?:hurt|injured|slipped|tripped|fell|strained|cut|burnt|twisted|pulled|banged|was (?:punched|kicked|hit|assaulted|attacked|threatened|bitten|scratched|slapped))\b"
)
_VISITOR: Final = re.compile(
    r"\b(?:visitor|relative|family member|contractor|delivery driver|member of (?:the )?public)\b (?:\w+ ){0,3}?(?:fell|slipped|tripped|fainted|collapsed|hurt|injured|cut|burnt|scalded|trapped)\b|\bnot a patient\b|\bvisitor (?:fall|accident|injury)\b"
)
_AGGRESSION: Final = re.compile(
    r"\b(?:relative|relatives|visitor|visitors|family|son|daughter|husband|partner|brother|boyfriend|pt|patient|man|woman|someone|drunk)\b[^.;\n]{0,40}?\b(?:shout\w*|swear\w*|swore|abusive|aggressive|threaten\w*|verbally|kicked off|racist)\b"
)
_OFFICE: Final = re.compile(
    r"\b(?:payslip|pay slip|pay ?roll|my pay|overpaid|underpaid|car ?park(?:ing)?|parking (?:permit|fine|ticket|charge)|annual leave|my rota|rota request|staff ?room|vending machine|staff (?:fridge|kitchen|toilet|canteen|lottery)|canteen|lost property|my (?:car|bike|bicycle|locker|uniform|badge|id badge|phone|laptop|coat|bag|purse)|"
    r"id badge|appraisal|mandatory training|e-?learning|locker|printer (?:is |has )?(?:out|broken|jammed)|stationery|(?:in|from|to|with|and|tell|rang|emailed) hr\b|hr (?:team|dept|department|answer\w*|said|rang)|union|secret santa|leaving do|room booking|raffle)\b"
)
_PATIENT_HURT: Final = re.compile(
    r"\b(?:pt|pts|patient|patients|resident|baby|child|lady|gentleman)\b(?! (?:fine|ok|not|was not|wasn'?t|was fine|is fine|was ok|unharmed|safe|attack\w*|punch\w*|kick\w*|hit|bit|lashed|became|aggressive|with dementia (?:hit|kick|punch|bit|scratch|grab|slap)\w*))"
    r"[^.;\n]{0,40}?\b(?:(?:also |then )?(?:injured|hurt|fell|fallen|bruis\w+|died|harmed|missed|delayed|given|skin tear|bleeding|scalded|dropped|left|was (?:punched|kicked|hit|pushed|slapped)|absconded|overdose|distressed|injury))\b"
)
_NO_PATIENT: Final = re.compile(
    r"\b(?:no|nil|0|not any) (?:other )?(?:pts?|patients?|residents?|babies)\b(?: were| was)? ?(?:hurt|harmed|involved|affected|injured|present|contact|nearby)?|\b(?:pts?|patients?) (?:was |is |were |are )?(?:fine|ok|not (?:hurt|harmed|injured|affected|involved)|unharmed|unhurt|safe)\b"
)


def harm_to_staff(words: Words) -> tuple[int, int] | None:
    """Return where the message says that staff or a visitor was hurt or threatened, and no patient; else None."""
    hurt = _hurt(words)
    if hurt is None:
        return None
    if _NO_PATIENT.search(words.text) is None and _patient_hurt(words):
        return None
    return hurt


def violence(words: Words) -> bool:
    """Whether the message tells of violence or threats against staff."""
    return any(pattern.search(words.text) for pattern in (_PASSIVE, _ACTIVE, _AGGRESSION))


def office_matter(words: Words) -> tuple[int, int] | None:
    """Return where the message speaks of pay, parking or lockers rather than care; else None."""
    found = _OFFICE.search(words.text)
    return found.span() if found else None


def _hurt(words: Words) -> tuple[int, int] | None:
    for pattern in (_SHARPS, _PASSIVE, _ACTIVE, _OWN_BODY, _I_HURT, _ACCIDENT, _VISITOR):
        for found in pattern.finditer(words.text):
            if not denied(words, found.start(), found.end()):
                return found.span()
    found_threat = _AGGRESSION.search(words.text)
    if found_threat is not None and _NO_PATIENT.search(words.text):
        return found_threat.span()
    no_one = re.search(r"\bno ?(?:one|body) (?:was )?(?:hurt|harmed|injured)\b", words.text)
    if found_threat is not None and no_one is not None:
        return found_threat.span()
    return None


def _patient_hurt(words: Words) -> bool:
    return any(not denied(words, found.start(), found.end()) for found in _PATIENT_HURT.finditer(words.text))
