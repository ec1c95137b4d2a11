"""Words that tell whose name stands beside them: titles, patients, relatives, staff. Never a name itself."""

from typing import Final

MISTER: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "master", "sir", "lord", "dame", "mister", "missus", "messrs"})
STAFF_TITLES: Final = frozenset({"dr", "doctor", "prof", "professor", "sr", "sister", "matron", "drs", "docter"})
OTHER_TITLES: Final = frozenset({"rev", "reverend", "fr", "canon", "cllr", "capt", "sgt", "lt", "col", "cpl", "brig"})
TITLES: Final = MISTER | STAFF_TITLES | OTHER_TITLES
ALSO_WORDS: Final = frozenset({"miss", "ms", "master", "sister", "doctor", "matron", "sr", "mr", "fr", "canon", "sir", "lord", "dr", "docter", "lt", "col", "capt"})
"""Titles that are words or shorthand too ("miss a dose", "MS", "MR tablets", "SR 120 mg"): they ask for a clearer name."""

PATIENT: Final = frozenset(
    "pt pts patient patients px client resident lady gentleman gent woman man baby infant neonate newborn child toddler boy girl "
    "twin babe bby inpatient outpatient mother-to-be primip multip yo yr-old".split()
)
BABY: Final = frozenset({"baby", "bby", "babe", "twin", "infant"})
RELATIVE: Final = frozenset(
    "mum mam mom mother mummy dad father daddy husband hubby wife partner son daughter dtr dau nan nana gran granny grandma grandmother "
    "grandad granddad grandfather grandpa aunt auntie aunty uncle niece nephew cousin carer nok relative relatives brother bro sis "
    "fiance fiancee girlfriend boyfriend bf gf grandson granddaughter stepmum stepdad stepson stepdaughter guardian friend "
    "neighbour parent parents spouse mil fil mother-in-law father-in-law son-in-law daughter-in-law brother-in-law "
    "sister-in-law step-mum step-dad ex-wife ex-husband ex-partner family widow widower ex".split()
)
STAFF: Final = frozenset(
    "nurse nurses rn sn rmn rgn rnld hca hcas hcsw csw sho shos fy1 fy2 f1 f2 ct1 ct2 st3 st4 spr reg registrar consultant cons "
    "pharmacist pharmacy-tech technician tech midwife midwives mw physio physiotherapist ot dietitian dietician slt salt porter "
    "porters matron anaesthetist surgeon radiographer phlebotomist clerk receptionist housekeeper domestic cleaner cns acp anp "
    "student colleague locum gp paramedic psychiatrist psychologist therapist odp hv cpn intensivist radiologist "
    "neurologist cardiologist geriatrician paediatrician obstetrician oncologist haematologist microbiologist urologist "
    "dermatologist gastroenterologist histopathologist pathologist sonographer chaplain volunteer security manager doctor dr "
    "doc sister nic staffnurse practitioner prescriber optometrist dentist podiatrist counsellor coordinator "
    "co-ordinator colleagues medic intern trainee preceptor mentor supervisor bleepholder site-manager ward-manager reporter reporting".split()
)
SISTER_OF: Final = frozenset({"his", "her", "pts", "pt", "patient", "patients", "their", "my", "whose", "the", "pt's", "patient's", "twin", "older", "younger", "step"})
LINKS: Final = frozenset({"is", "was", "called", "named", "name", "names", "as", "known", "aka", "being", "nee", "surname", "forename", "initials", "firstname", "lastname"})
NAMING: Final = frozenset({"called", "named", "name", "names", "aka", "nee", "surname", "forename", "firstname", "lastname"})
ASKED: Final = frozenset(
    "told informed asked thanked thank bleeped rang called phoned contacted alerted notified tell ask inform thanks".split()
)
SIGNED: Final = frozenset({"its", "im", "i'm", "i", "am", "regards", "cheers", "signed", "sincerely", "faithfully", "myself"})
BY_OR_TO: Final = frozenset({"by", "with", "to", "from", "and", "&", "colleague", "colleagues", "well-done", "done"})
STAFF_DOES: Final = frozenset(
    "picked spotted noticed noted reviewed prescribed gave checked caught signed drew administered helped escalated wrote "
    "documented realised stepped double-checked operated consented performed advised scrubbed stayed covered dispensed supplied "
    "recognised started took administer mixed programmed set intervened acted handed assessed examined ordered requested bleeped flagged "
    "attended inserted cannulated catheterised intubated assisted supported charted recorded questioned challenged "
    "questions queried stopped list clinic firm's team's misread missed forgot drawing".split()
)
SURGEON_DOES: Final = frozenset("reviewed operated consented performed advised scrubbed prescribed requested assessed examined questioned".split())
"""What a Mr or a Miss does who is a surgeon rather than a patient."""
PATIENT_DOES: Final = frozenset(
    "fell slipped had has fall falls found died arrested deteriorated refused refuses collapsed absconded tripped vomited aspirated "
    "discharged admitted transferred developed complained sustained suffered bled choked swallowed self-harmed wandered sat "
    "climbed rolled pulled hit lost reported went became remains tto ttos wristband notes chart drug bloods results".split()
)
STAFF_PLACES: Final = frozenset(
    "pharmacy physio theatre theatres nights days shift duty call reception estates it bank agency portering portters porters radiology "
    "lab labs xray security switchboard site outreach ccot itu icu picu nicu blood transfusion imaging catering domestics ed "
    "a&e anaesthetics microbiology dietetics therapy therapies maintenance".split()
)
THINGS_AFTER: Final = frozenset(
    "ward wards unit units wing hospital hospitals suite house centre center building lounge clinic theatre theatres room corridor "
    "court rule rules law score scores scale sign signs test tests pump pumps disease syndrome palsy fracture contracture "
    "lymphoma chorea line lines catheter catheters drain drains bandage tube tubes manoeuvre maneuver position procedure operation "
    "forceps retractor clamp needle stitch suture mattress mattresses bed beds hoist hoists sling monitor monitors machine "
    "ventilator ventilators device devices infirmary general university royal trust county road street avenue lane close drive college "
    "school church nursing surgery medical practice index criteria classification block nerve incision hernia ulcer "
    "oesophagus esophagus thyroiditis arthroplasty nail plate splint brace collar frame walker chair wheelchair sucker suction "
    "solution dressing dressings cream gel tablets tablet capsules inhaler injection insulin mg mcg ml units bag feed feeds "
    "giving syringe driver drivers screw rod laryngoscope scope blade mask valve circuit system software module app chart charts "
    "care-home hospice villa lodge park gardens green hall station airport bar cafe restaurant day week inquiry report review "
    "syringes scanner bleed tear encephalopathy psychosis phenomenon reflex rings dystrophy kit trolley form forms stockings".split()
)
"""After one of these words a name belongs to a thing or a place, not to a person in the room."""
BEFORE_THINGS: Final = frozenset({"st", "saint", "the", "a", "an", "our", "this", "that", "using", "via", "new", "ward", "unit", "another", "x", "vitamin", "type", "group", "hepatitis", "hep", "grade", "stage", "factor", "bay", "class", "category", "cat", "level", "section", "zone", "linac", "point", "team", "side", "use", "used", "these", "those", "every", "each", "some", "same", "no", "brand"})
PLACE_BEFORE: Final = frozenset({"on", "in", "at", "to", "from", "near", "onto", "via", "ex", "outside", "ward", "unit", "of", "for", "into", "wd"})
MONTHS: Final = frozenset({"april", "may", "june", "august", "summer", "autumn", "winter", "monday", "friday", "sunday", "tuesday", "wednesday", "thursday", "saturday", "easter", "christmas", "avril"})
PARTICLES: Final = frozenset({"van", "de", "der", "den", "von", "la", "le", "el", "al", "bin", "ibn", "ap", "ab", "da", "di", "du", "dos", "del", "della", "ter", "ten", "abu", "ul", "ur", "mac", "mc", "fitz", "o", "st", "san", "bint"})
FUNCTION: Final = frozenset(
    "a about after again all also am an and any are as asked at back be been before being both but by called came can cannot could "
    "couldnt did didnt do does doesnt done down due each either ever felt fell for found from gave get given go goes going got had has hasnt have "
    "having he her here hers him his how i if im in informed into is isnt it its just kept left made me my need needed needs "
    "never no nor not now of off on once only or our out over own per please pls post pt pts put rang refused reported review "
    "reviewed said same saw seen she should shouldnt since so some still stated such take taken than that the their them then there these they "
    "this those though through to told too took tried under until up us very via was wasnt we well went were werent what when where which "
    "while who whom whose why with without would wouldnt yet you your aware admitted advised advises agreed arrived attended "
    "complained discharged died dose doses requested says states transferred tto ttos nil unable unwell awake alert sitting lying "
    "declined collapsed was w c o s n re ref vs nhs dob hosp mrn aged age bed bay ward wd room patient patients who's is'nt "
    "next tripped slipped stood sat started stopped developed deteriorated became becoming remains remained received receiving "
    "today tonight yesterday tomorrow again tel phone email address".split()
)
"""Words that never follow a title as a name, whatever their capital."""
RISKY_IN_LOWER_CASE: Final = frozenset(
    "long short day hand head foot wall stone bath may law low rice cross best sharp strong moody savage wise bright close pain "
    "early late page read ready fall fell fit fits stable well wells side still stiff weak swift rush rust sleep slow small tall "
    "little light dark cold frost snow rain rose power post port part past place pool poor pope new night noon march mark major "
    "main mean bone brain blood bell ball back bag bar bank beer belt bend bite bolt bond boot bow box brace branch break brew bruise "
    "good goode great guest hair half hall hard heap heat height help high hill holiday home hook hope host house hurt just keen key "
    "kind knee lake land lane large last laws lay leaf leg length line list live lock lodge lone loss lot love make male man mass "
    "maybe meal mild mile miles milk mine mist moon moor more moss mouse mouth much nail neat neck need nest nice nil nose nurse oral organ "
    "over own pack paid pale palm paper park pass patch peace peak peel pen penny peg pill pin pink pipe place plain plate play plug plum point "
    "pole poll pop pot price pride prior pure push put queen quick race rail rank rash raw real rest rib rich ride right ring "
    "rise rock roll roof root round row run sack safe sale salt same sand sea seal see seed self set sheet ship shop shot show shut sick sight "
    "sign silver skin slip smart so soft soil sole some son song soon sore sound soup spare speak speech speed spot stack staff stage stand star "
    "state stay steel step storm street style sugar sum summer sure sweet swell table tail tank tap tea tear term test thick thin time tin tip "
    "tired toe tone tongue top tower town train tray tree trip true try turn use vale vein view wake walk want ward warm wash waste watch water "
    "way wear week west wet wheel white while whole wide wild will win wind window wine wing winter wire wood word work worst wound "
    "yard year young an do he in it me my no on or to us we can lie go be is am as at by bed bay ho ip chin chan cannon cannula".split()
)
"""Family names too ordinary to be read as one when they are written in lower case after a given name."""
NOT_INITIALS: Final = frozenset({"L", "R", "A", "I"})
