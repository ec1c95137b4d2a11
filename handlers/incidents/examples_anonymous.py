"""One of every card and form of reporting without a name, and of what was removed. All words are invented."""

from datetime import UTC, datetime, timedelta

from handlers.chat.card import Button, Card, Style, Text
from handlers.chat.form import Form, form
from handlers.desk import House
from handlers.incidents import anonymous_cards, cleaning
from handlers.incidents.anonymous import CodeAnswerForm, CodeForm
from handlers.incidents.anonymous_elsewhere import Elsewhere
from handlers.incidents.anonymous_sending import last_step
from handlers.incidents.cleaning import NotNameForm, RemoveForm
from handlers.incidents.form import AddForm
from storage.drafts import Draft
from storage.records import Coded, EventType, Incident, IncidentContent, IncidentStatus, NoteKind, Screened
from storage.reviews import Note

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CODE = "7K2M-WXYZ-1234-ABCD-0000"
CONTENT = IncidentContent(
    EventType.INCIDENT, Screened("word <!channel> *x* " * 400), None, None, None, None, (), (), Screened("")
)
INCIDENT = Incident(1, "SE-2026-000123", None, T0, 1, T0, IncidentStatus.RECEIVED, CONTENT, anonymous=True)

DRAFT = Draft(
    13, 7, "incidents.report", {"values": {"what_happened": "word <!channel> *x* " * 400}}, 1, T0, T0,
    T0 + timedelta(days=7),
)  # fmt: skip


def examples() -> tuple[Card | Form, ...]:
    """Return an example of each card and form, the ordinary and the longest."""
    signs = CODE.replace("-", "")
    asked = [Note(number, 1, T0, 7, NoteKind.QUESTION, "word " * 200, None) for number in range(5)]
    confirm = Card(
        "incidents.confirm", "Check your report", (), (Button("Submit", "incidents.submit", "d12:3", Style.PRIMARY),)
    )
    wishes = IncidentContent(
        EventType.INCIDENT, Screened("dont want my name near this"), None, None, None, None, (), (), Screened(""),
        coded=Coded(flags=("anonymous_requested",)),
    )  # fmt: skip
    told = (Text("You will hear from us by Tue 8 Dec at the latest.", quiet=True),)
    return (
        anonymous_cards.offered(confirm, wishes, "d12:3"),
        anonymous_cards.offered(confirm, wishes, "d12:3", "SE-2026-000123"),
        anonymous_cards.sent_card(CODE, INCIDENT, House(), T0.date(), "the safety team and the Medical Examiner"),
        anonymous_cards.sent_card(CODE, INCIDENT, House(), T0.date(), also=anonymous_cards.others_words(2, 1)),
        anonymous_cards.code_card(INCIDENT, signs, (), T0, told=told, waiting=()),
        anonymous_cards.code_card(
            INCIDENT, signs, (), T0 + timedelta(days=3), told=told, waiting=asked, said="Thank you for your answer."
        ),
        anonymous_cards.GONE_BEHIND,
        cleaning.removed_card("[patient's name] fell <!channel> *x* [bed number] " * 20, "d12:3", "Nothing changed."),
        cleaning.removed_card("pt fell", "d12:3"),
        form(NotNameForm, "incidents.not_name", "This is not a name", submit="Put it back"),
        form(RemoveForm, "incidents.remove", "Remove some words", submit="Remove"),
        last_step(Elsewhere(), context="d12:3"),
        last_step(Elsewhere(near=(DRAFT,) * 5, named="SE-2026-000123", shared=True), context="d12:3", is_urgent=True),
        form(AddForm, "incidents.code_add", "Add to your report", submit="Add", context=signs),
        form(CodeForm, "incidents.code_form", "Find it by its code", submit="Show"),
        form(CodeAnswerForm, "incidents.code_answer", "Your answer", intro="The question: word" + " word" * 200),
    )  # fmt: skip
