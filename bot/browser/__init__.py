"""The demo page: one server-rendered page on loopback where a visitor plays the people of an invented trust.

It knows of the rest only the chat vocabulary, and ``safety-bot serve`` never serves it.
"""

from bot.browser.leap import Leap
from bot.browser.listen import Browser
from bot.browser.persona import Persona

__all__ = ["Browser", "Leap", "Persona"]
