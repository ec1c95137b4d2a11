"""One of every card and form about what comes before and after sending, with invented words, for the gallery test."""

from handlers.chat.card import Card
from handlers.chat.form import Form, form
from handlers.incidents import editing, notices, withdrawing

REFERENCE = "SE-2026-000123"
CHANGES = (
    ("What happened", "pt fell " * 40, "pt fell <!channel> *x* " * 40),
    ("Where", "Ward 7", "Ward 12"),
    ("Physical harm, patient 2", "", "Low physical harm"),
)


def examples() -> tuple[Card | Form, ...]:
    """Return an example of each card and form."""
    return (
        editing.change_card(REFERENCE, CHANGES, "d12:3", said=editing.MOVED),
        editing.change_card(REFERENCE, (), "d12:3"),
        form(editing.WhyForm, "incidents.why", "Save the change", submit="Save"),
        form(withdrawing.WithdrawForm, "incidents.withdraw", "Take the report back", submit="Take it back"),
        *(notices.card(REFERENCE, "Incident, Ward 7", what) for what in notices.What),
    )
