"""Microsoft Teams: what it sends becomes turns, and replies become Adaptive Cards. It knows only the vocabulary."""

from bot.teams.listen import Teams
from bot.teams.settings import TeamsSettings

__all__ = ["Teams", "TeamsSettings"]
