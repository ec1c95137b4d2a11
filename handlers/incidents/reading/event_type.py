"""Which kind of event a message tells of: incident, good care, risk, outcome, or nothing for the patient safety record.

Each kind gathers points from its own words; incidents are the ground state, as 97 of 100 LFPSE records are incidents.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.staff import harm_to_staff, office_matter
from handlers.incidents.reading.values import GOOD_CARE, INCIDENT, NOT_PATIENT_SAFETY, OUTCOME, RISK, Answer
from handlers.incidents.reading.words import Words, denied

_PRAISE: Final = re.compile(
    r"\b(?:paid off|brilliant\w*|excellent|amazing|fantastic|fab(?:ulous)?|superb|outstanding|wonderful|well done|great (?:teamwork|team work|catch|care|work|job|handover|communication|example|response|team)|good (?:care|practice|teamwork|team work|example|work)|"
    r"shout ?out|kudos|hats off|(?:massive|huge|big|special|many) (?:thanks|thank you|thankyou)|thank(?:s| you) to|praise|proud|impress\w+|learning from excellence|lfe|greatix|gold star|what a star|star of|above and beyond|went (?:really |so |very )?(?:well|smoothly)|"
    r"worked (?:really |so |very )?well|works (?:really |so |very )?well|really helped|saved (?:his|her|their|the|a) life|life ?saver|credit to|exemplary|commend\w*|compliment\w*|so (?:kind|glad|calm|pleased|good)|textbook|smoothly|worth sharing|share the learning|"
    r"positive (?:event|feedback|report|story)|celebrat\w+|lovely|made (?:such )?a (?:real |big |huge )?difference|delighted|more of this|other wards (?:shd|should)|every (?:bay|ward) (?:shd|should)|worked!|nice (?:work|to see)|loves? it|roll(?:ed)? out|zero (?:missed|falls|errors)|pleased to report|success)\b"
)
_PRAISE_ASIDE: Final = re.compile(
    r"\b(?:good teamwork but|great teamwork but|well done but|thanks in advance|thanks$|many thanks$)\b"
)
_ERROR: Final = re.compile(
    r"\b(?:wrong\w*|error|missed|omitted|not (?:been )?(?:given|done|escalated|checked|recognised|prescribed|actioned|documented|available|working|acted|followed|monitored|reported|completed|sent|charted|recorded)|failed|failure|incorrect\w*|delay(?:ed)?|"
    r"instead of|by mistake|mix(?:ed)? ?up|harm(?:ed)?|fell|found on floor|overdose|despite|should(?: have|'?ve| of)|n[o']t (?:noticed|seen|told|aware)|retained|left in|forgot\w*|lost|"
    r"died|injur\w+|mislabel\w+|nobody came|no one came|pulled out|absconded|scald\w*|dropped|refused|never actioned|without (?:consent|handover|checking)|ignored|too (?:late|much|fast|long))\b"
)
_RISK: Final = re.compile(
    r"\b(?:risk\b(?!\s*(?:assess\w*|score|factor|factors|rated|register|of (?:falls|fall|falling|pressure)|form|taking))|hazard\w*|accident waiting|waiting to happen|(?:some ?one|some ?body|somebody|a pt|a patient|someones|somebodys|pt|patient|pts|patients|person)(?:'?s| is| are| will|'ll| could| might| cd) (?:\w+ ){0,2}?(?:gonna|going to|get|be|fall|trip|slip|die|miss|come|end)|"
    r"(?:will|could|might|may|cd|can) (?:easily |soon |potentially |well )?(?:lead|cause|result|happen|fall|get|be (?:missed|harmed|hurt|fatal|serious|mixed|confused)|end up|go wrong|harm|miss|be used|use)|something(?:'?s| is| will|s)? (?:\w+ )?(?:going to |gonna |bound to )?(?:be )?(?:go |missed|happen|wrong)|"
    r"matter of time|one day|before (?:some ?one|somebody|anyone|a pt|a patient|we)|worried (?:that|about|we|someone|a|if|this)|concern(?:ed|s)? (?:that|about|re|regarding|over)|potential (?:for|risk|to|mix)|potentially|unsafe|not safe|isn'?t safe|dangerous|hazardous|nobody (?:has been |has |was |is )?(?:hurt|harmed|injured|used)|"
    r"no(?: ?one|body| ?pts?| ?patients?)? (?:has been |have been |been |was |is )?(?:hurt|harmed|affected|injured)?\s?(?:yet|so far)|n[o']t (?:had|happened)(?: an?)? ?(?:error|incident|harm)? ?yet|next (?:time|major|one|pt|patient)|keeps? (?:happening|stopping|breaking|failing|coming|sticking|going)|near(?:ly)? identical|look(?:s)? (?:identical|the same|alike|same|similar)|"
    r"understaff\w*|short ?staff\w*|staff(?:ing)? (?:short|levels|shortage|shortages|gap)|only (?:\d|one|two) (?:rns?|nurses?|staff|hcas?|midwi\w+|doctors?|trained|qualified|paeds nurse|reg)|(?:\d|one|two|three) rns? for|will miss|cant (?:do|get|see|cover|keep|monitor)|can'?t (?:do|get|see|cover|keep|monitor)|no cover|if (?:there'?s|there is|two|we|a|an|someone|anyone|it|this|the)\b[^.;]{0,50}\b(?:no ?one|we|will|won'?t|would|could|theres)|"
    r"double dos\w+|future risk|risky|trip hazard|ligature risk|mix[- ]?up waiting)\b"
)
_RISK_OPENING: Final = re.compile(
    r"^\W*(?:risk|hazard|safety concern|concern|concerned|worried|risk report|potential risk|flagging|just flagging|heads up)\b"
)
_HAPPENED: Final = re.compile(
    r"\b(?:pt|patient|lady|gent(?:leman)?|gentleman|man|woman|baby|child|he|she|mum|resident|pts|patients)\b[^.;\n]{0,40}?\b(?:fell|found|given|got|had|took|was|were|died|missed|waited|absconded|slipped|desat\w*|deteriorated|needed|transferred|left|came|now|swallowed|arrived|sent|been|received|went)\b|"
    r"\b(?:bruis\w+|skin tear|fractur\w+|died|ulcer|bled|bleeding|overdose given|was given|wrong (?:dose|drug|pt|patient|blood|side|site) given)\b"
)
_NOT_HAPPENED: Final = re.compile(
    r"\b(?:no (?:pts?|patients?) (?:\w+ )?(?:affected|harmed|hurt|involved)|nobody (?:hurt|harmed|has)|no ?one (?:hurt|harmed)|no harm (?:yet|so far)|not (?:happened|had an error|had anything) yet|not (?:been )?used yet|no one (?:has been )?harmed so far|haven'?t had|has ?n[o']?t happened|nobody has)\b"
)
_OUTCOME: Final = re.compile(
    r"\b(?:known (?:complication|risk)|recogni[sz]ed (?:complication|risk)|for m ?(?:&|\+|and|n) ?m\b|m&m|m\+m|mortality review|morbidity|routine (?:trigger|review|report|reporting)|trigger (?:list|event)|as routine|logg(?:ing|ed) (?:as|for) (?:routine|review|info\w*)|"
    r"no (?:care |obvious |clear |apparent )?(?:concerns?|lapses?|issues?|omissions?|problems|failings|errors?)(?: (?:in|with|re|around) (?:care|labour|management|intrapartum\w*))?(?: (?:seen|found|identified|noted|raised))?|not (?:sure if|aware of any|clear if|known (?:if|whether))|not sure (?:whether )?any\w*|unsure if|per (?:protocol|guideline|pathway)|for review|atain|avoiding term|as per (?:protocol|guideline)|"
    r"not (?:thought|felt) to be|couldve been done diff\w*|could have been done diff\w*|consented|unavoidable|expected complication|for (?:sjr|learning from deaths|audit|information|discussion))\b"
)
_OUTCOME_EVENT: Final = re.compile(
    r"\b(?:(?:unplanned|unexpected|emergency) (?:\w+ ){0,2}?(?:admission|itu|icu|return|transfer|caesarean|c-?section|readmission|reattendance)|return(?:ed)? to theatre|back to theatre|re-?admi(?:tted|ssion)|re-?attend\w*|crash call|cardiac arrest|arrest call|2222|pph|postpartum haemorrhage|cat(?:egory)? ?1 (?:section|cs|lscs|c-?section)|em(?:ergency)? (?:lscs|cs|c-?section|section)|"
    r"admi(?:tted|ssion) to (?:scbu|nicu|itu|icu|hdu)|death\b|died|stillbirth|iud\b|iufd|anastomotic leak|wound haematoma|cord prolapse|3rd degree tear|shoulder dystocia|ttn)\b"
)
_LAPSE: Final = re.compile(
    r"\b(?:delay(?:ed)?|not (?:escalated|done|given|recognised|reviewed|checked|acted|noticed|monitored)|missed|failed|late\b|should have|shouldve|wrong|left|nobody came|no obs|instead|despite|error|not prescribed|without|read(?:ing)? op note|never|weren'?t done|lost)\b"
)


@dataclass(frozen=True, slots=True)
class _Case:
    kind: str
    points: float
    start: int
    end: int
    why: str


def find_event_type(words: Words) -> Answer[str]:
    """Return the kind of event. There is always one; ``sure`` tells how far it leads over the next."""
    cases = [_incident(words), _good_care(words), _risk(words), _outcome(words), _not_ours(words)]
    cases.sort(key=lambda case: -case.points)
    best, second = cases[0], cases[1]
    lead = best.points - second.points
    sure = min(0.97, 0.62 + 0.2 * lead) if lead > 0.15 else 0.55
    return Answer(best.kind, sure, best.start, best.end, best.why)


def _count(words: Words, pattern: re.Pattern[str]) -> tuple[int, tuple[int, int]]:
    found = [match for match in pattern.finditer(words.text) if not denied(words, match.start(), match.end())]
    return len({match.group() for match in found}), (found[0].span() if found else (0, 0))


def _incident(words: Words) -> _Case:
    errors, span = _count(words, _ERROR)
    happened, happened_span = _count(words, _HAPPENED)
    points = 1.0 + 0.35 * min(errors, 4) + 0.15 * min(happened, 2)
    start, end = span if errors else happened_span
    why = f"you wrote “{words.quote(start, end)}”" if end else "most reports tell of something that went wrong"
    return _Case(INCIDENT, points, start, end, why)


def _good_care(words: Words) -> _Case:
    praise, span = _count(words, _PRAISE)
    asides = len(_PRAISE_ASIDE.findall(words.text))
    errors, _ = _count(words, _ERROR)
    opening = re.match(
        r"\W*(?:good (?:care|practice|catch)|excellence|lfe|greatix|praise|positive|want(?:ed)? to (?:say|praise|thank)|just want to say)",
        words.text,
    )
    points = 1.0 * min(praise, 3) - asides + (1.0 if opening else 0.0) + (0.3 if praise else 0.0) - 0.1 * min(errors, 3)
    return _Case(GOOD_CARE, points, *span, f"you wrote “{words.quote(*span)}”")


def _risk(words: Words) -> _Case:
    found = list(_RISK.finditer(words.text))
    opening = _RISK_OPENING.match(words.text)
    unhurt = _NOT_HAPPENED.search(words.text)
    happened, _ = _count(words, _HAPPENED)
    points = (
        0.75 * min(len({match.group() for match in found}), 3)
        + (1.2 if opening else 0.0)
        + (0.7 if unhurt and found else 0.0)
    )
    points -= 0.8 if happened and not unhurt and not opening else 0.0
    span = found[0].span() if found else (0, 0)
    return _Case(RISK, points, *span, f"you wrote “{words.quote(*span)}”")


def _outcome(words: Words) -> _Case:
    event = _OUTCOME_EVENT.search(words.text)
    known = list(_OUTCOME.finditer(words.text))
    lapses, _ = _count(words, _LAPSE)
    if event is None or not known:
        return _Case(OUTCOME, 0.0, 0, 0, "")
    points = 1.1 + 0.7 * min(len(known), 3) - 0.6 * min(lapses, 3)
    span = known[0].span()
    return _Case(OUTCOME, points, *span, f"you wrote “{words.quote(*span)}”")


def _not_ours(words: Words) -> _Case:
    hurt = harm_to_staff(words)
    if hurt is not None:
        return _Case(NOT_PATIENT_SAFETY, 3.2, *hurt, f"you wrote “{words.quote(*hurt)}”, and no patient was hurt")
    office = office_matter(words)
    if office is not None:
        about_care = re.search(r"\b(?:pts?|patients?|resident|baby|she|her|him)\b", words.text)
        return _Case(NOT_PATIENT_SAFETY, 1.0 if about_care else 2.6, *office, f"you wrote “{words.quote(*office)}”")
    return _Case(NOT_PATIENT_SAFETY, 0.0, 0, 0, "")
