"""Possible Never Events: the 15 types of the 2018 list, as candidates for a person to decide.

A dose caught before the patient, a hot-drink scald and a harmless look-alike are not candidates: they are said to be near misses or nothing.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Words

_SIDE: Final = r"(?:wrong|incorrect)"


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: int
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


def _rule(kind: int, pattern: str, unless: str | None = None) -> _Rule:
    return _Rule(kind, re.compile(pattern), re.compile(unless) if unless else None)


_PROCEDURE: Final = r"(?:block|operat\w+|op\b|surgery|incision|incised|inject\w*|procedure|drain|biops\w+|extract\w*|taken out|removed|excis\w+|arthroscop\w+|nerve|lesion|injection|inserted|done|performed|marked and operated|toe|stent|prepped and|anaesthetised|laser\w*)"
_PART: Final = r"(?:side|site|level|tooth|teeth|leg|knee|hip|eye|kidney|breast|ovary|testicle|finger|toe|arm|hand|foot|lung|vertebra|lesion|limb|disc|mole|ear|patient's|ureter|digit|shoulder|ankle|wrist|nerve)"
_RULES: Final = (
    _rule(1, rf"\b{_SIDE} {_PART}\b(?=[^.\n]{{0,70}}\b{_PROCEDURE})|\b{_PROCEDURE}[^.\n]{{0,60}}\b(?:on |at |in |to |of )?(?:the )?{_SIDE} (?:\w+ )?{_PART}\b|\bwrong[- ](?:site|side) (?:surgery|block|procedure|injection|incision|op\w*)\b|"
             rf"\b(?:l|r|left|right|ur\d|ul\d|ll\d|lr\d)\b[^.\n]{{0,30}}\b(?:{_PROCEDURE})[^.\n]{{0,30}}\b(?:instead of|not|rather than|should (?:have been|be)) (?:the |on )?(?:l|r|left|right|ur\d|ul\d|ll\d|lr\d)\b|"
             rf"\b{_PROCEDURE}[^.\n]{{0,30}}\b(?:l|r|left|right|ur\d|ul\d|ll\d|lr\d)\b[^.\n]{{0,25}}\b(?:instead of|not|rather than|should (?:have been|be)) (?:the |on )?(?:l|r|left|right|ur\d|ul\d|ll\d|lr\d)\b|"
             r"\bwrong (?:patient|pt) (?:was )?(?:operated|had (?:the )?(?:operation|procedure|surgery|biopsy|endoscopy|colonoscopy))|\b(?:operation|procedure|surgery|biopsy|colonoscopy|endoscopy|lumbar puncture)[^.\n]{0,20} on (?:the )?wrong (?:pt|patient)\b|"
             r"\bunintended (?:oophorectomy|removal of)|\bremoved (?:the )?(?:ovaries|ovary)[^.\n]{0,30}(?:should|not consented)",
          r"\b(?:report(?:ed)?|label\w*|x-?ray|film|image|letter|consent|list(?:ed)?|form|booked|marked|dictated|documented|radiotherapy|fraction|ct|mri|scan)\b[^.\n]{0,30}\b(?:wrong|incorrect)|\bwrong (?:side|leg|arm|site|knee|hip|eye)\b[^.\n]{0,25}\b(?:on (?:the )?(?:consent|list|form|letter|x-?ray|label|report)|label\w*|x-?ray|imaged|scanned|marked|consented|dressing|bandage\w*|plaster\w*|cannul\w*|listed|written|documented|irradiat\w+|treated on linac)"),
    _rule(2, r"\bwrong (?:size )?(?:implant|prosthes\w+|lens|iol|femoral head|hip component|knee (?:component|implant)|stent|head size|liner|pacemaker|joint|cup|plate|coil|mesh|valve|power lens|power iol|side (?:implant|component|plate))\b|\bwrong (?:size|side|power)\b[^.\n]{0,30}\b(?:implant\w*|prosthes\w+|lens|iol|femoral|component|head|liner|knee|hip)\b|"
             r"\b(?:implant|lens|iol|prosthesis|component|femoral (?:head|stem)|liner)\b[^.\n]{0,40}\b(?:wrong|incorrect|not the one|different (?:size|power|from)|mismatch\w*)|\bincorrect (?:implant|lens|prosthesis|iol)\b|\b(?:left|right|l|r) (?:knee|hip|femoral|tibial)? ?(?:component|implant|prosthesis|plate)\b[^.\n]{0,30}\b(?:in|into) (?:the )?(?:left|right|l|r)\b"),
    _rule(3, r"\b(?:retained|left (?:in|inside|behind)|still (?:in|inside)|forgotten)\b[^.\n]{0,40}\b(?:swab|tampon|gauze|pack|throat pack|guide ?wire|instrument|needle|clip|specimen bag|drain fragment|vaginal pack|tip|blade|foreign (?:object|body))\b|"
             r"\b(?:swab|tampon|gauze|pack|throat pack|guide ?wire|instrument|suture needle|needle|specimen bag|vaginal pack|retractor|clip|foreign (?:object|body)|drain tip|screw ?driver|blade)s?\b[^.\n]{0,40}\b(?:retained|left (?:in|inside|behind)|still (?:in|inside|in situ)|found (?:in|inside|by|on|at|during|weeks|days)|in (?:abdomen|pelvis|chest|vagina|the abdomen|the wound|wound|cavity)|inside|seen on (?:x-?ray|cxr|ct|scan)|not removed|fell out|came out|passed)\b",
          r"\b(?:skin swab|swab (?:result|taken|sent|for|positive)|wound swab|mrsa swab|covid swab|nose swab|cannula (?:retained|left)|tampon (?:own|her own)|battery pack|blister pack|dressing pack|ice pack|intentionally|known retained|planned removal)\b"),
    _rule(4, r"\b(?:kcl|potassium chloride|strong potassium|concentrated potassium|potassium)\b[^.\n]{0,70}\b(?:instead of|not|mistaken for|rather than|thinking it was|mixed up with|mis-?selected|wrong (?:amp|ampoule|vial|drug)|thought (?:it )?was|given as|used (?:as|to))\b[^.\n]{0,30}\b(?:saline|flush|nacl|sodium|water|furosemide|lidocaine|wfi|something|diluent|0\.9%|other)?|"
             r"\b(?:flush\w*|saline|diluted|reconstituted|dissolved|made up|mixed)\b[^.\n]{0,40}\b(?:with|was|turned out to be|actually|using)\b[^.\n]{0,15}\b(?:kcl|potassium chloride|strong potassium|potassium)\b|\b(?:undiluted|neat|concentrated|strong) (?:kcl|potassium)\b[^.\n]{0,30}\b(?:given|bolus|injected|pushed)|\bgiven (?:undiluted|neat|strong|concentrated) (?:kcl|potassium)",
          r"\bpotassium (?:level|result|was|of|\d)"),
    _rule(5, r"\b(?:oral|enteral|po) (?:\w+ ){0,5}?(?:drawn up (?:and|&|then)? ?)?(?:was |were )?(?:\w+ ){0,3}?(?:given|gave|injected|administered|pushed|went|run|connected|put)\b[^.\n]{0,20}?\b(?:iv|intravenous\w*|into (?:the )?(?:cannula|line|vein|picc|cvc|central line)|via (?:the )?(?:cannula|line|picc|cvc)|down (?:the )?(?:cannula|line|picc))\b|"
             r"\b(?:iv|intravenous\w*|cannula|picc|cvc|central line)\b[^.\n]{0,25}\b(?:instead of|rather than|not|should(?:'?ve| have)? been) (?:the )?(?:orally|oral|im|intramuscular\w*|ng|via ng|peg|po|s/?c|epidural\w*|enteral\w*|subcut\w*)\b|\bgiven (?:\w+ ){0,2}?(?:iv|intravenously) (?:by mistake|in error|accidentally)|"
             r"\b(?:intrathecal\w*|epidural\w*|spinal\w*|intrathecally)\b[^.\n]{0,40}\b(?:instead of|given (?:iv|intravenous\w*)|connected (?:to|iv)|iv\b (?:line|cannula|access)|into (?:the )?(?:cannula|vein|picc|iv)|not (?:iv|intravenous))\b|\b(?:vincristine|iv drug|iv antibiotic\w*|chemo\w*)\b[^.\n]{0,40}\b(?:intrathecal\w*|into (?:the )?(?:spine|epidural)|via (?:the )?epidural)\b|"
             r"\b(?:epidural|bupivacaine|levobupivacaine|ropivacaine|local anaesthetic)\b[^.\n]{0,45}\b(?:(?:given|connected|attached|run|infused|went|going)[^.\n]{0,15} (?:iv|intravenous\w*|to (?:the )?(?:cannula|iv|peripheral|venflon|cvc|central|drip)|into (?:the )?(?:cannula|vein|iv|arm)|via (?:the )?cannula|through (?:the )?(?:cannula|drip)))\b|"
             r"\bwrong route\b|\bby (?:the )?(?:wrong|incorrect) route\b|\bfeed (?:was )?(?:given|connected|attached|run|running)[^.\n]{0,15}(?:iv\b|to (?:the )?(?:cannula|iv|picc|central line|cvc))|\boramorph (?:\w+ ){0,4}?(?:iv\b|into (?:the )?cannula)",
          r"\b(?:switch(?:ed)?|change[ds]?|convert\w*|charted|prescribed|step(?:ped)? down) (?:to |from )?(?:oral|iv|po)"),
    _rule(6, r"\b(?:insulin|novorapid|actrapid|humalog|lantus|levemir|humulin|novomix|tresiba|toujeo|abasaglar|fiasp)\b[^\n]{0,120}\b(?:looked like (?:a )?\d+|looks like (?:a )?\d+|read as|misread|abbreviat\w+|\"u\"|wrote (?:\w+ )?\d+ ?u\b|written (?:as )?(?:\w+ )?\d+ ?u\b|u (?:was |mis)?(?:read|taken)|iv syringe|1 ?ml syringe|ml syringe|normal syringe|ordinary syringe|not (?:an )?insulin syringe|without (?:an )?insulin syringe|wrong syringe|"
             r"drawn (?:up )?(?:out )?(?:of|from) (?:the |a |his |her )?(?:pen|cartridge)|from (?:a |the |pen )?(?:pen|cartridge)|(?:tenfold|ten ?fold|10 ?x|10 ?times|x ?10|ten times))\b|\b(?:10 ?x|ten ?fold|10 ?times|ten times|tenfold)\b[^.\n]{0,30}\binsulin\b|\b(?:syringe|u)\b[^.\n]{0,50}\binsulin\b[^.\n]{0,30}\b(?:overdose|\d+ units instead)\b|"
             r"\b(?:insulin|novorapid|actrapid|humalog|lantus|levemir)\b[^.\n]{0,40}\b(?:\d?\d0) ?units? (?:instead of|not|rather than|given instead of) (?:\d)\b"),
    _rule(7, r"\b(?:methotrexate|mtx)\b[^\n]{0,90}\b(?:daily|every day|each day|od\b|once a day|for \d days|\d days (?:running|in a row)|consecutive days|not weekly|instead of (?:once )?weekly|rather than weekly|\d ?x ?(?:a|per) week|twice (?:a |in the |in one )?week|twice weekly|overdose|too much|10mg (?:tabs|tablets))\b|\b(?:daily|every day)\b[^.\n]{0,25}\b(?:methotrexate|mtx)\b",
          r"\b(?:chemo\w*|leukaemia|lymphoma|all protocol|oncology|osteosarcoma|high[- ]dose methotrexate|cancer treatment)\b"),
    _rule(8, r"\b(?:midaz\w*|hypnovel)\b[^\n]{0,70}\b(?:5 ?mg ?/ ?ml|2 ?mg ?/ ?ml|10 ?mg ?/ ?2 ?ml|10 ?mg ?/ ?5 ?ml|high[- ]strength|wrong (?:strength|amp\w*|vial|concentration)|strong(?:er)? (?:amp\w*|vial|one))|\b(?:5 ?mg ?/ ?ml|2 ?mg ?/ ?ml|high[- ]strength|wrong strength)\b[^.\n]{0,40}\bmidaz\w*"),
    _rule(9, r"\b(?:shower|curtain|cubicle|bed) (?:curtain )?rails?\b[^.\n]{0,70}\b(?:collaps\w*|not collapsible|did ?n[o']?t (?:give|collapse)|ligature|held|hang\w*|weight|load)\b|\b(?:ligature|hang\w*|hung)\b[^.\n]{0,50}\b(?:shower|curtain) (?:curtain )?rails?\b"),
    _rule(10, r"\b(?:fell|fall|jumped|climbed|dropped|got|went|exited|climbing)\b[^.\n]{0,30}\bwindow\b|\bwindow\b[^.\n]{0,60}\b(?:fell|fall|jumped|climbed|dropped)\b"),
    _rule(11, r"\b(?:trapped|entrap\w*|caught|stuck|wedged)\b[^.\n]{0,50}\b(?:bed ?rails?|cot ?sides?|side ?rails?|bedsides?|bedrails?|cotsides?|rails?)\b[^\n]{0,60}|\b(?:bed ?rails?|cot ?sides?|side ?rails?|bedrails?|cotsides?)\b[^.\n]{0,60}\b(?:trapped|entrap\w*|caught|stuck|wedged)\b[^\n]{0,60}|\b(?:head|neck|chest)\b[^.\n]{0,30}\b(?:trapped|entrap\w*|caught|stuck|wedged)\b[^.\n]{0,40}\b(?:bed ?rails?|cot ?sides?|side ?rails?|rails)\b",
          r"^(?!.*\b(?:head|neck|chest|torso|throat|asphyxia\w*|blue|entrap\w*)\b).*\b(?:leg|arm|foot|hand|finger|wrist|ankle|calf|skin)\b"),
    _rule(12, r"\b(?:abo[- ]incompat\w*|incompatible (?:blood|unit|transfusion|red cells|platelets|kidney|organ)|wrong blood (?:given|transfused|was given|put up|started|!*$|connected|to|type|group)|wrong unit (?:of blood )?(?:given|transfused|started|connected|put up)|wrong (?:blood )?group (?:given|transfused|blood|unit)|blood (?:given|transfused|started|connected) (?:to|for|meant for|intended for) (?:the )?(?:wrong|another|other|a different)|"
              r"(?:given|transfused|got|received|had) (?:\w+ ){0,4}?(?:another|wrong|someone else'?s|other) (?:pt'?s|patient'?s|pts|patients)?'? ?(?:blood|unit|red cells)|transfus\w+[^.\n]{0,40}\b(?:wrong (?:pt|patient|blood|unit)|meant for (?:another|other|someone)|someone else)|(?:a|b|ab|o) ?(?:pos\w*|neg\w*|\+|-|rh\w*)(?: \w+){0,3} (?:unit|blood|cells|red cells|platelets|ffp|kidney|given|transfused|started)[^.\n]{0,25} to (?:an? )?(?:\w+ )?(?:a|b|ab|o) ?(?:pos\w*|neg\w*|\+|-|rh)?(?: (?:pt|patient|lady|man|recipient))?)",
          r"\b(?:wbit|wrong blood in tube|sample|no transfusion|not transfused|not given|before (?:it was )?(?:given|connected|started|transfus\w+))\b"),
    _rule(13, r"\b(?:ng|ngt|nasogastric|naso-?gastric|og|orogastric|fine bore|feeding tube|nj)\b[^\n]{0,90}\b(?:in (?:the )?(?:\w+ )?(?:lung|bronch\w+|pleura\w*|right main|left main|airway|trachea|resp\w* tract|chest)|misplaced|wrong place|wrong position|r lung|l lung|lung|bronch\w+|pleural)\b|\b(?:misplaced|mis-placed)\b[^.\n]{0,20}\b(?:ng|ngt|nasogastric|og)\b|\bfe(?:d|ed|eding)\b[^.\n]{0,30}\binto (?:the )?(?:\w+ )?(?:lung|bronchus|pleura\w*)",
          r"\b(?:before (?:feed\w*|any|anything|use)|not (?:fed|used|started)|nothing (?:given|put down)|no feed (?:given|started)|feed not started|not feeding|confirmed (?:on|by) (?:x-?ray|cxr) before)\b"),
    _rule(14, r"\bscald\w*\b|\bburn\w*\b[^.\n]{0,40}\b(?:bath|shower|hot water|tap|water temp\w*)\b|\b(?:bath|shower|hot tap|tap water|water (?:was |at )?\d\d ?(?:deg\w*|c\b|°))[^.\n]{0,50}\bburn\w*\b",
          r"\b(?:tea|coffee|drink|soup|hot drinks?|chocolate|kettle|cup|mug|hot water bottle|gravy|porridge|food|beverage|inhalation|steam|bovril|milk)\b"),
    _rule(15, r"\b(?:air (?:flow ?meter|outlet|port|supply|instead|not)|(?:on|to|connected to|using|via|from|with) (?:medical )?air\b|medical air|flow ?meter[^.\n]{0,25}\bair\b|air by mistake|black flow ?meter)\b",
          r"^(?!.*(?:o2|oxygen|sats|desat|flow ?meter))|\b(?:gas and air|room air|on air\b(?! (?:instead|not|flow))|fresh air|open air|air mattress|air bed|hot air|to air|air con\w*)\b(?!.*\bflow ?meter)"),
)  # fmt: skip
_CAUGHT: Final = re.compile(
    r"\b(?:near[- ]?miss|not (?:been )?(?:given|administered|used|injected|transfused|connected|taken)|(?:spotted|noticed|caught|picked up|realised|seen|identified|stopped|found|intercepted)(?: \w+){0,4} (?:before|b4|prior to|in time|at (?:the )?(?:bedside check|check|who|time ?out|sign in|second check|drug round|stop))|before (?:it )?(?:reached|left|giving|being given|administration|incision|skin|knife|surgery|injecting|connection|transfusion|starting)|"
    r"b4 (?:it|giving|skin|incision|connecting)|nothing done|did ?n[o']?t reach|who check(?:list)?|stop before you block (?:picked|caught|stopped)|hadn'?t taken|none taken|no transfusion|corrected before)\b"
)
_DONE_ANYWAY: Final = re.compile(
    r"\b(?:correct side done after|after (?:the )?(?:block|incision|injection)|only (?:noticed|spotted|realised) (?:after|when)|before noticed|in before|ml in\b|took (?:it|them|for)|was given|were given|reopened|given (?:daily|for)|needs revision|stop before you block not done)\b"
)
_NEAR_TYPES: Final = re.compile(
    r"\b(?:methotrexate|mtx|kcl|potassium chloride|strong potassium|wrong (?:side|site|implant|lens|blood|size|leg|eye|knee|hip|route)|list said|consent (?:form )?(?:signed )?for (?:the )?(?:l|r|left|right|wrong)|swab count|intrathecal|epidural|insulin|ng tube|nasogastric|midazolam|air flow ?meter|wrong unit|window restrictor|incompatible)\b"
)


def find_never_event(words: Words) -> tuple[Answer[int] | None, Answer[str] | None]:
    """Return the candidate type (1 to 15) and, when it was caught in time, a near miss of a Never Event instead."""
    caught = _CAUGHT.search(words.text)
    if caught is not None and _DONE_ANYWAY.search(words.text):
        caught = None
    for rule in _RULES:
        found = rule.pattern.search(words.text)
        if found is None or (rule.unless is not None and rule.unless.search(words.text)):
            continue
        why = f"you wrote “{words.quote(found.start(), found.end())}”"
        if caught is not None and rule.kind not in {9, 10, 14}:
            return None, Answer("near_miss_of_never_event", 0.75, found.start(), found.end(), why)
        return Answer(rule.kind, 0.8, found.start(), found.end(), why), None
    if caught is not None:
        near = _NEAR_TYPES.search(words.text)
        if near is not None:
            return None, Answer(
                "near_miss_of_never_event",
                0.62,
                near.start(),
                near.end(),
                f"you wrote “{words.quote(near.start(), near.end())}”",
            )
    return None, None
