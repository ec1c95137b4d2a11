"""Physical harm: the level that the words support, and whether they say it outright.

Levels and tests are those of the LFPSE guidance of August 2023 (domain brief a.3). It never grades above or below the evidence in silence:
each answer carries the words that it rests on. A clinician confirms these lists before live use.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Words, affirmed, denied, queried
from storage.records import PhysicalHarm

_FATAL: Final = re.compile(
    r"\b(?:died|rip\b|r\.i\.p|passed away|deceased|found dead|was dead|is dead|pronounced (?:dead|life extinct)|life (?:pronounced )?extinct|"
    r"still ?birth\w*|stillborn|iufd|intra-?uterine death|fetal (?:death|demise)|neonatal death|death of|(?:unexpected|sudden|maternal|patient|pt|baby|child|avoidable|preventable) death|"
    r"death(?= (?:on|in|at)\b)|resus (?:unsuccessful|stopped|not successful)|cpr (?:unsuccessful|stopped)|not successful and|verified (?:dead|death)|rosc not achieved|no rosc|fatal(?:ity|ly)?|"
    r"could ?n[o']?t be (?:saved|resuscitated)|did ?n[o']?t survive|sadly (?:died|passed)|suicide (?:completed|by)|completed suicide|lost the baby|pregnancy loss|miscarried)\b"
)
_NOT_FATAL: Final = re.compile(
    r"\b(?:dad|father|mother|mum|husband|wife|relative|brother|sister|battery|phone|pump|it|screen|machine|family|son|daughter)\s+(?:has |had |have )?$"
)
_SEVERE: Final = re.compile(
    r"#\s?(?:l |r |left |right )?(?:hip|femur|pelvis|skull|c-?spine|neck of femur|nof)\b|\b(?:cardiac arrest|arrested(?! by| for)|peri-?arrest|resp(?:iratory)? arrest|hypoxic arrest|asystol\w+|vf\b|vt (?:then|arrest)|pulseless|rosc|cpr|crash call|arrest call|2222|"
    r"(?:re-?)?intubat(?:ed|ion|ing)|permanent(?:ly)?(?! marker| staff| pacemaker)|amputat\w+|brain (?:injury|damage)|hypoxic (?:brain|injury)|hie\b|cooled(?! (?:for|under|with|20|10|down|the|area|in|by))|"
    r"therapeutic (?:cooling|hypothermia)|active cooling|sub-?dural\w*|sdh|extradural|intracranial|ich\b|sah\b|brain bleed|bleed on (?:the )?brain|bleed on ct|intracerebral|"
    r"nof\b|nof#|fractured? (?:l |r |left |right )?(?:neck of femur|nof|hip|femur|pelvis|skull|spine|c-?spine)|(?:hip|femoral|femur|pelvic|skull|spinal|vertebral|neck of femur) (?:#|fractures?)|"
    r"broken (?:hip|neck|pelvis)|paralys\w+|paraly\w+ed|paraplegi\w+|tetraplegi\w+|cauda equina|"
    r"(?:registered |gone )?blind\b|sight loss|loss of (?:sight|vision|limb|leg|arm|foot|testicle|ovary|function|kidney)|lost (?:the |her |his |their )?(?:sight|vision|leg|limb|foot|testicle|kidney|eye|finger|hearing)|vision lost|"
    r"inoperable|metasta\w+|\bmets\b|stage (?:4|iv)|palliative now|now palliative|incurable|disseminated|life-?changing|life changing|septic shock|multi-?organ failure|ecmo|"
    r"cat(?:egory)? ?4|grade ?4|stage 4 (?:pressure|ulcer)|necrosis|necrotic|compartment syndrome|necrotising|hysterectomy|stroke (?:as a result|after|following)|had a (?:massive )?stroke|dense stroke|stroke extended|"
    r"burns cent(?:re|er)|burns unit|full thickness|(?:ischaemic|ischemic|dead) (?:bowel|limb|leg|foot|gut)|bowel perforation|perforated bowel|massive (?:haemorrhage|pe|bleed)|big pe|thrombolysed|"
    r"defib(?:rillat)?ed|shocked x?\s?\d|after shock|haemolytic reaction|acute haemolysis|dic\b|abo[- ]incompat\w+|locked in|vegetative|wrong (?:kidney|leg|breast|testicle|lung|ovary) (?:was )?removed|anaphylactic shock|lung white ?out)\b"
)
_NOT_SEVERE: Final = re.compile(
    r"\b(?:history of|hx|hx of|h/o|previous|prev|old|known|pmh|had a|post|for|after a|has|with|dnacpr|not for|no)\s+(?:an? )?(?:old )?$|\bdna$"
)
_MODERATE: Final = re.compile(
    r"(?:\b(?:fractur\w+|dislocat\w+|broken (?:wrist|arm|leg|rib|ribs|ankle|nose|collar ?bone|bone|toe|finger|jaw|elbow|shoulder)|(?:re)?turn(?:ed)? to theatre|back to theatre|back in theatre|taken (?:back )?to theatre|rtt\b|"
    r"re-?operat\w+|needs? (?:revision|re-?do|graft|surgery|another op)|revision (?:surgery|needed)|needed surgery|(?:needs?|for|needed|went to|taken to) theatre (?:to|for)|theatre (?:to|for) (?:remov\w+|repair|wash\w*|debrid\w+|explor\w+)|emergency (?:surgery|laparotomy|theatre)|laparotomy|washout|debrid\w+|skin graft|grafting|plastics|"
    r"(?:moved|went|transferred|admitted|taken|stepped up|sent|transfer|up|admission|adm|readmitted|escalated|now(?: in| on)?|gone|to)\s+(?:up )?(?:back )?(?:to |in |on )?(?:the )?(?:itu|icu|hdu|picu|nicu|scbu|ccu|critical care|intensive care|high dependency|resus|neurosurg\w*)|-> ?(?:itu|icu|hdu|picu)|"
    r"itu admission|re-?admi(?:tted|ssion)|re-?attend(?:ed|ance)|extra (?:weeks?|days?) in hospital|prolonged (?:stay|admission|hospital)|longer (?:stay|in hospital)|"
    r"cat(?:egory)? ?3|grade ?3|stage 3|unstageable|ungradeable|dti\b|deep tissue injury|osteomyelitis|3rd degree (?:tear|burn)|third degree|4th degree tear|"
    r"naloxone|narcan|flumazenil|octaplex|beriplex|vit(?:amin)? k given|iv glucose|iv dextrose|glucagon|anaphyla\w+|adrenaline (?:im |given|x|in)|epi-?pen|status epilepticus|"
    r"seizures?|seizing|fitted|fitting|convuls\w+|unresponsive|unconscious|loc x|gcs (?:[3-9]|1[0-2])\b|found (?:blue|grey|gray|collapsed)|collapsed|apnoei?c|apnea|stopped breathing|bagged|"
    r"seps?is|septic|neutropenic|bacteraemia|line infection|bloodstream infection|endocarditis|aki\b(?: ?[123])?|acute kidney|renal failure|dialysis(?= (?:needed|started|required))|pancytopen\w+|agranulocyt\w+|liver failure|"
    r"hosp(?:ital)?[- ]acquired (?:pneumonia|pe|dvt|infection)|pneumothora\w+|haemothorax|aspirat(?:ed|ion)(?: pneumonia)?|pulmonary embol\w+|\bpe\b(?= (?:on|con|diagn|found|last))|\bdvt\b|tamponade|"
    r"partial thickness|second degree burns?|deep burn|\d+ ?% burns?|extravasat\w+(?= (?:\w+ ){0,6}(?:theatre|plastics|blister|necro))|"
    r"gi bleed|major bleed|haemorrhag\w+|(?:significant|heavy|major|large) (?:bleed\w*|blood loss)|mov?h\b|pph\b|massive transfusion|transfused|perforat\w+|hypovolaemi\w+|in shock|rigors|dark urine|haemolytic|haemolysis|"
    r"nerve (?:injury|damage|palsy)|foot drop|wound dehiscence|dehisced|anastomotic leak|retained (?:swab|placenta|products|needle|guide ?wire|pack|tampon|instrument)|born flat|apgars? [0-4]\b|"
    r"delay(?:ed)? (?:in )?(?:cancer|diagnosis)|missed (?:cancer|fracture|stroke|mi|diagnosis|sepsis|scaphoid|tumour)|hhs\b|dka\b|hypothermi[ac]|hypothermia|airway obstruct\w+|obstructed airway|blood transfusion needed|"
    r"unplanned (?:admission|itu|surgery|icu|hdu)|needs? (?:an )?operation|needed (?:an )?operation|further surgery|additional surgery|extra surgery|sectioned after|chemical burn|tooth (?:removed|extracted|taken)|"
    r"surgical emphysema|laryngospasm|chest drain (?:needed|inserted after)|sent to (?:a ?& ?e|ed)|admitted to hospital|999 called|ambulance called|bleeding \+{2,}|heart block|rapid af|chemo (?:delayed|cancelled)|treatment cancelled)\b"
    r"|\b(?:facial|wrist|ankle|rib|arm|nasal|clavicle|shoulder|humeral|radial|metatarsal|jaw|elbow|hand|foot|pubic)\s?#|(?<![\w#])#\s?(?!\d|\w*\d)(?:l |r |left |right |both )?(?:humerus|wrist|radius|ulna|ankle|tibia|fibula|tib|rib|ribs|clavicle|shoulder|elbow|nose|nasal|arm|leg|finger|hand|foot|sternum|patella|scaphoid|colles|pubic|rami|jaw|orbit\w*|cheek|vertebra\w*|lumbar|t\d|l\d))"
)
_LOW: Final = re.compile(
    r"\b(?:skin ?tears?|bruis\w+|graz\w+|abrasion|scratch\w*|small cut|cuts?(?= (?:to|on|above|lip|over))|cut (?:lip|head|finger|hand|chin|forehead)|superficial(?: cuts?| wound| laceration)?|lac(?:eration)?s?\b|sutur\w+|stitch\w*|steri\w*|glued?|"
    r"cat(?:egory)? ?[12]\b|grade ?[12]\b|stage ?[12] (?:pressure|ulcer|pu)|moisture (?:lesion|damage)|masd|redness|red mark\w*|marks? on|reddened|sore(?! throat)|blister\w*|rash|itch\w*|hives|urticaria|nause\w+|vomit\w*|was sick|drows\w+|sleepy|sedated|over-?sedat\w+|"
    r"dizz\w+|light ?headed|faint\w*|hypo\b|hypos\b|hypoglyc\w+|hyperglyc\w+|bm [12]\.\d|bm 3\.\d|bm 2\d|bp [5-9]\d|hypotens\w+|low bp|brady\w*|tachy\w*|hr 1[2-9]\d|hr [34]\d|pain(?! relief| team| score 0| free|less)|in agony|discomfort|agitat\w+|"
    r"desat\w*|restless\w*|rigid|(?:can'?t|unable to|couldn'?t) (?:walk|swallow|mobili[sz]e|weight ?bear|stand|move)|skin (?:is |was )?(?:red|sore|broken|marked)|saw gp|seen (?:by )?gp|gp (?:visit|saw)|shak(?:y|ing)|sweat\w*|clammy|repeated|extra dose|sats? (?:\w+ ){0,3}[5-8]\d|hypoxi[ac]|swell\w+|swollen|egg on|bump\w*|lump on|phlebitis|tissued|extravasat\w+|infiltrat\w+|infected|infection|cellulitis|(?:oral |on )(?:abx|antibiotics)|(?:abx|antibiotics) (?:started|given|needed)|levels? (?:was |were )?high|toxic(?:ity)?|supra-?therapeutic|nose ?bleed|epistaxis|bleed\w*|bled|haematoma|haematuria|"
    r"(?:small|minor|superficial) (?:injur\w+|burn\w*|scald\w*|cut|bruise|wound)|scald\w*|burn(?:t|s|ed)?\b(?! out)|minor injur\w+|chok\w+|constipat\w+|diarrhoea|dehydrat\w+|confus\w+|stiff\w*|sprain\w*|twisted|strain\w*|headache|extra (?:obs|bloods|monitoring|blood test)|"
    r"repeat(?:ed)? (?:bloods?|x-?ray|scan|ct|procedure)|cold|pyrexi\w+|fever|damage to|dressed|dressing (?:applied|on)|wound(?! (?:care|clean|healed|check))|ulcer\w*|pressure (?:damage|sore|ulcer|injury)|hiccup|wheez\w+|palpitations|sunburn|ice pack|shiver\w*|"
    r"needlestick|extra dose of|thrush|missed fracture|superficial burn|tongue bit\w*|chipped tooth|lost tooth|knocked|unsteady|weak(?:ness)?|fell asleep|leak(?:ed|ing) wound)\b"
)
_NONE_SAID: Final = re.compile(
    r"\b(?:(?:no|nil|without|zero|no actual|no physical) (?:\w+ ){0,2}?(?:harm|injur(?:y|ies)|inj|injs|damage|ill effects?|adverse effects?|adverse events?|effects?|sequelae|consequences?|clinical effect|impact|hurt|probs|problems)|no one (?:was )?(?:hurt|harmed)|nobody (?:was )?(?:hurt|harmed)|"
    r"no pts? (?:was |were )?(?:hurt|harmed|affected)|not (?:hurt|harmed|injured)|was ?n'?t (?:hurt|harmed|injured)|unharmed|uninjured|un-?hurt|came to no harm|no harm\w*|not come to (?:any )?harm|did ?n[o']?t come to (?:any )?harm|harm (?:nil|none)|injur(?:y|ies) (?:nil|none)|inj nil|nil inj\w*|"
    r"(?:head )?inj(?:ury)? none|noharm|safe and well|found safe|returned safe\w*)\b"
)
_NOT_NONE: Final = re.compile(
    r"\b(?:no|nil) (?:other|further|serious|major|significant|long[- ]term|permanent|lasting|head|bony|new|more|additional|obvious head|apparent head) (?:\w+ )?(?:harm|injur\w+|inj|damage)\b"
)
_NONE_HINTED: Final = re.compile(
    r"\b(?:obs (?:all )?(?:stable|ok|fine|normal|in range|unchanged|remained)|remain(?:ed|s) (?:well|stable|ok)|asymptomatic|(?:pt|patient|baby|babies|mum|she|he|both|all|they)(?: is| was| were| are|'s)? (?:fine|ok|okay|well|stable|unaffected|safe|all right|alright)|fine now|level(?:s)? (?:ok|fine|normal|in range)|below (?:the )?treatment|"
    r"not (?:yet )?(?:given|taken|administered|used|injected|transfused|connected|started)(?! (?:on time|until|til|in time|as|for|within|again|since|because|due|and|[3-9]|x))|none (?:given|taken)|had ?n[o']?t (?:taken|had|been given|drunk|started)(?: any| it| them)?|none taken|did ?n[o']?t (?:reach|take|get to|go into|affect)|before (?:it )?(?:reach\w+|giv\w+|left|surgery|incision|knife|anyone|he|she|they|it left)|b4 (?:it|giv\w+|reach\w+|left|anyone)|"
    r"caught (?:in time|before|b4|by|at)|realised (?:before|b4|at|in time|by)|nearly|spotted (?:before|b4|at|by|in time)|picked up (?:before|b4|by|at|in time)|noticed (?:before|b4|at|in time|by|it before)|stopped (?:before|in time|at)|intercepted|corrected before|nothing done|no reaction|no bleed(?:ing)?|no change in|no symptoms|ecg (?:ok|normal|fine)|no aki|no clinical|no ill|no signs?|lfts? (?:ok|normal)|"
    r"leg power ok|no treatment needed|no intervention needed|nil effect|no effect|no reaction|tolerated|settled (?:fine|quick)|back to bed ok|no probs|no problems?|near miss|good catch|all ok|ok now|ok by|fine after|recovered fully|, ok(?=$|[.,])|close call|near-miss|wasted|no apparent|discrepancy)\b"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A level that some words support. ``said`` is true where they name the harm outright."""

    level: PhysicalHarm
    start: int
    end: int


