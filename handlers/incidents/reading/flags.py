"""Flags for a person to decide: Duty of Candour, safeguarding, MNSI, SHOT and the rest. The reader decides none of them.

Sources: domain brief c and d. Every flag says why it was raised.
"""

import re
from typing import Final

from handlers.incidents.reading.harm import find_asked_harm, find_death
from handlers.incidents.reading.values import INCIDENT, NOT_PATIENT_SAFETY, OUTCOME, RISK, Answer
from handlers.incidents.reading.words import Words, denied
from storage.records import Involved, PhysicalHarm, PsychologicalHarm

_SAFEGUARDING: Final = re.compile(
    r"\b(?:safeguard\w*|abus(?:e|ed|ing)|neglect\w*|unexplained bruis\w*|non-?accidental|nai\b|domestic (?:violence|abuse)|pt on pt|patient on patient|sexual(?:ly)? (?:assault\w*|abuse\w*|inappropriate)|slapped (?:the |a )?(?:pt|patient|resident)|rough(?:ly)? handl\w*|punched (?:pt|patient|another|a patient|other)|pt a\b[^.\n]{0,40}pt b|no package of care|sent home (?:at \w+ )?(?:in|without|alone)|financial abuse|fgm\b|self[- ]neglect|forced (?:to|into)|degrading)\b"
)
_TERM: Final = re.compile(
    r"\b(?:term baby|3[7-9]\s?[+/]|4[0-2]\s?[+/]|3[7-9]\s?/\s?40|4[0-2]\s?/\s?40|3[7-9] weeks|4[0-2] weeks|(?:3[7-9]|4[0-2])\+\d)"
)
_MNSI: Final = re.compile(
    r"\b(?:cooled|therapeutic hypothermia|active cooling|hie\b|intrapartum still ?birth|still ?birth\w*|stillborn|early neonatal death|neonatal death|maternal death|born flat|baby (?:died|death))\b"
)
_NOT_MNSI: Final = re.compile(r"\b(?:2\d|3[0-6])\s?(?:\+\d|/40|weeks)\b")
_MATERNITY: Final = re.compile(
    r"\b(?:labour|ctg|intrapartum|delivery|apgars?|midwife|birth|stillbirth|lscs|c-?section|postnatal|antenatal|forceps|baby|mum)\b"
)
_SHOT: Final = re.compile(
    r"\b(?:transfus\w+|txfus\w+|wrong blood|wbit|anti-?d\b|abo\b|haemolytic|red cells|platelets (?:given|transfused)|ffp|group sample|(?:blood|unit) (?:given|left out|wasted|started)|crossmatch\w*|blood fridge)\b"
)
_YELLOW: Final = re.compile(
    r"\b(?:adverse drug reaction|adr\b|side ?effects?|anaphyla\w+|suspected reaction|allergic reaction|stevens[- ]johnson|agranulocyt\w+|serious reaction|defective|counterfeit|batch (?:fault|problem|recall)|fault with the (?:batch|product)|faulty (?:batch|product|device))\b"
)
_PRIVACY: Final = re.compile(
    r"\b(?:(?:wrong|another|other|someone else'?s|different) (?:pt'?s?|patient'?s?|person'?s?|pts|patients) (?:envelope|letter|notes|details|results|discharge summary|paperwork|record|records|name|wristband|address|file)|confidential\w*|data breach|ig breach|information governance|letter (?:sent|went|posted) to (?:the )?wrong|letter for one pt|wrong (?:address|envelope|email|recipient)|"
    r"handover sheet (?:found|left|lost)|notes (?:left|found) in|left (?:in|on) (?:the )?(?:bus|car park|canteen)|emailed (?:to )?(?:the )?wrong|posted to (?:the )?wrong|breach of confidentiality|someone elses ttos|to (?:mr|mrs|ms|miss) \w+ \w+'s)\b"
)
_MIXED_BAG: Final = re.compile(
    r"\b(?:tto|ttos|tto bag|discharge (?:letter|summary)|letter|results?|notes|appointment)\b[^.\n]{0,60}\b(?:to (?:mr|mrs|ms|miss)\b|wrong (?:pt|patient|person|address)|someone else'?s)|\b(?:someone else'?s|wrong (?:pt'?s|patient'?s)) (?:tto|ttos|letter|notes|results|discharge|meds home)\b|\bwrong pts meds\b"
)
_ANONYMOUS: Final = re.compile(
    r"\b(?:(?:do ?n[o']?t|don'?t|dont) (?:want|use|put) my name|no names?(?: please)?|anonymous\w*|not my name|keep my name|without my name|off the record|leave my name|my name (?:out|off|near|kept)|confidential report)\b"
)
_SPEAK_UP: Final = re.compile(
    r"\b(?:told (?:us|me|staff) to (?:write|sign|falsif\w*|lie|say|record)|cover(?:ed)? up|falsif\w+|made up obs|bullying|bullied|whistle\w*|scared to (?:speak|say)|write obs that|pressured to|obs that werent done)\b"
)
_URGENT: Final = re.compile(
    r"\b(?:imminent|happening now|right now|immediate danger|whole (?:hospital|site)|all wards|evacuat\w+|major incident|cyber ?attack|total power)\b"
)
_CD: Final = re.compile(
    r"\b(?:controlled drugs?|cd (?:check|book|cupboard|count|key|keys|register|discrepancy|stock)|benzo\w*|opioids?|opiates?|steroid abuse)\b"
)


