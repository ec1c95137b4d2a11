"""What the trust has set about reminding, as the schedules and the handlers take it. It reads no clock."""

from dataclasses import replace

from bot.ladder_file import read_ladder_file
from bot.settings import Settings
from schedules.terms import Terms
from storage.rules.ladder import LADDER, Ladder


def ladder_of(settings: Settings) -> Ladder:
    """Return the ladder that a new alert gets: the trust's own, or ours at the time that is set.

    Raises ValueError when the file was changed since the settings were read and is no ladder any more.
    """
    if settings.ladder_file is not None:
        return read_ladder_file(settings.ladder_file)
    return replace(LADDER, at=settings.reminder_time)


def terms_of(settings: Settings) -> Terms:
    """Return closed days, quiet hours, the ladder and how much one person hears a day."""
    return Terms(
        closed=frozenset(settings.closed_days),
        ladder=ladder_of(settings),
        quiet_from=settings.quiet_from,
        quiet_until=settings.quiet_until,
        a_day=settings.messages_a_day,
    )