_MEASURED: Final = re.compile(
    r"\b(?:sats?|spo2|o2 sats|desat\w*(?: to)?)\W{0,3}(?:(?:were|was|to|down to|dropped to|only|at|of|fell to)\s)?[4-8]\d\b|\b(?:bms?|cbg|glucose|blood sugar)\W{0,3}(?:(?:was|of|to|down to|dropped to)\s)?(?:[0-3]\.\d|2[0-9]\b|hi\b|lo\b)|\bbp\W{0,3}(?:(?:was|of|to|down to|dropped to)\s)?[4-8]\d\b|"
    r"\bhr\W{0,3}(?:(?:was|of|to)\s)?(?:[234]\d|1[3-9]\d)\b|\brr\W{0,3}(?:was |of )?(?:[2-8]|3\d)\b|\binr\W{0,3}(?:was |of )?(?:[6-9]|1\d|>\s?[6-9])|\bk\+?\W{0,3}(?:was |of )?(?:6\.[5-9]|[7-9]\.\d|[12]\.\d)"
)
"""Figures out of range count as low harm whatever stands before them: "without O2, sats 81"."""
_NOT_REACHED: Final = re.compile(
    r"\b(?:not isolated|before isolation|open bay|shared (?:bathroom|toilet)|exposed|contacts? (?:trac\w+|informed)|bbv|wrong envelope|letter for|posted to|wrong address|data breach|confidential\w*|(?:stock|cd) (?:check|count|discrepancy)|short on|missing from|over the phone|over phone|told (?:about|of) \w+ by mistake|told over phone|"
    r"wrong (?:name|label|details|date of birth)|mislabel\w*|unlabelled|consent form|no id band|appointment|cancelled on the day)\b"
)
_ORDER: Final = (PhysicalHarm.FATAL, PhysicalHarm.SEVERE, PhysicalHarm.MODERATE, PhysicalHarm.LOW)
_PATTERNS: Final = {
    PhysicalHarm.FATAL: _FATAL,
    PhysicalHarm.SEVERE: _SEVERE,
    PhysicalHarm.MODERATE: _MODERATE,
    PhysicalHarm.LOW: _LOW,
}
_LABELLED: Final = re.compile(
    r"\b(no|nil|low|minor|moderate|mod|severe|major|catastrophic)\s(?:physical )?harm\b(?! (?:came|from))|\bharm (?:level|grade)?\s?[:=-]?\s?(none|low|moderate|severe)\b"
)


