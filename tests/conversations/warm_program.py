"""The whole program imported and its reader's patterns compiled: what a process is forked from. It starts nothing."""

from bot import __main__, app
from handlers.incidents.reading import warm

__all__ = ["__main__", "app"]

warm()
