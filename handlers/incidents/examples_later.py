"""One of every card and form about what comes before and after sending, with invented words, for the gallery test."""

from handlers.chat.card import Button, Card, Style
from handlers.chat.form import Form, form
from handlers.incidents import cards, duplicates, editing, handing, keeping, notices, readers, withdrawing

REFERENCE = "SE-2026-000123"
CHANGES = (
    ("What happened", "pt fell " * 40, "pt fell <!channel> *x* " * 40),
    ("Where", "Ward 7", "Ward 12"),
    ("Physical harm", "Low physical harm", "Severe physical harm: 3 patients (2 to 4); Low physical harm: patient 1"),
)
_GO_ON = Button("Go on", "incidents.confirm", "d12", Style.PRIMARY)


def examples() -> tuple[Card | Form, ...]:
    """Return an example of each card and form."""
    return (
        editing.change_card(REFERENCE, CHANGES, "d12:3", form_name="incidents.report", said=editing.MOVED),
        editing.change_card(REFERENCE, (), "d12:3", form_name="incidents.report"),
        form(editing.WhyForm, "incidents.why", "Save the change", submit="Save"),
        form(withdrawing.WithdrawForm, "incidents.withdraw", "Take the report back", submit="Take it back"),
        duplicates.same_card(
            [
                (REFERENCE, "Incident, Ward 7", "Today", False),
                ("SE-2026-000124", "Incident, Emergency department, resuscitation", "Tue 24 Nov", True),
            ],
            "d12:3",
        ),
        keeping.ending_card("Report a safety event", "pt fell " * 14, "tomorrow, 09:00", 7, 12, _GO_ON),
        keeping.ending_card("Close with learning", "", "Wed 25 Nov, 09:00", 1, 12, _GO_ON),
        handing.colleague_card("d12", told=False),
        handing.colleague_card("d12", told=True),
        handing.offer_card("A colleague with a long name " * 6, "Incident, Ward 7. ", 12),
        handing.answer_card("Ben Osei", ""),
        handing.answer_card("Ben Osei", "d12"),
        form(handing.HandForm, "incidents.hand", "Hand it over", submit="Ask them"),
        duplicates.thanks_card(REFERENCE, 12),
        duplicates.draft_card("pt fell <!channel> *x* " * 120, "d12"),
        cards.add_card(
            REFERENCE,
            "Incident, Ward 7",
            "her arm <!channel> *x* " * 80,
            "d12",
            serious="Care first. " * 20,
            answers=True,
        ),
        cards.not_own_card(REFERENCE, "her arm <!channel> *x* " * 80, "d12"),
        readers.card(),
        notices.learnt_card(REFERENCE, "What we found: the mat was off. <!channel> *x* " * 80),
        notices.taken_back_card(REFERENCE, 12),
        *(notices.card(REFERENCE, "Incident, Ward 7", what) for what in notices.What),
    )