def find_harm(words: Words) -> Answer[PhysicalHarm] | None:
    """Return the physical harm that the words support, the worst first, or None when they do not say."""
    labelled = _labelled(words)
    if labelled is not None:
        return labelled
    worst = _worst(words)
    said = next(
        (
            match
            for match in _NONE_SAID.finditer(words.text)
            if not _NOT_NONE.match(words.text, match.start()) and not queried(words, match.start())
        ),
        None,
    )
    if worst is not None and (worst.level is not PhysicalHarm.LOW or said is None or _specific(words, worst)):
        return _answer(words, worst, 0.85 if worst.level is not PhysicalHarm.LOW else 0.75)
    if said is not None:
        return _answer(words, Evidence(PhysicalHarm.NO_HARM, said.start(), said.end()), 0.95)
    hint = _NONE_HINTED.search(words.text)
    if hint is not None:
        return _answer(words, Evidence(PhysicalHarm.NO_HARM, hint.start(), hint.end()), 0.7)
    watched = next(affirmed(words, _WATCHED), None)
    if watched is not None:
        return _answer(words, Evidence(PhysicalHarm.LOW, watched.start(), watched.end()), 0.6)
    apart = _NOT_REACHED.search(words.text)
    return None if apart is None else _answer(words, Evidence(PhysicalHarm.NO_HARM, apart.start(), apart.end()), 0.6)


