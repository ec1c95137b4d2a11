"""One of every card and form of reporting, with invented words, for the gallery test and for nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from handlers.chat.card import Button, Card, Item, Items, Style
from handlers.chat.form import Form, form
from handlers.desk import House
from handlers.incidents import alone, cards, quick
from handlers.incidents.examples_anonymous import examples as anonymous_examples
from handlers.incidents.examples_later import examples as later_examples
from handlers.incidents.form import AddForm, PatientForm
from handlers.incidents.kinds import KINDS
from handlers.incidents.roles import RoleForm
from handlers.showing import reports
from storage.drafts import Draft
from storage.records import (
    Coded,
    EventType,
    Incident,
    IncidentContent,
    IncidentStatus,
    Involved,
    Location,
    PatientHarm,
    PhysicalHarm,
    PsychologicalHarm,
    Screened,
)

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PLACES = (Location(1, "Ward 7", ("W7",), "Ward 7 (care of older people)", "Medicine", "1", "4"),)
CONTENT = IncidentContent(
    EventType.INCIDENT,
    Screened("pt fell ovrnight ward 7, skin tear L elbow. [name] <!channel> *not bold*", {"patient_name": 1}),
    TODAY,
    time(2, 15),
    1,
    2,
    (
        PatientHarm(1, PhysicalHarm.LOW, PsychologicalHarm.NO_HARM),
        PatientHarm(2, PhysicalHarm.SEVERE, None),
    ),
    (Involved.DEVICES, Involved.MEDICATION),
    Screened("Wound closed"),
)
LONG = IncidentContent(
    EventType.OUTCOME, Screened("word " * 4000), None, None, None, None, (), tuple(Involved), Screened("word " * 400)
)
RISK = replace(
    CONTENT,
    event_type=EventType.RISK,
    patients=None,
    harms=(),
    coded=Coded(risk_themes=tuple("123456"), risk_imminent="y", risk_timeframe="1", drugs=("morphine", "heparin")),
)
GOOD_CARE = replace(
    CONTENT,
    event_type=EventType.GOOD_CARE,
    patients=None,
    harms=(),
    involved=(),
    strengths=Screened("Everybody knew the drill <!channel>"),
    how_again=Screened("A drill each month *everywhere*"),
)
MANY = replace(
    CONTENT,
    patients=100,
    harms=tuple(
        PatientHarm(
            one,
            (*PhysicalHarm, None)[one % 6],
            (*PsychologicalHarm, None)[one % 5],
        )
        for one in range(1, 101)
    ),
)
"""As many patients as LFPSE takes, their harm as unequal as it can be."""
BUTTON = Button("Go on", "incidents.confirm", "d12", Style.PRIMARY)
INCIDENT = Incident(1, "SE-2026-000123", 1, T0, 2, T0 + timedelta(hours=1), IncidentStatus.RECEIVED, CONTENT)


def _questions(answers: Mapping[str, str], **extra: list[str]) -> Items | None:
    draft = Draft(12, 2, "incidents.report", {"values": dict(answers), **extra}, 3, T0, T0, T0)
    return quick.chips(draft, PLACES, "d12:3")


def examples() -> tuple[Card | Form, ...]:
    """Return an example of each card and form, the ordinary and the longest."""
    unsure = _questions({"event_type": "incident"}, unsure=["event_type"])
    two = _questions({"event_type": "incident", "patients": "2", "physical": "low"}, places=["#1"])
    many = _questions({"event_type": "incident", "patients": "100"})
    because = ('We put Low physical harm because you wrote "skin tear".',)
    return (
        cards.confirm_card(
            CONTENT,
            PLACES,
            TODAY,
            "d12",
            questions=two,
            because=because,
            device="falls alarm <!channel>",
            usual_place=True,
            serious=House().serious_text,
        ),
        cards.confirm_card(LONG, PLACES, TODAY, "d12", questions=unsure, wrong="Something to check."),
        cards.confirm_card(GOOD_CARE, PLACES, TODAY, "d12", questions=_questions({"event_type": "good_care"})),
        cards.confirm_card(RISK, PLACES, TODAY, "d12", questions=_questions({"event_type": "risk"})),
        cards.confirm_card(LONG, PLACES, TODAY, "d12", questions=_questions({"event_type": "outcome"})),
        cards.confirm_card(LONG, PLACES, TODAY, "d12", because=because, more=True),
        cards.confirm_card(MANY, PLACES, TODAY, "d12", questions=many),
        cards.thanks_card(INCIDENT, House(), T0),
        cards.thanks_card(INCIDENT, House(), T0, told="the safety team and the Medical Examiner", asks_role=True),
        form(RoleForm, "incidents.role", "Your role", submit="Save", values={"role": "5"}),
        cards.reports_card([INCIDENT] * 5, 12, 5, PLACES, T0),
        cards.reports_card([], 0, 0, PLACES, T0),
        reports.report_card(INCIDENT, PLACES, T0, TODAY),
        cards.start_card(),
        cards.drafts_card([Item("Report a safety event, begun today", "pt fell " * 15, (BUTTON,))] * 5, 12, 5),
        cards.not_ours_card("staff", "word " * 600, "d12", ""),
        cards.not_ours_card("staff", "I was hit <!channel> *x*", "d12", "https://example.org/staff"),
        cards.not_ours_card("other", "the car park is full <!channel> *x*", "d12", "https://example.org/staff"),
        cards.copy_card("word " * 600),
        cards.stray_card("word " * 600, "d12"),
        *(
            form(kind.model, kind.form, kind.title, submit="Next", values={"location": "#1"}, shown={"#1": "Ward 7"})
            for kind in KINDS.values()
        ),
        form(PatientForm, "incidents.patient", "Patient 2 of 3", submit="Next"),
        form(AddForm, "incidents.add", "Add to your report").with_errors(
            {"text": "Please answer this one."}, {"text": ""}
        ),
        *alone.examples(),
        *later_examples(),
        *anonymous_examples(),
    )
