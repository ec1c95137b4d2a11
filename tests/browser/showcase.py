"""A small front that shows every kind of card and form. It keeps nothing beyond the turns that it received."""

import base64
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel

from handlers.chat.answers import check
from handlers.chat.card import (
    Button,
    Card,
    Confirm,
    Facts,
    Item,
    Items,
    Picture,
    Step,
    Steps,
    StepState,
    Style,
    Text,
    say,
)
from handlers.chat.form import Ask, Choice, FileRef, Finds, Form, LocationRef, PersonRef, form
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply, ask, show, tell
from handlers.chat.turn import Answers, Opened, Passage, Press, Turn, Words

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WARDS = tuple(Choice(f"#{number}", f"Ward {number}") for number in range(1, 13))
STAFF = (Choice("#1", "Amina Yusuf"), Choice("#2", "Dr Leila Haddad"))


class Harm(StrEnum):
    """Three answers, which stand open."""

    NONE = "none"
    LOW = "low"
    SEVERE = "severe"


class Involved(StrEnum):
    """Several answers at once."""

    DEVICES = "devices"
    MEDICINES = "medicines"
    NOTHING = "nothing"


class Speciality(StrEnum):
    """More answers than stand open."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"
    E = "e"
    F = "f"
    G = "g"
    H = "h"
    I = "i"  # noqa: E741 - a letter of a list


class Everything(BaseModel):
    """One question of every kind."""

    what: Annotated[str, Ask("What happened?", "No names, no NHS numbers.", long=True, most=200)]
    title: Annotated[str | None, Ask("A short name for it")] = None
    day: Annotated[date, Ask("Which day?")]
    patients: Annotated[int, Ask("How many patients?", least=0, top=50)]
    harm: Annotated[
        Harm | None,
        Ask(
            "Physical harm",
            "Your best guess now.",
            labels={"none": "No harm", "low": "Low", "severe": "Severe"},
            unknown=True,
        ),
    ]
    involved: Annotated[
        tuple[Involved, ...],
        Ask("What was involved?", labels={"devices": "Devices", "medicines": "Medicines", "nothing": "None of these"}),
    ]
    speciality: Annotated[
        Speciality | None,
        Ask("Speciality", labels={member.value: f"Speciality {member.name}" for member in Speciality}),
    ] = None
    told: Annotated[bool | None, Ask("Was the family told?")] = None
    where: Annotated[LocationRef, Ask("Where?", "Start to type the ward.")]
    who: Annotated[PersonRef | None, Ask("Who else should know?")] = None
    photo: Annotated[FileRef | None, Ask("A photo of the device")] = None


def home() -> Card:
    """Return the home card."""
    return Card(
        "home",
        "Good morning",
        (
            Text("Nothing waits for you. Thank you."),
            Items(
                (
                    Item(
                        "Find every pump of this model",
                        "NatPSA/2026/003 · due Fri 27 Nov, in 3 working days",
                        (Button("Done", "show.done", "1", Style.PRIMARY), Button("Snooze", "show.snooze", "1")),
                    ),
                    Item("Replace the giving sets", "1 day late", (Button("I need help", "show.help", "2"),)),
                ),
                "and 3 more",
            ),
        ),
        (Button("Report something", "show.form", style=Style.PRIMARY), Button("My reports", "show.cards")),
    )


def everything() -> Card:
    """Return a card with every kind of part and button."""
    return Card(
        "show.all",
        "NatPSA/2026/003/MHRA – Example pump: risk of over-infusion",
        (
            Text("Open. 2 of 4 actions accepted.\n▓▓▓▓▓░░░░░ 50 %"),
            Text('<script>alert("x")</script> *bold* <!channel> [x](http://y)', quote=True),
            Facts((("Complete by", "Mon 1 March 2027"), ("Owner", "Dr Leila Haddad"), ("Place", "Ward 7"))),
            Steps(
                (
                    Step("Acknowledged on CAS", StepState.DONE),
                    Step("Leads named", StepState.LATE),
                    Step("Evidence given", StepState.NOW),
                    Step("Authorised by the executive", StepState.NEXT),
                )
            ),
            Picture(DOT, "A chart: falls stay at about 12 a month"),
            Text("Figures from 09:14", quiet=True),
        ),
        (
            Button("Acknowledge", "show.ack", "7", Style.PRIMARY),
            Button("Show again", "show.again"),
            Button(
                "Withdraw",
                "show.gone",
                "7",
                Style.DANGER,
                Confirm(
                    "Withdraw this report?", "It is taken out of the list. The safety team keeps a note.", "Withdraw it"
                ),
            ),
            Button("Read it on GOV.UK", "show.link", url="https://www.gov.uk/"),
        ),
    )


def receipt(patients: int) -> Card:
    """Return a card that a form changes."""
    text = Text(f"Thank you. {patients} patients.")
    return Card("show.receipt", "Report SE-2026-000123", (text,), (Button("Change something", "show.form"),))


def full_form() -> Form:
    """Return the form with one question of every kind."""
    return form(
        Everything, "show.everything", "Report a safety event", submit="Check it", intro="Two minutes.", context="12"
    )


class Showcase:
    """A ``Front`` for tests of the page.

    ``failing`` makes it answer as if the store were gone, ``sorry`` as after an error of ours that was stored.
    ``notes`` is off for a front that does not note what only reads.
    """

    def __init__(self, today: Callable[[], date]) -> None:
        self.turns: list[Turn] = []
        self.failing = self.sorry = False
        self.notes = True
        self._today = today
        self._answered: dict[str, Reply] = {}

    async def receive(self, turn: Turn) -> Outcome:
        """Return what the words, the press or the answers ask for."""
        if turn.delivery in self._answered:
            return Outcome(self._answered[turn.delivery], repeated=True)
        self.turns.append(turn)
        if self.failing:
            return Outcome(tell("That did not work. Please try again."), failed=True)
        reply = tell("That did not work.") if self.sorry else self._reply(turn)
        if self.notes:
            self._answered[turn.delivery] = reply
        return Outcome(reply)

    def _reply(self, turn: Turn) -> Reply:
        match turn.said:
            case Words(text):
                return self._words(text)
            case Press(action, value):
                return self._press(action, value)
            case Answers():
                return self._answers(turn.said)
            case Opened():
                return show(home())
            case Passage():
                return tell("Thank you.")

    def _words(self, text: str) -> Reply:
        match text:
            case "form":
                return ask(full_form())
            case "receipt":
                return show(receipt(1))
            case "cards":
                return show(everything(), say("And one more thing.", Button("Fine", "show.ack")))
            case "help":
                return tell("You can say: form, cards.", Button("Open the form", "show.form"), title="What you can do")
            case _:
                return tell(f"You said {text}.", title="Heard")

    def _press(self, action: str, value: str) -> Reply:
        match action:
            case "show.form":
                return ask(full_form())
            case "show.cards" | "show.again":
                return show(everything())
            case _:
                return tell(f"Done by you, 09:12. ({action} {value})", title="Acknowledged", replaces=True)

    def _answers(self, said: Answers) -> Reply:
        found = check(Everything, said.values, self._today())
        if isinstance(found, dict):
            shown = {choice.value: choice.label for choice in WARDS}
            again = form(
                Everything, said.form, "Report a safety event", submit="Check it", context=said.context, shown=shown
            )
            return ask(again.with_errors(found, said.values))
        return show(receipt(found.patients), replaces=True)

    async def find(self, kind: Finds, query: str, *, at_home: bool, limit: int = 20) -> tuple[Choice, ...]:  # noqa: ARG002
        """Return the places or people whose name contains the query."""
        everyone = WARDS if kind is Finds.LOCATION else STAFF
        return tuple(choice for choice in everyone if query.lower() in choice.label.lower())[:limit]
