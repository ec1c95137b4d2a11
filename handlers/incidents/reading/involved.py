"""What was involved in an event: LFPSE agents (A001), several at once, or none of these.

Something is involved when it is part of what went wrong or may go wrong; what was only part of the care is not.
"""

import re
from typing import Final

from handlers.incidents.reading.values import GOOD_CARE, NOT_PATIENT_SAFETY, OUTCOME, Answer
from handlers.incidents.reading.words import Words, denied
from storage.records import Involved

_MEDICATION: Final = re.compile(
    r"\b(?:drugs?(?! (?:and alcohol|user|use|abuse|dealer|screen))|med(?:s|ication)s? (?:error|round|chart|missed|given|not|late|delayed|omitted|were|incident|fridge|trolley|to|cupboard|from)|med error|medicine\w*|medication\w*|parkinson'?s meds|missed (?:meds|dose|doses)|wrong (?:dose|drug|meds?|tablets?|medicine|injection)|"
    r"prescri(?:bed|ption|ptions|bing)(?! (?:glasses|lens))|tto'?s?|ttas?\b|to take out|dosette|antibiotics?|abx(?= (?:not|late|delay\w*|missed|omitted|given late|6|5|4|3|2|hrs))|iv abx|anticoag\w*|vaccin\w+|chemo(?:therapy)?|overdose|od'?d|controlled drug|cd (?:check|book|cupboard|count|key|keys|register|stock|error|discrepancy)|ampoules?|"
    r"contrast\b|steroids?|opioids?|opiates?|anaesthetic drug|patches|nebs? (?:not|given|missed)|inhalers?|self medicat\w*|double dos\w+|dos(?:e|es|ing) (?:error|missed|omitted|given twice)|missed dose|omitted dose|drug chart|tablets?\b|eye drops|insulin|painkillers?|analgesia(?= (?:not|delay\w*|missed))|loading dose|infusion rate|allergy(?= (?:not|status|missed|band|ignored)))\b"
)
_ALLERGEN: Final = re.compile(r"\b(?:nut|food|latex|plaster|dust|milk|egg|fish|wheat) allerg\w*")
_IT: Final = re.compile(
    r"\b(?:epma|e-?pma|e-?prescri\w*|eprescri\w*|ehr|epr|epic\b(?! fail)|cerner|millennium|lorenzo|system ?one|systmone|emis\b|rio\b|pacs|\bris\b|\bice\b(?= (?:down|not|system|results|request))|nervecentre|vitalpac|careflow|badgernet|e-?obs|sunquest|chemocare|(?:it|computer|computers|system|systems|network|server|wifi|wi-?fi|internet|software|laptop|tablet device|ipad|screen) (?:\w+ )?(?:down|crash\w*|fail\w*|froze\w*|outage|frozen|not working|slow|issue|issues|problem|problems|glitch|update|error|went|keeps|lost)|"
    r"it (?:system|outage|downtime|failure|issue|glitch)|log(?:ged)? (?:in|on|out) (?:fail\w*|problem|issue)|locked out|software|auto ?(?:fill\w*|populat\w*)|drop ?down|interface|electronic (?:record|prescri\w*|drug|patient|obs|referral|notes|chart)\w*|e-?referral|inbox|downtime|tabs? (?:open|mixed)|wrong record open|results not (?:coming|crossing|going|pulling|sent) (?:across|through|over|to)|digital|app (?:down|crashed)|merge[d]? records?|alert fatigue|pop ?up)\b"
)
_BUILDING: Final = re.compile(
    r"\b(?:window(?:s| restrictors?)?|restrictors?|ceiling|roof|lifts?\b(?= (?:\d|broke\w*|stuck|out|stopped|keeps|not|down|failed|door))|stuck in (?:the )?lift|door (?:closer|handle|lock|alarm|jammed|stuck|broken|left|fell|hinge|unlocked|not)|(?:fire|ward|front|exit|main|side|garden) door|fence|wall\b(?= (?:climb|over|low))|over (?:the )?(?:garden )?(?:fence|wall)|"
    r"ligature (?:point|risk|anchor)s?|anti-?ligature|door handle|wardrobe (?:handles?|door|rail)|shower (?:rail|curtain|head|temp\w*)|curtain rails?|hot water|water temp\w*|water \d\d|tmv|thermostatic|tap water|legionella|pseudomonas in|flood\w*|burst pipe|sewage|leak(?:ing)? (?:roof|ceiling|pipe|tap|water)|power (?:cut|failure|outage)|generator|lights? (?:out|off|failed|not working)|lighting|"
    r"heating|air con\w*|too hot|overheat\w*|ventilation|piped (?:oxygen|gas|air)|medical gas|oxygen (?:pipeline|manifold)|fire alarm|smoke|fire exit|uneven (?:floor|path|pavement)|pothole|ramp|step\b(?= (?:no|not|broken|unmarked))|handrail|grab rail|bathroom door|toilet (?:seat|door|broken)|call bell system|scalded in (?:the )?(?:bath|shower)|bath water|sink (?:block\w*|leak\w*)|temp(?:erature)? of (?:the )?water|pendant|building work\w*|scaffold\w*|car park barrier)\b"
)
_ESTATES: Final = re.compile(
    r"\b(?:wet floor|floor (?:was |still |just )?(?:wet|mopped|slippery)|no (?:wet floor )?sign|spillage|spilt water|cleaning (?:not|missed|standard|staff|product)|not (?:been )?cleaned|dirty (?:commodes?|bed|room|mattress|instruments?|toilet|side ?room|bay|kit)|commodes? dirty|unclean|filthy|cleanliness|"
    r"(?:given|served|ate|got|had) (?:the )?(?:wrong|normal|nuts?|solid|regular) (?:meal|diet|food|texture|consistency|toast|sandwich)|wrong (?:meal|diet|food|texture|consistency|menu|tray)|meal (?:with|contain\w*)|kitchen|catering|diet with|food (?:poisoning|allerg\w*|service|safety|trolley)|nut(?:s)? allerg\w*|allergen|linen|laundry|"
    r"pest|mice|mouse|rats?\b|cockroach\w*|ants\b|decontaminat\w+|not (?:been )?(?:sterili[sz]ed|decontaminated)|sterile services|hssu|cssd|clinical waste|waste|sharps bin|patient transport|non-emergency transport|transport (?:crew|late|booked|did|took|not|left)|porter(?:s|ing)? (?:delay|not|left))\b"
)
_BLOOD: Final = re.compile(
    r"\b(?:blood (?:given|transfus\w*|unit|units|fridge|bank|delay\w*|group|component|product label|bag|not available|wasted|issued)|wrong blood|transfus\w+|txfus\w+|(?:red|rbc|packed) cells?|prbc|units? of (?:blood|red|rbc|ffp|platelets|o neg)|o neg(?:ative)?|platelets?(?= (?:given|transfus\w*|unit|pool|not|delay\w*|wasted|left|expired))|ffp|cryo(?:precipitate)?|group (?:and|&) (?:save|screen)|g&s|group sample|crossmatch\w*|x-?match\w*|wbit|getting blood|haemolytic|(?:mov?h|massive haemorrhage) (?:call|protocol|activated)|irradiated|cmv neg\w*)\b"
)
_BLOOD_PRODUCT: Final = re.compile(
    r"\b(?:anti-?\s?d\b|albumin(?= (?:given|infusion|not|wrong|20|4\.5|5|bottle))|ivig|immunoglobulin|octaplex|beriplex|prothrombin complex|pcc\b|factor (?:viii|ix|8|9|viia)|fibrinogen concentrate)\b"
)
_TISSUE: Final = re.compile(
    r"\b(?:transplant\w*(?= (?:organ|kidney|liver|heart|lung|tissue|team|list|graft))|donor (?:organ|kidney|liver|heart|lungs?|cornea|tissue|bone|skin)|organ (?:donat\w*|retriev\w*|damaged|perfusion)|cornea(?:l)? (?:graft|tissue)|bone (?:graft|bank) (?:allograft|expired|freezer|femoral)|allograft|tissue bank|kidney for transplant|stem cells?|amniotic membrane)\b"
)
_MEDICINE_ASIDE: Final = re.compile(
    r"\b(?:no|without) (?:meds|medication|drugs?|rapid tranq\w*) (?:needed|required|given|involved)\b|\bdrug and alcohol\b"
)


