"""Medical devices in a message, and whether the device is part of what happened or only part of the care.

Kinds are LFPSE device types (v5). A monitor that a patient was put on afterwards is care, not a device event.
"""

import re
from typing import Final

from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Words

_KINDS: Final = (
    ("43", r"(?:infusion |syringe |feeding |volumetric |pca |epidural |insulin |baxter |alaris |braun )?pumps?|syringe ?drivers?|\bdriver\b(?= (?:stopped|not|ran|no|was|alarm|battery|found|set|rate))|t34|mckinley|graseby|pca|rapid infuser"),
    ("88", r"(?:falls?|bed|chair|pressure|sensor|movement) ?(?:alarms?|sensors?|mats?)|sensor mat|call ?bells?|call buzzers?|nurse call|buzzers?|(?:crash|emergency|alarm) (?:bells?|buzzers?)|hearing aids?|body ?worn"),
    ("60", r"hoists?|slings?|stand ?aids?|sara ?stedy|slide ?sheets?|pat ?slide|rota ?stand|steady"),
    ("7", r"bed ?rails?|cot ?sides?|side ?rails?|bedsides|bed brakes?|low bed|hi-?lo bed|ultra ?low bed|profiling bed|bariatric bed"),
    ("15", r"air ?mattress(?:es)?|airflow mattress|(?:pressure[- ]relieving |dynamic |alternating |foam )?mattress(?:es)?|repose|heel (?:protectors?|boots?|off-?loading)|pressure cushion|cushion"),
    ("80", r"ventilators?|vent\b|niv(?: mask)?|bipap|cpap|mask\b|optiflow|high flow"),
    ("2", r"flow ?meters?|oxygen (?:cylinder|supply|tubing|mask)|o2 (?:cylinder|supply|tubing)|cylinders?|nebuliser|venturi|breathing circuit|anaesthetic machine|suction|yankauer|ambu bag|bvm|bag valve mask|laryngoscope|lma|et tube|ett\b|endotracheal|self[- ]?extubat\w*"),
    ("16", r"defib(?:rillator)?s?|aed\b|crash trolley|resus trolley"),
    ("61", r"(?:obs|ecg|cardiac|bp|sats|blood pressure|dinamap|dynamap|obs) machines?|monitors?\b|telemetry|sats probe|probe|ctg (?:machine|monitor)|ctg paper|fetal monitor|doppler|thermometers?|glucometers?|bm machine|blood glucose meter|scales|blood gas (?:machine|analyser)"),
    ("54", r"ng ?tubes?|nasogastric(?: tubes?)?|ngt|peg(?: tube)?|feeding tubes?|rig tube|nj tube|ng (?:feed|syringe)|bridle|\bng\b"),
    ("45", r"cannula[es]?|venflons?|picc(?: line)?|cvc|central lines?|hickman|midlines?|portacath|vascath|arterial line|art line|line\b(?= (?:left|infection|pulled|came|disconnect|not flushed|fell))|giving sets?|guide ?wires?|extravasat\w+|iv line|drip stand"),
    ("79", r"(?:urinary |supra ?pubic |foley )?catheters?|catheter bag|flip flo"),
    ("83", r"(?:chest|wound|surgical|abdominal|evd|ascitic) ?drains?|\bdrain\b|evd"),
    ("76", r"tracheostom\w+|trache|trachy|inner tube|spare inner"),
    ("51", r"wheel ?chairs?|w/chairs?|(?:trolley|bed|wheelchair|chair) brakes?|brakes\b|commodes?(?: brakes?)?|zimmer|walking (?:frame|aid|stick)s?|frame\b|crutch(?:es)?|rollator"),
    ("66", r"trolley\b(?= (?:brake|side|broke|tipped|collapsed|rail))|stretcher"),
    ("21", r"swabs?(?= (?:count|retained|left|found|in|seen|inside|missing|still))|swab count|retained (?:swab|pack|tampon|gauze)|(?:vaginal|throat) (?:swab|pack)s?|vaginal tampon"),
    ("68", r"scopes?\b|endoscopes?|colonoscopes?|bronchoscopes?|instruments?(?: tray| set| missing)?|tray\b(?= (?:not|unsterile|missing|wet|contam))|kit\b(?= (?:not|missing|dirty|unsterile|keeps))|tourniquet|diathermy|harmonic|drill bit|saw blade|screwdriver|laparoscop\w+ (?:stack|port)|stack\b"),
    ("89", r"implants?|implanted|prosthes[ie]s|femoral heads?|hip (?:component|implant)|knee (?:component|implant)|iol\b|(?:intra-?ocular )?lens\b|pacemakers?|stents?|plates?\b(?= and screws)|mesh|icd\b"),
    ("62", r"linac|radiotherapy|ct scanner|mri scanner|x-?ray machine|c-?arm|image intensifier|scanner"),
    ("42", r"incubators?|resuscitaires?|phototherapy|cot\b(?= (?:broke|collapsed|side))|name ?bands?(?= machine)"),
    ("44", r"insulin syringes?|insulin pens?|pen needles?|wrong syringe|iv syringes?"),
    ("86", r"ted stockings?|stockings|flowtrons?|ipcs?|aes\b"),
    ("18", r"dialysis (?:machine|line|circuit)|haemofilt\w+|crrt|filter\b(?= (?:clotted|circuit))"),
    ("46", r"poct|point of care|ketone meter|pregnancy test"),
    ("34", r"syringes?(?= (?:broke|leak|wrong|label|swap))|needles?(?= (?:retained|broke|left|snapped|found))|sharps bin|scalpel"),
    ("56", r"plaster casts?|casts?\b(?= (?:too|tight|split))|splints?|collar|braces?\b(?= (?:not|wrong))|orthosis"),
)  # fmt: skip
_DEVICE: Final = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<d{code}>{pattern})" for code, pattern in _KINDS) + r")(?![\w])"
)
_FAULT: Final = re.compile(
    r"\b(?:fail\w*|fault\w*|broke\w*|broken|not (?:working|on|available|switched|plugged|charged|sounding|running|used|connected|alarming|stuck|collaps\w+|functioning|been|checked|turned|set|applied|locked|escalated|decontaminated|found|in place|given|ordered|there|recording|picking)|was ?n[o']?t (?:switched|turned|working|plugged|on|connected|set|alarming|used|available|charged|locked)|"
    r"did ?n[o']?t (?:alarm|work|match|sound|fire|shock|charge|go off|turn|collapse|inflate|switch)|(?:is|was|were|been|kept|keeps|keep) (?:\w+ )?(?:off|faulty|missing|broken|out of|empty|flat|disconnected|alarming|stopping|coming|switched off|unplugged|turned off)|out of (?:use|order|date|stock)|taken out of use|stopped|stops|dead|died|battery|flat|ran out|runs? out|empty|missing|disconnect\w*|dislodg\w*|"
    r"pulled (?:out|own)|came out|fell out|fallen out|block\w*|leak\w*|kink\w*|snap\w*|split|collaps\w+|over ?infus\w*|under ?infus\w*|ran (?:thru|through|in|too)|free ?flow\w*|wrong\w*|incorrect\w*|misplaced|mis-?set|set (?:at|to|wrong|up wrong)|unplugged|no (?:air|spare|sensor|call|oxygen|o2|working|obs|heel|pressure|mattress|hoist|\w+ machine)|without|lack of|"
    r"none available|unavailable|waiting for|left (?:in|inside|on|behind|off|attached)|retained|still (?:in|on)|trapped|caught|entrap\w*|swapp?ed|quarantin\w*|kept for|removed from use|mdso|loose|tipped|slipped off|too (?:tight|big|small|loose)|dirty|not sterile|unsterile|contaminated|not decontaminated|self[- ]extubat\w*|self removed|alarm (?:off|silenced|not|was)|alarms? (?:were )?(?:silenced|off|muted)|"
    r"infect\w+|unsafe|recall\w*|shock\w*|burn\w*|instead|error|malfunction\w*|froze\w*|crash(?:ed)|screen|lost|connected to|brakes? (?:not|off|failed|weren)|mid (?:lift|transfer)|damage|look(?:s)? (?:same|identical)|reading\w* (?:wrong|low|high|differ\w*)|inaccurate|not fit|in (?:the )?(?:\w+ )?(?:lung|bronch\w+)|expired|unlabelled|count|device related|from (?:the )?(?:niv|mask|tube|collar|cast|catheter|cannula)|dropped|seen on|tied|6 days|\d days (?:no|without))\b"
)
_INHERENT: Final = re.compile(
    r"(?:device related|retained|swab count|guide ?wire|self[- ]?extubat|linac|radiotherapy|line infection|cannula (?:left|still)|air flow ?meter|femoral head|bed ?rail|implanted)"
)
_ONLY_CARE: Final = re.compile(
    r"\b(?:put on(?:to)?|placed on|attached to|moved to|now on|started on|nursed on|hoisted (?:back )?|back in (?:chair|bed) w(?:ith|/) (?:the )?|with|via|using|w|used|on an?|given via|assisted with|transferred with|onto|ordered|supplied|new|in situ)\s+(?:an? |the |her |his )?$"
)
_FAULT_BEFORE: Final = re.compile(
    r"\b(?:no|not enough|without|w/out|missing|lack of|faulty|broken|wrong|dirty|empty|loose|unplugged|dead|defective|lost|incorrect|retained|misplaced|blocked|old|failed)\s+(?:\w+\s)?$"
)
_FLAT: Final = re.compile(r"\b(?:battery|batteries|not charged|flat|unplugged|power lead|charger)\b")
_NOT_ONLY_CARE: Final = re.compile(r"\b(?:while|whilst|when|during)\b[^.;\n]{0,30}$")


