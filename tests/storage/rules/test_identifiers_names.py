"""Names of patients, relatives and staff, and the many words that only look like names."""

import pytest

from storage.rules.identifiers import find


def names(text: str, **known: object) -> list[tuple[str, str]]:
    return [(one.kind.value.removesuffix("_name"), text[one.start : one.end]) for one in find(text, **known)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mrs Dora Plimsoll fell", [("patient", "Mrs Dora Plimsoll")]),
        ("mrs dora plimsoll fell", [("patient", "mrs dora plimsoll")]),
        ("pt P l i m s o l l fell", [("patient", "P l i m s o l l")]),
        ("patient j-o-h-n fell", [("patient", "j-o-h-n")]),
        ("joy was found on floor ward 7", [("patient", "joy")]),
        ("grace given wrong dose", [("patient", "grace")]),
        ("Grace given the wrong insulin", [("patient", "Grace")]),
        ("her son mark is angry", [("relative", "mark")]),
        ("daughter rose upset, wants a call", [("relative", "rose")]),
        ("husband bill informed", [("relative", "bill")]),
        ("mum may is coming in", [("relative", "may")]),
        ("MRS DORA PLIMSOLL fell", [("patient", "MRS DORA PLIMSOLL")]),
        ("Mr. J. Pettifer fell", [("patient", "Mr. J. Pettifer")]),
        ("mr king fell", [("patient", "mr king")]),
        ("Ms van der Berg fell", [("patient", "Ms van der Berg")]),
        ("pt is Lysander Copplestone", [("patient", "Lysander Copplestone")]),
        ("pt is lysander copplestone", [("patient", "lysander copplestone")]),
        ("pt called Cuthbert left", [("patient", "Cuthbert")]),
        ("Baby Plimsoll was cold", [("patient", "Baby Plimsoll")]),
        ("Plimsoll, Dora is on the board", [("patient", "Plimsoll, Dora")]),
        ("bloods of R Featherstonehaugh lost", [("patient", "R Featherstonehaugh")]),
        ("Zbxqvia Wqzkova fell", [("patient", "Zbxqvia Wqzkova")]),
        ("mum Sarah rang", [("relative", "Sarah")]),
        ("Rosalind (daughter) rang", [("relative", "Rosalind")]),
        ("her sister Mary rang", [("relative", "Mary")]),
        ("pharmacist Jolene spotted it", [("staff", "Jolene")]),
        ("Dr Patel came", [("staff", "Dr Patel")]),
        ("Dr Prehn saw him", [("staff", "Dr Prehn")]),
        ("mr prehn fell", [("patient", "mr prehn")]),
        ("mr battenberg fell", [("patient", "mr battenberg")]),
        ("Dr Battenberg saw him", [("staff", "Dr Battenberg")]),
        ("seen by Dr McKinleys", [("staff", "Dr McKinleys")]),
        ("dr ziegler came", [("staff", "dr ziegler")]),
        ("Sister Mary came", [("staff", "Sister Mary")]),
        ("nurse called anna came", [("staff", "anna")]),
        ("thanks to Siobhan and Leroy", [("staff", "Siobhan"), ("staff", "Leroy")]),
        ("cons Mr Hetherington operated", [("staff", "Mr Hetherington")]),
        ("labels for Łukasz and Divenney mixed", [("patient", "Łukasz"), ("patient", "Divenney")]),
        ("pt konda fell", [("patient", "konda")]),
        ("our ward clerk May printed it", [("staff", "May")]),
        ("Eve Harker fell", [("patient", "Eve Harker")]),
        ("geris want a home for her. Crockford, bed 22", [("patient", "Crockford"), ("bed", "bed 22")]),
        ("Arvo Tamm fell", [("patient", "Arvo Tamm")]),
        ("Mr Bisopril fell", [("patient", "Mr Bisopril")]),
        ("Coverdale fell ward 7", [("patient", "Coverdale")]),
        ("Consedine refused her tablets", [("patient", "Consedine")]),
        ("Carbonara fell", [("patient", "Carbonara")]),
        ("nok Peace has rung 8 times", [("relative", "Peace")]),
        ("Will the physio left the brakes off", [("staff", "Will")]),
        ("Patience's baby was cold", [("patient", "Patience")]),
        ("mrs shine left on commode", [("patient", "mrs shine")]),
        ("staff nurse k. machado gave it", [("staff", "k. machado")]),
        ("PN in side room 2 shouted", [("patient", "PN")]),
        ("Autumn, 3, swallowed a battery", [("patient", "Autumn")]),
        ("Summer Rayne left the ward", [("patient", "Summer Rayne")]),
        ("not cross matched to D Mwale", [("patient", "D Mwale")]),
        ("all copied. Ta Mungo", [("staff", "Mungo")]),
        ("falls mat was off. cheers Faith x", [("staff", "Faith")]),
        ("ta tezza", [("staff", "tezza")]),
        ("who do I give it to. Prudence, medical photography", [("staff", "Prudence")]),
        ("fridge is warm. Grace, path lab", [("staff", "Grace")]),
        ("fridge is warm. Late, pharmacy", []),
        ("shes upset. Sabitha Lockyer 9994533312", [("patient", "Sabitha Lockyer"), ("nhs_number", "9994533312")]),
        ("shes upset. Sabitha Marrow 9994533312", [("patient", "Sabitha Marrow"), ("nhs_number", "9994533312")]),
        ("Bracegirdle (9994533312) fell", [("patient", "Bracegirdle"), ("nhs_number", "9994533312")]),
        ("Trolley 9994533312 fell", [("nhs_number", "9994533312")]),
        ("taken out. Joss Fairweather, dad is here", [("patient", "Joss"), ("relative", "Fairweather")]),
        ("no passport sent. Rosheen LD liaison saw it", [("staff", "Rosheen")]),
        ("Mrs Plimsoll QX9 4ZZ", [("patient", "Mrs Plimsoll"), ("postcode", "QX9 4ZZ")]),
        ("Mrs Plimsoll W9 2AM given", [("patient", "Mrs Plimsoll")]),
        ("Coord Dora Plimsoll came", [("staff", "Dora Plimsoll")]),
        ("Baz already said no", [("patient", "Baz")]),
        ("told faith in charge", [("staff", "faith")]),
        ("tezza (hca) saw it", [("staff", "tezza")]),
        ("BMS Rolf rang it through", [("staff", "Rolf")]),
        ("Harriet (ward pharm) picked it up", [("staff", "Harriet")]),
        ("Dace to chase the bed", [("staff", "Dace")]),
        ("escalated to Grace", [("patient", "Grace")]),
        ("on Stone's list today", [("staff", "Stone")]),
        ("Bina not turned since 0200", [("patient", "Bina")]),
        ("Willow unit - Jaz on 1:1", [("patient", "Jaz")]),
        ("parted. Kezia M. was upset", [("patient", "Kezia M")]),
        ("pt RJ Halloway", [("patient", "RJ Halloway")]),
        ("D Waters fell", [("patient", "D Waters")]),
        ("miss Waters refused meds", [("patient", "miss Waters")]),
        ("told matron Stone", [("staff", "matron Stone")]),
        ("B/O Sharp cold", [("patient", "B/O Sharp")]),
        ("her name is May Winter", [("patient", "May Winter")]),
        ("midwife Cosima Fell", [("staff", "Cosima Fell")]),
        ("Ji-woo and tilly-mae shared a room", [("patient", "Ji-woo"), ("patient", "tilly-mae")]),
        ("svitlana slipped, harbhajan saw", [("patient", "svitlana"), ("patient", "harbhajan")]),
        ("checked w sam, no harm", [("staff", "sam")]),
        ("me n Dace hoisted him", [("staff", "Dace")]),
        ("obs late, seen by faith at 0400", [("staff", "faith")]),
        ("his son mark rang", [("relative", "mark")]),
        ("nurse hope gave it", [("staff", "hope")]),
        ("missed dose. dawn is aware", [("patient", "dawn")]),
        ("cake for Rosemarys last day", [("staff", "Rosemarys")]),
        ("toms mum upset", [("patient", "toms")]),
        ("swapped bloods of ben and grace", [("patient", "ben"), ("patient", "grace")]),
        ("covering for joy", [("staff", "joy")]),
        ("Mark will chase", [("staff", "Mark")]),
        ("June has been told", [("patient", "June")]),
        ("not this one. D. Stone fell", [("patient", "D. Stone")]),
        ("JB Stone in bay 2 fell", [("patient", "JB Stone")]),
        ("any1 swap my sat late? Mia's hen do", [("staff", "Mia")]),
        ("forms not sent - Keeley", [("staff", "Keeley")]),
        ("on Mr Hartigan list", [("staff", "Mr Hartigan")]),
        ("visitor Benedikta slipped", [("relative", "Benedikta")]),
        ("Mum Dorothy. Bed for Zyqualis NG feed", [("relative", "Dorothy"), ("patient", "Zyqualis")]),
    ],
)
def test_a_name_is_found_with_its_title_and_whose_it_is(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Parkinson's meds late",
        "daughter rose from chair and fell",
        "husband bill for parking",
        "son will come at 2",
        "mum may ring later",
        "dad mark the spot where he fell",
        "parents hope to speak to consultant",
        "wife will be told",
        "parkinsons pt",
        "McRoberts and suprapubic",
        "mcroberts done",
        "Waterlow 22",
        "Apgars 4 8 10",
        "Martha's rule call",
        "Yankauer missing",
        "Glasgow coma score 9",
        "Datix done",
        "Baxter pump alarm",
        "Graseby stopped",
        "Hickman line out",
        "Foley catheter",
        "Tegaderm lifting",
        "B Braun pump",
        "news 9",
        "Bair Hugger burn",
        "Sara Stedy broken",
        "Robert Jones bandage",
        "Florence Nightingale ward",
        "C diff in bay",
        "E coli grown",
        "vitamin K late",
        "?mallory weiss tear",
        "guillain barre on the ward",
        "LUCAS on for 40 min",
        "slipped by costa 1430",
        "any1 see anything? red Dawes",
        "found by dawn",
        "checked w bm machine",
        "ted stockings not on",
        "seb k on temple",
        "covering for lunch",
        "temp rose to 39",
        "omnicell in pharmacy down",
        "Hope to hear by then",
        "May not be seen today",
        "L Colles fracture",
        "Augmentin given",
        "madopar late",
        "Oramorph short",
        "Bell's palsy",
        "Prehn sign neg",
        "given Battenberg, choked",
        "McKinleys short on ward 7",
        "Delay. Monday, pharmacy",
        "Delay. Tuesday, path lab",
        "Delay. Christmas, pharmacy",
        "Delay. August, pharmacy",
        "Sample lost. Haemolysed, lab",
        "Barrett's scope",
        "Crohn's flare",
        "Hodgkin lymphoma",
        "Pt under Mr T&O, bed needed",
        "Billroth II notes mixed",
        "pouch of Douglas fluid",
        "baby 3 weeks old",
        "baby bath too hot",
        "Joy and relief for all",
        "fell from second storey window",
        "sent back to Wythenshawe",
        "IR took it out, SU found outside",
        "Vocera badges down",
        "on Monday in May",
        "by Friday 1 May",
        "Sat 14 March",
        "MR tablets crushed",
        "MS pt waited",
        "SR 120 given",
        "Miss dose x2",
        "dr on call came",
        "Dr reviewed",
        "dr will see",
        "nurse called security",
        "family called ambulance",
        "sister in law came",
        "mum will come",
        "i will mark this",
        "pt rose from chair",
        "max dose",
        "grant access",
        "pt is hypotensive and tachycardic",
        "baby out at 3 mins",
        "Patient safety team",
        "nurse in charge told",
        "pt on Fresubin",
        "Zimmer frame lost",
        "We're short",
        "Great work by all on Rowan ward",
        "the Alaris was flat",
        "EPMA down again",
        "Polish speaker",
        "thanks Will do",
        "cheers all x",
        "told pallcare and maxfacs",
        "guthrie cards swapped",
        "Rampley n Littlewoods counted",
        "Child-Pugh C",
        "Stevens-Johnson rash",
        "Flowtron not turned on",
        "Medstrom to send one",
        "Rankin was 1",
        "ventouse in theatre",
        "hrly BMs til lunch",
        "asked, art therapy room",
        "pt refused",
        "HCA asleep",
        "Apixiban missed sat nite",
        "Bisoprilol not given",
        "Levetiracetem missed x2",
        "slid off the commode this arvo, i was there",
        "tearful all eve, had a chat",
        "insulin visit tues eve fell off the list",
        "tightened it w the allen key",
        "silver fitbit left in the staff room",
        "penny was found on floor",
        "penny was found in his mouth",
        "hope given wrong dose",
        "pt A B C D E assessed",
        "pt D N A C P R form lost",
    ],
)
def test_a_word_that_looks_like_a_name_is_left_alone(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("text", ["moved to Copplestone at 0300", "Rowan short staffed", "on larch with no notes"])
def test_a_ward_name_is_not_taken_for_a_surname(text: str) -> None:
    assert names(text, known_places=frozenset({"copplestone", "rowan", "larch"})) == []


def test_a_patient_who_is_called_like_a_ward_is_still_a_patient() -> None:
    assert names("Mrs Larch fell on larch", known_places=frozenset({"larch"})) == [("patient", "Mrs Larch")]


def test_a_word_that_somebody_said_is_no_name_is_left_alone() -> None:
    text = "Zephyrine pump alarmed, Jolene left"

    assert ("patient", "Jolene") in names(text)
    assert names(text, not_names=frozenset({"jolene", "zephyrine"})) == []


@pytest.mark.parametrize("text", ["priya raman rang", "asked Raman to look", "Mr Pryce came"])
def test_the_trusts_own_staff_are_known_as_staff(text: str) -> None:
    staff = frozenset({"priya raman", "mr owen pryce"})

    assert [kind for kind, _ in names(text, known_staff=staff)] == ["staff"]


def test_a_surname_is_found_again_further_on() -> None:
    assert names("Mr Lysander Copplestone fell. later Copplestone was sick") == [
        ("patient", "Mr Lysander Copplestone"),
        ("patient", "Copplestone"),
    ]


def test_a_patient_named_like_an_eponym_is_found_and_the_disease_is_not() -> None:
    assert names("Mr Graves has Graves disease") == [("patient", "Mr Graves")]


def test_in_a_message_all_in_capitals_only_the_name_goes() -> None:
    text = "PT DORA PLIMSOLL FELL OUT OF BED ON WARD SEVEN NO INJURY"

    assert names(text) == [("patient", "DORA PLIMSOLL")]
