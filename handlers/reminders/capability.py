"""What reminders add to the bot: opening a line of a digest, and leave."""

from typing import Final

from handlers.capability import Capability, FormRoute, HelpLine, Route
from handlers.reminders import leave, opening
from handlers.reminders.examples import examples
from storage.records import Person
from storage.rules.policy import Verb, may


def _has_duties(person: Person) -> bool:
    return bool(person.roles)


def _for_others(person: Person) -> bool:
    return may(person, Verb.RECORD_LEAVE) is None


REMINDERS: Final = Capability(
    "reminders",
    words={
        "my leave": Route(leave.mine, reads=True),
        "i am away": Route(leave.away),
        "leave for": Route(leave.of_somebody, reads=True, rest=True),
    },
    presses={
        "reminders.open": Route(opening.open_one, reads=True),
        "reminders.leave_mine": Route(leave.mine, reads=True),
        "reminders.leave_of": Route(leave.of_person, reads=True),
        "reminders.leave_delete": Route(leave.delete),
    },
    forms={leave.FORM: FormRoute(leave.LeaveForm, leave.opens, leave.answered, "Leave")},
    draws={leave.NOTICE: leave.told},
    help=(
        HelpLine("my leave", "Say when you are away and who stands in", shown_to=_has_duties),
        HelpLine("leave for", "Record leave for a colleague", shown_to=_for_others),
    ),
    examples=examples,
)
