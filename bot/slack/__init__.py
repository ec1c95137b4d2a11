"""The Slack adapter: payloads become turns, cards become blocks. It knows of the rest only the vocabulary."""

from bot.slack.slack import SCOPES, Finding, Slack, SlackSettings

__all__ = ["SCOPES", "Finding", "Slack", "SlackSettings"]
