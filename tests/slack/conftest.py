"""The fixtures of the Slack tests; what they are made of is in ``slack_house``."""

from slack_house import house

__all__ = ["house"]
