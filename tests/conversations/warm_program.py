"""The whole program imported and its reader used, so that patterns are compiled: what a process is forked from."""

import gc
from datetime import UTC, datetime
from typing import Final

gc.disable()  # importing leaves no rubbish, and looking for it is a fifth of the time

from bot import __main__, app  # noqa: E402
from handlers.incidents.reading import read, warm  # noqa: E402
from storage import migrations  # noqa: E402

__all__ = ["__main__", "app"]

_TOLD: Final = "pt fell on ward 7, no injury. nhs 999 526 0182"

warm()
read(_TOLD, datetime(2026, 11, 24, 9, tzinfo=UTC), ())
migrations.head()
gc.freeze()
gc.enable()
