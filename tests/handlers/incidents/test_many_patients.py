"""Many patients in one report: its card stays short enough for every chat, and their harm can be told apart."""

from collections.abc import Sequence
from datetime import date

import pytest

from handlers.review.form import NewPhysical, NewPsychological
from handlers.review.report_card import harm_now
from handlers.showing.harm import harm_of_all, harm_pairs, harm_words, patients_meant
from handlers.showing.reports import facts
from storage.records import EventType, IncidentContent, PatientHarm, PhysicalHarm, PsychologicalHarm, Screened

NO, LOW, SEVERE, FATAL = PhysicalHarm.NO_HARM, PhysicalHarm.LOW, PhysicalHarm.SEVERE, PhysicalHarm.FATAL
CALM, UPSET = PsychologicalHarm.NO_HARM, PsychologicalHarm.LOW


def harms(*given: tuple[PhysicalHarm | None, PsychologicalHarm | None]) -> tuple[PatientHarm, ...]:
    return tuple(PatientHarm(number, *one) for number, one in enumerate(given, start=1))


def test_of_many_patients_each_grade_has_one_line_and_the_worst_stands_first() -> None:
    many = harms(*((LOW if number in {1, 50} else SEVERE if number == 7 else NO, CALM) for number in range(1, 101)))
    content = IncidentContent(EventType.INCIDENT, Screened(""), None, None, None, 100, many, (), Screened(""))
    said = facts(content, (), date(2026, 3, 14)).pairs
    assert said[4:8] == (
        ("Severe physical harm", "Patient 7"),
        ("Low physical harm", "2 patients (1, 50)"),
        ("No physical harm", "97 patients (2 to 6, 8 to 49, 51 to 100)"),
        ("Psychological harm, each patient", "No psychological harm"),
    )


def test_a_report_of_a_hundred_patients_has_no_more_lines_than_grades() -> None:
    grades = [*PhysicalHarm, None], [*PsychologicalHarm, None]
    many = harms(*((grades[0][one * 7 % 6], grades[1][one * 3 % 5]) for one in range(100)))
    pairs = harm_pairs(many)
    assert len(pairs) == 11
    assert len(dict(pairs)) == 11, "a change is told by its label, so no two are the same"
    assert all(len(label) + len(value) < 180 for label, value in pairs)
    alternating = harm_pairs(harms(*((LOW if one % 2 else NO, CALM) for one in range(100))))
    assert alternating[0][1].endswith(", 60, 62 and 19 more)"), "how many are left out is said"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "Harm not known"),
        (((LOW, CALM),), "Low physical harm, no psychological harm"),
        (((FATAL, None),), "Fatal"),
        (((None, None),), "physical harm not known, psychological harm not known"),
        (((LOW, CALM),) * 28, "Low physical harm, no psychological harm, for each of 28 patients"),
        (
            ((LOW, CALM), (NO, UPSET)),
            "Patient 1: Low physical harm, no psychological harm; patient 2: No physical harm, low psychological harm",
        ),
        (
            ((LOW, CALM), (LOW, CALM), (FATAL, None), (NO, CALM)),
            (
                "Fatal: patient 3; Low physical harm: 2 patients (1, 2); No physical harm: patient 4; "
                "No psychological harm: 3 patients (1, 2, 4)"
            ),
        ),
    ],
)
def test_the_harm_is_said_in_one_sentence_however_many_patients(
    given: Sequence[tuple[PhysicalHarm | None, PsychologicalHarm | None]], words: str
) -> None:
    assert harm_words(harms(*given)) == words


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("3", (3,)), ("2, 5 to 7", (2, 5, 6, 7)), ("patients 1-3 and 9.", (1, 2, 3, 9)), ("4 6", (4, 6)),
        ("1 – 2; 2", (1, 2)), ("all", tuple(range(1, 29))), ("All of them", tuple(range(1, 29))),
        ("all 28", tuple(range(1, 29))), ("all of the 28 pts", tuple(range(1, 29))), ("Everyone", tuple(range(1, 29))),
        ("patient 3 and patient 5", (3, 5)), ("pts 1-3, pt 9", (1, 2, 3, 9)), ("all 27", None), ("all but 3", None),
        ("", None), ("0", None), ("29", None), ("7 to 5", None), ("the old man", None), ("3, some", None), ("-3", None),
    ],
)  # fmt: skip
def test_patients_are_named_by_their_numbers(words: str, meant: tuple[int, ...] | None) -> None:
    assert patients_meant(words, 28) == meant


@pytest.mark.parametrize(
    ("given", "physical", "psychological"),
    [
        (((LOW, CALM),), "Low physical harm", "No psychological harm"),
        (((LOW, None),) * 4, "each patient: Low physical harm", "each patient: Not known"),
        (
            ((LOW, CALM), (NO, CALM)),
            "patient 1: Low physical harm; patient 2: No physical harm",
            "patient 1: No psychological harm; patient 2: No psychological harm",
        ),
        (
            ((LOW, None), *((SEVERE, CALM),) * 3),
            "Severe physical harm: 3 patients (2 to 4); Low physical harm: patient 1",
            "No psychological harm: 3 patients (2 to 4); Psychological harm not known: patient 1",
        ),
    ],
)
def test_two_versions_of_a_report_are_compared_by_one_line_for_each_sort_of_harm(
    given: Sequence[tuple[PhysicalHarm | None, PsychologicalHarm | None]], physical: str, psychological: str
) -> None:
    expected = [("Physical harm", physical), ("Psychological harm", psychological)]
    assert harm_of_all(harms(*given)) == expected


def test_above_the_question_of_whom_stand_the_numbers_that_answer_it() -> None:
    many = harms((SEVERE, CALM), (LOW, CALM), *((NO, CALM),) * 26)
    said = harm_now("SE-2026-000123", many).partition("\n\n")[2].split("\n")
    assert said == [
        "Harm now, by patient number:",
        "Severe physical harm: 1",
        "Low physical harm: 2",
        "No physical harm: 3 to 28",
        "Psychological harm, each patient: No psychological harm",
    ]
    assert harm_now("SE-2026-000123", harms(*((NO, None),) * 4)).endswith(
        "\n\nPhysical harm, each patient: No physical harm\nPsychological harm, each patient: Not known"
    )


def test_the_answers_about_several_patients_are_the_grades_of_one_and_leave_as_it_is() -> None:
    assert [*NewPhysical] == [NewPhysical.AS_IT_IS, *PhysicalHarm]
    assert [*NewPsychological] == [NewPsychological.AS_IT_IS, *PsychologicalHarm]
