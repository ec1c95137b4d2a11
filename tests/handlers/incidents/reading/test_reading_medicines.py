"""Medicines by approved name, brand, shorthand and misspelling; and the words that only look like medicines."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.incidents.reading import Reading
from handlers.incidents.reading.formulary import formulary
from handlers.incidents.reading.lexicon import lookalikes, medicines
from handlers.incidents.reading.medicines import find_medicines
from handlers.incidents.reading.words import prepare

See = Callable[..., Reading]

NAMED = [
    ("gent 320mg IV due 6am not given", {"gentamicin"}),
    ("TTO had methotrexate 10mg daily not weekly", {"methotrexate"}),
    ("bisoprolol + apixaban in bag", {"bisoprolol", "apixaban"}),
    ("novorapid given instead of lantus", {"insulin aspart", "insulin glargine"}),
    ("warfarrin 3mg sent but should be 1mg", {"warfarin"}),
    ("apixiban and tinz both given", {"apixaban", "tinzaparin"}),
    ("tazocin missed 2200", {"piperacillin/tazobactam"}),
    ("co amoxiclav given despite pen allergy", {"co-amoxiclav"}),
    ("oramorph 40ml short at CD check", {"morphine"}),
    ("missed madopar x2", {"co-beneldopa"}),
    ("driver had morphine midaz glyco, ran dry", {"morphine", "midazolam", "glycopyrronium"}),
    ("propofol/remi line came off the cannula", {"propofol", "remifentanil"}),
    ("ca gluc 10% extravasated L foot", {"calcium gluconate"}),
    ("L femoral block (chiro 20ml) done, R was meant", {"levobupivacaine"}),
    ("10mg haloperidol in error. nightmares since, GP started her on sertraline", {"haloperidol"}),
    ("couch shift keyed wrong on linac, 2cm off", set()),
    ("KCl 40mmol picked up instead of water", {"potassium chloride"}),
    ("paracetamol/ibuprofen both given twice", {"paracetamol", "ibuprofen"}),
    ("levetiracetem omitted 3 doses", {"levetiracetam"}),
    ("given too much morphine, naloxone needed", {"morphine"}),
    ("wrong dose of diazapam given", {"diazepam"}),
    ("fludro missed all week", {"fludrocortisone"}),
    ("levomepromazine and glyco not in the box", {"levomepromazine", "glycopyrronium"}),
    ("zopi 7.5 to 91yr old", {"zopiclone"}),
    ("kcl given instead of frusemide, same shelf", {"potassium chloride", "furosemide"}),
    ("augmentin to a pt w penicillin anaphylaxis", {"co-amoxiclav"}),
    ("had haloperidol + lorazepam im, no obs done after", {"haloperidol", "lorazepam"}),
    ("gent carried on with no trough all week, creat 210", {"gentamicin"}),
    ("gent given 12hrs early, chart said 36 hrly, ward 7", {"gentamicin"}),
    ("9/7 gent on ward 17, levels 3.1 and 3.4, deaf now", {"gentamicin"}),
    ("elderly gent, lactate level 4.1, fell on ward 7", set()),
    ("fed flat on stroke, asp pneumonia, on iv abx", set()),
    ("asp 300 given twice in ED", {"aspirin"}),
    ("asp chest pain pt, given twice in ED", {"aspirin"}),
    ("hep a 2nd time given, big bleed", {"heparin"}),
    ("gent with a sodium level of 118 not acted on", set()),
    ("HALO here, crew held outside 3 hrs, arrested on the ramp", set()),
    ("halo 5mg im given twice, ward 7", {"haloperidol"}),
    ("dc letter for a gent 9/9, wrong ward on it", set()),
    ("gent 5/7 no levels, creat 340", {"gentamicin"}),
    ("jabbed off an insulin pen, pt not hep pos", {"insulin"}),
    ("potasium infusion tissued, arm swollen", {"potassium chloride"}),
    ("visited at 8 for insulin and found him stuck in the rails", set()),
]
DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_medicines_are_read_by_any_name(text: str, names: set[str]) -> None:
    assert {answer.value for answer in find_medicines(prepare(text))} == names


@pytest.mark.parametrize(
    "text",
    [
        "the elderly gent was concerned about a different process of transfer",
        "gent fell getting out of bed and bruised his arm",
        "potassium 6.9 phoned through late",
        "low sodium and glucose of 3.2 on the gas",
        "hourly glucoses not done overnight",
        "lithium battery in the pump failed",
        "known Parkinson's, Waterlow 22, Martha's rule call, McRoberts position",
        "moderate delay before discharge, examined by the registrar in theatre",
        "concerned relatives mentioned the protocol and policy at reception",
        "epistaxis for 20 min, given ice; tonic clonic fit after, vasopressor not needed",
        "day 2 after a Hartmann's procedure, stoma black",
        "given method statement, primi in labour, placenta accreta on scan",
    ],
)
def test_ordinary_words_and_blood_results_are_not_medicines(text: str) -> None:
    assert find_medicines(prepare(text)) == ()


def test_no_ordinary_word_near_a_medicine_is_taken_for_one() -> None:
    taken = [word for word in lookalikes() if find_medicines(prepare(f"given {word} 10mg by mistake"))]
    assert taken == []


@pytest.mark.parametrize(("name", "least"), [("worked_medicines.txt", 0.98), ("apart_medicines.txt", 0.95)])
def test_medicines_in_ward_messages_are_named_as_their_gold_answers_name_them(
    name: str, least: float, capsys: pytest.CaptureFixture[str]
) -> None:
    right = found = wanted = 0
    misses = []
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, _, gold = line.partition("|||")
        named = {_words_of(answer.value) for answer in find_medicines(prepare(text.strip()))}
        expected = {_words_of(one) for one in gold.split(";") if one.strip()}
        right, found, wanted = right + len(named & expected), found + len(named), wanted + len(expected)
        if named != expected:
            misses.append(text)
    score = 2 * right / (found + wanted)

    with capsys.disabled():
        print(f"\nmedicines, {name}: {wanted} named, F1 {score:.3f}")
    assert score >= least, "\n".join(misses)


def _words_of(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", name.lower())) - {"with", "and"}


def test_the_list_has_at_least_six_hundred_hospital_medicines_each_once() -> None:
    names = [medicine.name.lower() for medicine in medicines()]
    assert len(names) >= 600
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "name",
    [
        "codeine",
        "morphine",
        "fentanyl",
        "gabapentin",
        "pregabalin",
        "diazepam",
        "co-codamol",
        "oxycodone",
        "diamorphine",
        "methadone",
        "ketamine",
        "midazolam",
        "tramadol",
        "zopiclone",
        "testosterone",
    ],
)
def test_the_controlled_drugs_of_the_occurrence_form_are_controlled(name: str) -> None:
    assert next(medicine for medicine in medicines() if medicine.name == name).controlled


def test_a_controlled_drug_raises_its_flag_and_reaches_the_accountable_officer(see: See) -> None:
    reading = see("oxycodone given twice ward 7 0800, drowsy")
    assert reading.controlled
    assert "controlled_drug" in {flag.value for flag in reading.flags}
    assert "CDAO" in reading.route_to


def test_a_misspelling_says_how_it_was_read() -> None:
    (answer,) = find_medicines(prepare("warfarrin 3mg sent but should be 1mg"))
    assert "warfarin" in answer.because


def test_a_word_that_may_be_a_name_is_not_remembered_among_those_that_mean_no_medicine() -> None:
    find_medicines(prepare("Anand Vexborough missed a dose on the ward yesterday"))
    assert "yesterday" in formulary().far
    assert "vexborough" not in formulary().far
