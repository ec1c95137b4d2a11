"""Cards of the conversation itself: how a form is offered, a note in a channel, the question before a cancel."""

from dataclasses import replace
from typing import Final

from handlers.chat.card import Button, Card, Style, Text, say
from handlers.chat.form import CHOICE_MOST, LABEL_MOST, Choice, Field, Form, Widget
from handlers.chat.reply import Reply
from handlers.finding import Found
from handlers.question_card import cancel_button, question_card

PRIVATE: Final = Card("chat.private", "", (Text("I have answered you in our own chat, where only you can see it."),))
"""What is said in a channel when the answer is for one person alone."""


def part_private(reply: Reply, deletes: str = "") -> tuple[Reply, Card]:
    """Return what only the person sees, and the note for the place where they asked, which holds what shares there.

    ``deletes``: their message there may hold patient details, and this is how they delete it.
    """
    cards = tuple(replace(card, buttons=tuple(one for one in card.buttons if not one.shares)) for card in reply.cards)
    sharing = tuple(one for card in reply.cards for one in card.buttons if one.shares)
    asked = (Text(f"Please delete your message here: it may hold patient details. {deletes}"),) if deletes else ()
    return Reply(cards, reply.form), replace(PRIVATE, parts=(*asked, *PRIVATE.parts), buttons=sharing)


def offer(form: Form, *, one_at_a_time: bool = True) -> Card:
    """Return a card that opens a form, for places where a form cannot be opened without a press.

    ``one_at_a_time``: its questions may be asked in the chat as well, which keeps the answers in a draft.
    """
    value = f"{form.name}:{form.context}"
    opens = Button("Open the form", "chat.open", value, Style.PRIMARY)
    if not one_at_a_time:
        return Card("chat.offer", form.title, (Text(form.intro or "Please use the form."),), (opens,))
    return Card(
        "chat.offer",
        form.title,
        (Text("You can fill in a form, or answer one question at a time here."),),
        (opens, Button("Ask me one at a time", "chat.ask", value)),
    )


def cancel_card() -> Card:
    """Return the question that is asked when somebody types "cancel"."""
    return Card(
        "chat.cancel",
        "Throw this away?",
        (Text("What you answered so far will be deleted. You can also save it for later."),),
        (
            Button("Save for later", "chat.later", style=Style.PRIMARY),
            replace(cancel_button(), label="Throw it away"),
            Button("Go on", "chat.go_on"),
        ),
    )


def examples() -> tuple[Card, ...]:
    """Return one of every card, and a question of every kind in its longest form."""
    choices = tuple(Choice(f"choice{number}", f"{number} " + "x" * (CHOICE_MOST - 3)) for number in range(12))
    questions = tuple(
        question_card(
            Field("asked", widget, "L" * LABEL_MOST, "In your own words. " * 10, required=False, choices=choices),
            2,
            10,
            wrong="This is 4,000 characters long. Please keep it to 3,000.",
            known=("choice1", "choice2"),
            more=(Found(1, "Ward 7", 90), Found(2, "Ward 17 " * 20, 89)),
        )
        for widget in Widget
    )
    return (
        PRIVATE,
        offer(Form("incidents.report", "Report a safety event", ())),
        offer(Form("incidents.code_form", "Find it by its code", ()), one_at_a_time=False),
        cancel_card(),
        say("Done."),
        *questions,
    )