def find_death(words: Words) -> tuple[int, int] | None:
    """Return where the message says that a patient died; a battery or a relative of long ago does not count."""
    for match in affirmed(words, _FATAL):
        if not _NOT_FATAL.search(words.text[max(0, match.start() - 24) : match.start()]):
            return match.span()
    return None


def find_asked_harm(words: Words) -> tuple[int, int] | None:
    """Return where moderate or worse harm is only asked about: "?fracture". A person should look, so it is not lost."""
    for pattern in (_SEVERE, _MODERATE):
        for match in pattern.finditer(words.text):
            if queried(words, match.start()) and not denied(words, match.start(), match.end()):
                return match.span()
    return None


def at_least(words: Words, found: Answer[PhysicalHarm] | None, never_event: int) -> Answer[PhysicalHarm] | None:
    """Return the harm that a possible Never Event of this type supports when the words name none outright."""
    if found is not None and (found.sure >= 0.8 or found.value is not PhysicalHarm.NO_HARM):
        return found
    small = (
        never_event in {5, 9, 15}
        or (never_event == 1 and _SMALL.search(words.text))
        or (never_event == 3 and _SAME_TIME.search(words.text))
    )
    level = PhysicalHarm.LOW if small else PhysicalHarm.MODERATE
    return Answer(level, 0.6, 0, 0, "it may be a Never Event, and you did not say that there was no harm")


