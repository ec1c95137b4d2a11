"""One of every card and form of reporting, with invented words, for the gallery test and for nothing else."""

from datetime import UTC, date, datetime, time, timedelta

from handlers.chat.card import Button, Card, Item, Style
from handlers.chat.form import Form, form
from handlers.desk import House
from handlers.incidents import cards
from handlers.incidents.examples_later import examples as later_examples
from handlers.incidents.form import AddForm, PatientForm, ReportForm
from handlers.showing import reports
from storage.records import (
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
BUTTON = Button("Go on", "incidents.confirm", "d12", Style.PRIMARY)
INCIDENT = Incident(1, "SE-2026-000123", 1, T0, 2, T0 + timedelta(hours=1), IncidentStatus.RECEIVED, CONTENT)


def examples() -> tuple[Card | Form, ...]:
    """Return an example of each card and form, the ordinary and the longest."""
    questions = ("physical", "psychological", "patients")
    because = ('We put Low physical harm because you wrote "skin tear".',)
    return (
        cards.confirm_card(
            CONTENT, PLACES, TODAY, "d12", questions=questions, because=because, serious=House().serious_text
        ),
        cards.confirm_card(LONG, PLACES, TODAY, "d12", questions=("occurred_on",), wrong="Something to check."),
        cards.thanks_card(INCIDENT, House(), T0),
        cards.reports_card([INCIDENT] * 5, 12, 5, PLACES, T0),
        cards.reports_card([], 0, 0, PLACES, T0),
        reports.report_card(INCIDENT, PLACES, T0, TODAY),
        cards.start_card(),
        cards.drafts_card([Item("Report a safety event, begun today", "pt fell " * 15, (BUTTON,))] * 5, 12),
        cards.redirect_card("word " * 600, "d12", ""),
        cards.redirect_card("I was hit <!channel> *x*", "d12", "https://example.org/staff"),
        form(
            ReportForm, "incidents.report", "Report a safety event", values={"location": "#1"}, shown={"#1": "Ward 7"}
        ),
        form(PatientForm, "incidents.patient", "Patient 2 of 3"),
        form(AddForm, "incidents.add", "Add to your report").with_errors(
            {"text": "Please answer this one."}, {"text": ""}
        ),
        *later_examples(),
    )