def find_involved(
    words: Words, kind: str, *, medicines: bool, device: Answer[str] | None
) -> tuple[Answer[Involved], ...]:
    """Return every agent involved; exactly ``none_of_these`` when there is none. ``medicines``: some were named."""
    if kind in {NOT_PATIENT_SAFETY, OUTCOME, GOOD_CARE}:
        return (
            Answer(
                Involved.NONE_OF_THESE,
                0.7,
                0,
                0,
                "nothing is said to have gone wrong with a medicine, a device or a place",
            ),
        )
    found: list[Answer[Involved]] = []
    for agent, pattern, sure in (
        (Involved.MEDICATION, _MEDICATION, 0.8),
        (Involved.IT_SYSTEMS, _IT, 0.8),
        (Involved.BUILDINGS, _BUILDING, 0.75),
        (Involved.ESTATES, _ESTATES, 0.75),
        (Involved.BLOOD, _BLOOD, 0.85),
        (Involved.BLOOD_PRODUCTS, _BLOOD_PRODUCT, 0.85),
        (Involved.TISSUES_ORGANS, _TISSUE, 0.8),
    ):
        match = next((hit for hit in pattern.finditer(words.text) if _counts(words, agent, hit)), None)
        if match is not None:
            found.append(
                Answer(
                    agent, sure, match.start(), match.end(), f"you wrote “{words.quote(match.start(), match.end())}”"
                )
            )
    if medicines and not any(answer.value is Involved.MEDICATION for answer in found):
        found.insert(0, Answer(Involved.MEDICATION, 0.8, 0, 0, "you named a medicine"))
    if device is not None:
        found.append(Answer(Involved.DEVICES, device.sure, device.start, device.end, device.because))
    if not found:
        return (
            Answer(
                Involved.NONE_OF_THESE,
                0.65,
                0,
                0,
                "you did not name a medicine, a device, a computer system, a building or blood",
            ),
        )
    return tuple(found)


def _counts(words: Words, agent: Involved, match: re.Match[str]) -> bool:
    if agent is Involved.MEDICATION:
        return _MEDICINE_ASIDE.search(words.text[max(0, match.start() - 12) : match.end() + 14]) is None
    if agent in {Involved.BLOOD, Involved.BLOOD_PRODUCTS}:
        return True
    return not (
        agent is Involved.ESTATES
        and denied(words, match.start(), match.end())
        and not match.group().startswith(("no ", "not "))
    )