def _labelled(words: Words) -> Answer[PhysicalHarm] | None:
    levels = {
        "low": PhysicalHarm.LOW, "minor": PhysicalHarm.LOW, "moderate": PhysicalHarm.MODERATE, "mod": PhysicalHarm.MODERATE,
        "severe": PhysicalHarm.SEVERE, "major": PhysicalHarm.SEVERE, "catastrophic": PhysicalHarm.SEVERE,
    }  # fmt: skip
    for match in _LABELLED.finditer(words.text):
        level = levels.get(match[1] or match[2])
        if level is not None and not denied(words, match.start(), match.end()):
            return _answer(words, Evidence(level, match.start(), match.end()), 0.9)
    return None


def _worst(words: Words) -> Evidence | None:
    for level in _ORDER:
        for match in affirmed(words, _PATTERNS[level]):
            before = words.text[max(0, match.start() - 24) : match.start()]
            if level is PhysicalHarm.FATAL and _NOT_FATAL.search(before):
                continue
            if level is PhysicalHarm.SEVERE and _NOT_SEVERE.search(before):
                continue
            return Evidence(level, match.start(), match.end())
    measured = _MEASURED.search(words.text)
    return None if measured is None else Evidence(PhysicalHarm.LOW, measured.start(), measured.end())


_WATCHED: Final = re.compile(
    r"\b(?:monitor(?:ed|ing)|observed|watched|obs (?:increased|hourly|15|half hourly|every|4 hourly)|(?:bloods?|levels?|lfts|u&es|ecg|bm|bms|inr|x-?ray|ct|scan) (?:\w+ )?(?:taken|repeated|sent|rechecked|checked|done|ordered|requested)|repeat (?:bloods?|level|scan|x-?ray|ct|procedure)|rebleed|re-?bled|recannulat\w+|review(?:ed)? by (?:dr|doctor|sho|reg|consultant|outreach))\b"
)
_SMALL: Final = re.compile(r"\b(?:block|inject\w*|anaesthetis\w*|cannul\w*|marked|needle|eye drops)\b")
_SAME_TIME: Final = re.compile(
    r"\b(?:same (?:anaesthetic|ga|operation|op)|before (?:closure|closing|waking|leaving theatre)|reopened|still (?:asleep|on (?:the )?table|under))\b"
)
_SPECIFIC: Final = re.compile(
    r"skin ?tear|bruis|graz|lac|sutur|stitch|steri|cat(?:egory)? ?[12]|grade ?[12]|fract|scald|burn|blister|ulcer|hypo|drows|rash|swoll|swell|bled|haematoma|desat|choke|bm |red mark|cuts?\b|superficial|egg on|sats|inr|bp |hr |rr "
)


def _specific(words: Words, evidence: Evidence) -> bool:
    """Whether a hurt is named so plainly that a later "no harm" only means no other harm."""
    return _SPECIFIC.match(words.text, evidence.start) is not None


def _answer(words: Words, evidence: Evidence, sure: float) -> Answer[PhysicalHarm]:
    return Answer(
        evidence.level, sure, evidence.start, evidence.end, f"you wrote “{words.quote(evidence.start, evidence.end)}”"
    )
