"""What national alerts and events on the ward are about, with the many ways of saying it. Data only.

Things are what is used or given; happenings are what goes wrong with it. Each maps its name to a regular expression.
Written by hand from the kinds of national alerts; it is meant to grow.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

THINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bed rail": r"bed ?-?rails?|(?:side|cot) ?-?(?:rails?|sides?)|safety sides?",
        "mattress": r"mattress\w*",
        "bed": r"profiling beds?|hospital beds?|low beds?",
        "trolley": r"trolleys?",
        "grab handle": r"grab (?:handles?|rails?)|bed levers?",
        "hoist": r"hoists?|slings?",
        "wheelchair": r"wheel ?chairs?",
        "window": r"windows?",
        "shower or curtain rail": r"(?:shower|curtain)(?: curtain)? rails?",
        "infusion pump": r"(?:infusion|volumetric|feeding|pca|epidural|iv) ?pumps?|pumps?",
        "syringe driver": r"syringe (?:drivers?|pumps?)|t34\b|mckinley",
        "giving set": r"giving sets?|(?:iv|infusion|administration) (?:sets?|lines?)",
        "ventilator": r"ventilators?|bipap|cpap|niv\b",
        "tracheostomy": r"trache\w*",
        "oxygen": r"oxygen|o2\b",
        "oxygen cylinder": r"(?:oxygen|o2|gas) (?:cylinders?|bottles?)|cylinders?",
        "air flowmeter": r"air ?-?flow ?meters?|medical air|flow ?meters?",
        "nasogastric tube": r"n\.?g\.? ?(?:tubes?|feeds?|feeding)|naso ?-?gastric|feeding tubes?",
        "PEG or gastrostomy": r"pegs?\b|rig tube|gastrostomy|jejunostomy",
        "catheter": r"(?:urinary )?catheters?|cathet\w+",
        "central line": r"(?:central|picc|cvc|hickman) (?:lines?|catheters?)|vascath",
        "cannula": r"cannulas?|cannulae|venflons?",
        "defibrillator": r"defib\w*|aed\b",
        "monitor": r"monitors?|telemetry",
        "glucose meter": (
            r"(?:glucose|bm|blood sugar) (?:meters?|monitors?|strips?)|test strips?|ketone (?:meters?|strips?)"
        ),
        "dialysis machine": r"dialysis|haemodialysis|haemofilt\w+",
        "incubator": r"incubators?|resuscitaire",
        "endoscope": r"(?:endo|broncho|colono|duodeno|cysto)scopes?",
        "implant": r"implants?|prosthes\w+|prosthetic|pacemakers?|breast implants?|mesh",
        "magnet": r"magnets?|magnetic",
        "button battery": r"(?:button|coin) (?:cell )?batter\w+",
        "superabsorbent gel": r"(?:super ?-?absorbent|polymer) ?(?:gel|granules?)?|gel granules|vernagel",
        "thickener": r"thickeners?|thickening powder|resource thicken\w*",
        "emollient": r"emollients?|paraffin|e45",
        "adrenaline pen": (
            r"(?:adrenaline|epinephrine) (?:auto ?-?injectors?|pens?)|epi ?-?pens?|jext|emerade"
            r"|auto ?-?injectors?"
        ),
        "insulin": r"insulins?|novorapid|lantus|humulin|actrapid|tresiba|toujeo|levemir",
        "insulin pump": r"insulin pumps?|omnipod",
        "potassium": r"potassium|kcl\b",
        "phosphate enema": r"phosphate enemas?",
        "midazolam": r"midazolam",
        "methotrexate": r"methotrexate|mtx\b",
        "opioid": r"opioids?|morphine|oxycodone|fentanyl|oramorph|opiates?|buprenorphine|diamorphine",
        "opioid patch": r"(?:fentanyl|opioid|buprenorphine) patch\w*",
        "anticoagulant": (
            r"anticoag\w+|warfarin|apixaban|rivaroxaban|edoxaban|dabigatran|doacs?|heparin|enoxaparin|lmwh"
        ),
        "steroid": r"steroids?|hydrocortisone|prednisolone|fludrocortisone|steroid emergency card",
        "valproate": r"valpro\w+|epilim|depakote",
        "topiramate": r"topiramate",
        "lithium": r"lithium",
        "clozapine": r"clozapine",
        "gentamicin": r"gent(?:amicin)?\b",
        "penicillin": r"penicillins?|amoxicillin|co-?amoxiclav|tazocin|flucloxacillin",
        "vancomycin": r"vancomycin",
        "antibiotic": r"antibiotics?|abx",
        "oxytocin": r"oxytocin|syntocinon",
        "desmopressin": r"desmopressin",
        "bupivacaine": r"bupivacaine|local anaesthetic",
        "tranexamic acid": r"tranexamic acid|txa\b",
        "chlorhexidine": r"chlorhexidine|chloraprep",
        "salbutamol": r"salbutamol|nebuliser (?:liquid|solution)|ipratropium",
        "pancreatic enzyme": r"pancreatic enzyme\w*|creon|pert\b",
        "blood component": (
            r"blood (?:components?|products?|units?|transfusions?)|transfus\w+|red cells|platelets|ffp"
        ),
        "blood culture bottle": r"blood cultures?|culture bottles?",
        "swab or pack": r"(?:retained )?swabs?|vaginal packs?|surgical packs?",
        "alcohol hand gel": r"hand ?(?:gel|sanitiser|rub)|alcohol gel",
        "ligature point": r"ligature points?",
        "electronic prescribing": r"e-?prescribing|epma|electronic prescri\w+|cerner|epr\b|emis\b|systmone",
        "alarm": r"alarms?",
        "battery": r"batter(?:y|ies)",
    }
)
HAPPENINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "entrapment": (
            r"entrap\w*|trapp(?:ed|ing)|caught|wedged|stuck|asphyxia\w*"
            r"|(?:head|neck|arm|leg|hand|limb|chest)s?(?: \w+){0,2} (?:between|in|through|thru|under)|pinned"
            r"|strangl\w+"
        ),
        "fall": r"fell|falls?|fallen|falling|slipped|rolled out|slid (?:off|out)",
        "too much given": (
            r"over ?-?infus\w+|over ?-?dos\w+|too (?:much|fast|quick\w*)|free ?-?flow\w*"
            r"|ran (?:through|in) (?:too )?(?:fast|quick\w*)|whole bag|ten ?-?(?:fold|times)|10 ?x|double dose"
            r"|bolus(?:ed)?"
        ),
        "too little given": (
            r"under ?-?infus\w+|under ?-?dos\w+|(?:too|very) slow\w*|did(?:n'?t| not) (?:infuse|run|deliver)"
            r"|stopped infusing|interruption of (?:infusion|therapy)"
        ),
        "failed or stopped": (
            r"fail(?:ed|s|ure|ures|ing)?|malfunction\w*|broke\w*|fault\w*|shut (?:down|off)|cut out|died on us"
            r"|stopped working|would(?:n'?t| not) (?:fire|work|start|inject)"
            r"|did(?:n'?t| not) (?:fire|work|inject|alarm|sound)|defect\w*|power(?:ed)? off"
        ),
        "flat battery": (r"(?:flat|dead|low|no) batter\w+|batter\w+ (?:flat|dead|died|fail\w*|deplet\w*|ran out|went)"),
        "disconnected": (
            r"disconnect\w*|came (?:off|apart|away|out)|detach\w*|dislodg\w*|fell out|pulled out|decannulat\w*"
        ),
        "misconnected": (
            r"mis-?connect\w*|wrong (?:connector|port|line|flow ?meter|outlet)"
            r"|connected to (?:the )?(?:wrong|air)|to air|(?:connected|plugged|put|attached) (?:\w+ ){0,3}air"
        ),
        "misplaced": (
            r"mis-?plac\w+|(?:in|into) (?:\w+ ){0,2}(?:lungs?|bronch\w+|airway|trachea|pleura\w*)"
            r"|wrong (?:place|position)|coiled|not in (?:the )?stomach"
        ),
        "empty or not turned on": (
            r"(?:was |ran |run )?(?:empty|ran out)"
            r"|(?:not|never|wasn'?t|isn'?t) (?:turned|switched|opened|open)(?: on)?|valve (?:closed|shut|off)"
            r"|no flow|turned off"
        ),
        "burn or fire": r"burn\w*|fires?|scald\w*|flames?|ignit\w+|smoke|overheat\w*|caught fire|sparks?",
        "swallowed or choked": r"swallow\w*|ingest\w*|chok\w+|aspirat\w+|ate\b|eaten|drank",
        "wrong route": (
            r"wrong route|intrathecal\w*|(?:given|injected) (?:iv|intravenously|into)"
            r"|instead of (?:oral|iv|im)|intravenous\w* instead|oral \w+ (?:given|injected) iv"
        ),
        "mixed up": (
            r"mix(?:ed)? ?-?up|mis-?select\w*|look ?-?alike|sound ?-?alike|confus\w+"
            r"|wrong (?:drug|medicine|strength|insulin|product|bag|vial|ampoule|concentration|dose|patient)"
            r"|picked (?:up )?(?:the )?wrong|selection error"
        ),
        "missed or late": (
            r"miss(?:ed|ing)|omit\w*|omission|delay\w*|not given|not prescribed|not started|forgot\w*|late\b"
        ),
        "not in stock": (
            r"shortages?|out of stock|supply (?:disruption|problems?|issues?)|unavailab\w+|none left|no stock"
            r"|stock ?-?outs?|discontinu\w+|not available|couldn'?t get"
        ),
        "contaminated": (
            r"contaminat\w*|infect\w+|burkholderia|pseudomonas|mould\w*|mycobacter\w*|legionella|not sterile"
            r"|steril\w+"
        ),
        "allergic reaction": r"allerg\w+|anaphyla\w+",
        "ligature": r"ligatur\w*|hang(?:ed|ing)|suspended",
        "bleeding": r"bleed\w*|haemorrhag\w*|bled\b",
        "withdrawal or crisis": r"withdrawal|adrenal crisis|crisis",
        "low blood sugar": r"hypo(?:s|glycaemi\w*)?\b|low blood sugar",
        "not enough oxygen": r"hypoxi\w*|desatur\w*|sats? (?:\w+ ){0,2}[5-8]\d\b|blue\b|cyanos\w*",
        "pregnancy harmed": r"pregnan\w*|birth defects?|foetus|fetus|teratogen\w*",
        "left behind": r"retained|left (?:in|inside|behind)",
        "wrong reading": (
            r"(?:wrong|false|incorrect|inaccurate) (?:readings?|results?|values?)|under ?-?read\w*"
            r"|over ?-?read\w*|mis-?read\w*"
        ),
        "cracked or leaking": r"crack\w*|leak\w*|split\b|snapped|sharp edges?",
    }
)
COMMON: Final = frozenset(
    """
    about action actions additional adult adults after again alert alerts all and are associated back been before
    being between called can card cards care caused certain check checked children class clinical could day days
    death deaths deliver device devices doctor dose doses down during each ensure equipment every example faulty
    field find first following for found from given group guidance handle handles harm has have health high hospital
    hour hours immediate implement including information infusion injection injections injury into introduce
    invented items kit last left level line list lists local lower make management manufacturer may medical medicine
    medicines model models more morning national need new night not notice nurse onto other over part parts patient
    patients people potential potentially practice prevent process product products provide rails range recall
    reduce replace review revised right risk risks room safe safety serious service services set sets shared should
    side some specific staff stock supply system systems tablet tablets that the their then there these they this
    through time today told train training treatment trust tube tubes under update urgent use used users using ward
    wards was well were when which while will with within without women would
    """.split()  # noqa: SIM905 - so many words read best as a text
)
"""Words that say nothing about which alert it is."""
