"""All capabilities of the bot, in the order in which help shows them. A new one is one folder and one line here."""

from typing import Final

from handlers.alerts.capability import ALERTS
from handlers.attachments.capability import ATTACHMENTS
from handlers.capability import Capability
from handlers.incidents.capability import INCIDENTS
from handlers.intake.capability import INTAKE
from handlers.questions import CHAT
from handlers.reminders.capability import REMINDERS
from handlers.review.capability import REVIEW
from handlers.start import START
from handlers.status.capability import STATUS

CAPABILITIES: Final[tuple[Capability, ...]] = (
    INTAKE,
    INCIDENTS,
    ATTACHMENTS,
    REVIEW,
    STATUS,
    ALERTS,
    REMINDERS,
    CHAT,
    START,
)
