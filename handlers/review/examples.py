"""One of every card and form of the review, with invented words, for the gallery test and for nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from handlers.chat.card import Card
from handlers.chat.form import Form, form
from handlers.review import cards, notices, queue, report_card, taking_out
from handlers.review.form import (
    AgainForm,
    CloseForm,
    GradeForm,
    GradeSomeForm,
    HandlerForm,
    JoinForm,
    NoForm,
    QuestionForm,
    ReplyForm,
)
from handlers.review.view import View
from handlers.showing.feedback import feedback_parts
from storage.records import (
    Coded,
    EventType,
    FlagAnswer,
    Incident,
    IncidentContent,
    IncidentStatus,
    Involved,
    Location,
    NoteKind,
    PatientHarm,
    Person,
    PhysicalHarm,
    PsychologicalHarm,
    Screened,
)
from storage.resembling import Alike
from storage.reviews import Decision, Note
from storage.rules.resemblance import Told
from storage.rules.review import QUESTIONS

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PLACES = (Location(1, "Ward 7", ("W7",), "Ward 7 (care of older people)", "Medicine", "1", "4"),)
PEOPLE = {1: Person(1, "Jo Whitfield"), 2: Person(2, "Dr Leila Haddad")}
LONG = "pt slipped near the bathroom <!channel> *now* " * 80
CONTENT = IncidentContent(
    EventType.INCIDENT, Screened(LONG), TODAY, time(2, 15), 1, 6,
    tuple(PatientHarm(one, PhysicalHarm.MODERATE, PsychologicalHarm.LOW) for one in range(1, 7)),
    (Involved.DEVICES,), Screened(""), coded=Coded(flags=tuple(QUESTIONS)),
)  # fmt: skip
OPEN = Incident(
    1, "SE-2026-000123", 7, T0 - timedelta(days=20), 1, T0, IncidentStatus.RECEIVED, CONTENT,
    answer_due_at=T0 - timedelta(days=2),
)  # fmt: skip
WORST = replace(
    OPEN,
    id=2,
    content=replace(
        CONTENT, harms=(PatientHarm(1, PhysicalHarm.FATAL, None),), patients=1,
        coded=Coded(flags=("immediate_escalation", "safeguarding"), never_event=1),
    ),
)  # fmt: skip
HELD = replace(OPEN, handler_id=1, status=IncidentStatus.IN_REVIEW)
CLOSED = replace(HELD, status=IncidentStatus.CLOSED, answered_at=T0)
NOTES = tuple(
    Note(number, 1, T0, 7 if kind is NoteKind.ANSWER else 1, kind, LONG[:900], None)
    for number, kind in enumerate((*NoteKind, *NoteKind), start=1)
)
MINE = Note(30, 1, T0, 7, NoteKind.QUESTION, "Will the alarms be checked?", None)
DECIDED = {
    flag: Decision(flag, FlagAnswer.YES if number % 2 else FlagAnswer.NO, 1, T0)
    for number, flag in enumerate(QUESTIONS, start=1)
}

MANY = tuple(PatientHarm(one, tuple(PhysicalHarm)[one % 5], tuple(PsychologicalHarm)[one % 4]) for one in range(1, 29))
ALIKE = Alike(1, "NatPSA/2026/003", "Bed rails " * 30, Told("Bed rails: risk of falls", ""), None, None)


def examples() -> tuple[Card | Form, ...]:
    """Return an example of each card and form, the ordinary and the longest."""
    told = Card("review.feedback", "Report SE-2026-000123", feedback_parts(HELD, (*NOTES, MINE), T0))
    return (
        cards.queue_card([OPEN] * 5, 12, 5, PLACES, T0, {}),
        cards.queue_card([], 0, 0, PLACES, T0, {}, which="late"),
        cards.queue_card([WORST, HELD], 2, 0, PLACES, T0, {1: {"safeguarding": FlagAnswer.YES}}, which="serious"),
        cards.queue_card([WORST], 1, 0, PLACES, T0, {}, which="never_event", sees_all=False),
        *(report_card.review_card(view, PLACES, T0, TODAY, "Saved.") for view in _views()),
        *(report_card.more_card(view, T0, "Saved.") for view in _views()),
        cards.closing_card("SE-2026-000123", "d12", LONG[:1500], LONG[:1500], 2),
        queue.waiting_card(12, 3, 2),
        notices.report_notice(OPEN, "Incident, Ward 7", "You receive this because a patient died.", reviews_it=True),
        notices.handler_card(OPEN, "Incident, Ward 7"),
        notices.reporter_card(OPEN, "Someone is looking at your report. You will hear what comes of it."),
        notices.question_card(OPEN, NOTES[0]),
        notices.reply_card(OPEN, NOTES[0]),
        notices.said_card(OPEN, MINE),
        notices.learning_card(CLOSED, NOTES[3], "Incident, Ward 7"),
        notices.reminder_card(HELD, TODAY - timedelta(days=1), TODAY),
        told,
        form(HandlerForm, "review.give", "Who looks after it?"),
        form(GradeForm, "review.grade", "Harm to the patient", submit="Save"),
        form(
            GradeSomeForm,
            "review.grade_some",
            "Harm to the patients",
            submit="Save",
            intro=report_card.harm_now("SE-2026-000123", MANY),
        ),
        form(
            NoForm,
            "review.no",
            "Duty of Candour: no",
            submit="Save",
            intro=f"Report SE-2026-000123. {QUESTIONS['duty_of_candour_review']}",
        ),
        taking_out.asks("SE-2026-000123"),
        form(QuestionForm, "review.ask", "Ask the reporter", submit="Ask"),
        form(ReplyForm, "review.reply", "Your answer", intro=f"The question: {LONG[:1000]}"),
        form(JoinForm, "review.join", "Join with another", submit="Join").with_errors(
            {"reference": "We did not find that report. Please check the reference."}, {"reference": "SE-1"}
        ),
        form(CloseForm, "review.close", "Close with learning", submit="Next"),
        form(AgainForm, "review.say", "It happened again"),
    )


def _views() -> tuple[View, ...]:
    return (
        View(OPEN, (), {}, PEOPLE),
        View(
            HELD,
            (*NOTES, MINE),
            DECIDED,
            PEOPLE,
            merged=("SE-2026-000124", "SE-2026-000125"),
            files="2 photos and 1 document",
            takes_out=True,
            alike=tuple(replace(ALIKE, judged=judged, judged_by=1) for judged in (None, True, False)),
        ),
        View(CLOSED, NOTES, DECIDED, PEOPLE),
        View(replace(CLOSED, merged_into=2), NOTES, {}, PEOPLE, root="SE-2026-000099"),
        View(replace(OPEN, status=IncidentStatus.WITHDRAWN), (), {}, PEOPLE),
    )