def find_flags(
    words: Words,
    kind: str,
    *,
    physical: Answer[PhysicalHarm] | None,
    psychological: Answer[PsychologicalHarm] | None,
    involved: tuple[Involved, ...],
    controlled: bool,
    never_event: Answer[int] | None,
    near: Answer[str] | None,
) -> tuple[Answer[str], ...]:
    """Return the flags that the reading raises, each with its reason. Order is that of urgency."""
    if kind == NOT_PATIENT_SAFETY:
        return (Answer("staff_incident_redirect", 0.9, 0, 0, "staff or a visitor was hurt, and no patient"),)
    flags: list[Answer[str]] = []
    serious = physical is not None and physical.value in {
        PhysicalHarm.MODERATE,
        PhysicalHarm.SEVERE,
        PhysicalHarm.FATAL,
    }
    lasting = psychological is not None and psychological.value in {
        PsychologicalHarm.MODERATE,
        PsychologicalHarm.SEVERE,
    }
    if kind == INCIDENT and (serious or lasting or never_event is not None):
        source = physical if serious else psychological if lasting else None
        why = source.because if source is not None else "it may be a Never Event"
        flags.append(
            Answer("duty_of_candour_review", 0.8, source.start if source else 0, source.end if source else 0, why)
        )
    if kind in {INCIDENT, OUTCOME} and (death := find_death(words)) is not None:
        flags.append(Answer("medical_examiner", 0.8, *death, f"you wrote “{words.quote(*death)}”"))
    if never_event is not None:
        flags.append(
            Answer("never_event_review", never_event.sure, never_event.start, never_event.end, never_event.because)
        )
    if near is not None:
        flags.append(near)
    maternity = _MATERNITY.search(words.text) is not None
    blood = Involved.BLOOD in involved or Involved.BLOOD_PRODUCTS in involved
    _add(
        flags,
        words,
        "mnsi_review",
        _MNSI,
        wanted=maternity and kind in {INCIDENT, OUTCOME} and _NOT_MNSI.search(words.text) is None,
    )
    _add(flags, words, "safeguarding", _SAFEGUARDING, wanted=True)
    _add(flags, words, "shot_report", _SHOT, wanted=blood and kind == INCIDENT)
    _add(flags, words, "yellow_card", _YELLOW, wanted=kind == INCIDENT)
    if controlled:
        flags.append(Answer("controlled_drug", 0.9, 0, 0, "a medicine in schedules 2 to 5 was named"))
    else:
        _add(flags, words, "controlled_drug", _CD, wanted=True)
    if Involved.IT_SYSTEMS in involved and kind in {INCIDENT, RISK}:
        flags.append(Answer("clinical_safety_officer", 0.75, 0, 0, "a computer system was part of it"))
    for pattern in (_PRIVACY, _MIXED_BAG):
        _add(flags, words, "information_governance_breach", pattern, wanted=kind == INCIDENT)
    _add(flags, words, "freedom_to_speak_up", _SPEAK_UP, wanted=True)
    _add(flags, words, "anonymous_requested", _ANONYMOUS, wanted=True)
    _add(flags, words, "immediate_escalation", _URGENT, wanted=kind in {INCIDENT, RISK})
    unique = {flag.value: flag for flag in reversed(flags)}
    return tuple(reversed(unique.values()))


def _add(flags: list[Answer[str]], words: Words, name: str, pattern: re.Pattern[str], *, wanted: bool) -> None:
    if not wanted:
        return
    for found in pattern.finditer(words.text):
        if name == "anonymous_requested" or not denied(words, found.start(), found.end()):
            flags.append(
                Answer(name, 0.75, found.start(), found.end(), f"you wrote “{words.quote(found.start(), found.end())}”")
            )
            return