def find_device(words: Words) -> Answer[str] | None:
    """Return the LFPSE device type code of the device that the event is about, or None."""
    best: Answer[str] | None = None
    for found in _DEVICE.finditer(words.text):
        group = found.lastgroup
        if group is None:
            continue
        sure = _part_of_event(words, found)
        if sure > 0 and (best is None or sure > best.sure):
            why = f"you wrote “{words.quote(found.start(), found.end())}”"
            best = Answer(group[1:], sure, found.start(), found.end(), why)
    return best


def _part_of_event(words: Words, found: re.Match[str]) -> float:
    before, after = words.text[max(0, found.start() - 45) : found.start()], words.text[found.end() : found.end() + 50]
    near_before = re.split(r"[.;\n]", before)[-1]
    near_after = re.split(r"[.;\n]", after)[0]
    around = words.text[max(0, found.start() - 16) : found.end() + 14]
    if _INHERENT.search(around):
        return 0.85
    if _FAULT_BEFORE.search(near_before):
        return 0.8
    fault = _FAULT.search(near_after) or _FAULT.search(near_before)
    if fault is None:
        return 0.65 if _FLAT.search(words.text) else 0.0
    if _ONLY_CARE.search(near_before) and not _NOT_ONLY_CARE.search(near_before) and _FAULT.search(near_after) is None:
        return 0.0
    return 0.75
