"""The alert log and the compliance figures as CSV, for the CQC and the board: the same store gives the same bytes.

No cell begins with what a spreadsheet takes for a formula. Words of people were screened before they were stored.
"""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date, datetime
from typing import Final

from storage import alert_log, alerts, compliance, people
from storage.alert_log import Line
from storage.database import Transaction
from storage.records import Alert, Person
from storage.rules.compliance import STAGE_WORDS, Figures, Stage, by_quarter, figures
from storage.rules.workdays import LONDON

COLUMNS: Final = (
    "alert", "title", "status", "version", "when_utc", "when_london", "entry", "what", "action", "by", "by_duty", "for",
    "told", "detail", "evidence_kind", "evidence_sha256", "message_state",
)  # fmt: skip
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
FIGURE_COLUMNS: Final = (
    "quarter", "alerts", "acknowledged_in_time", "acknowledgements_judged", "acknowledgement_not_known", "open",
    "open_past_deadline", "ended_past_deadline",
    *(f"{stage}_{name}" for stage in Stage for name in ("alerts", "median_working_days", "longest_working_days")),
    "evidence_judged", "evidence_returned",
)  # fmt: skip
BEGINNING: Final = date(2000, 1, 1)
"""Before any alert was issued."""


def cell(value: object) -> str:
    """Return a value as a cell: one line, and nothing that a spreadsheet would run."""
    text = " ".join(str(value).split())
    return f"'{text}" if str(value).startswith(_FORMULA) or text.startswith(_FORMULA) else text


def sheet(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV with a heading, each line ending as the standard for CSV says."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[cell(one) for one in row] for row in rows])
    return written.getvalue()


async def log_of(tx: Transaction, chosen: Sequence[Alert]) -> str:
    """Return the log of these alerts as CSV, by their key and then by time; at its end what waits to be sent.

    The ``entry`` of that is ``planned``: it has not happened, and what happens until then may change it.
    """
    return sheet(COLUMNS, [row async for row in _rows(tx, chosen)])


async def whole_log(tx: Transaction) -> tuple[str, int]:
    """Return the log of all alerts as CSV, and how many alerts it holds."""
    chosen = await alerts.listing(tx)
    return await log_of(tx, chosen), len(chosen)


async def _rows(tx: Transaction, chosen: Sequence[Alert]) -> AsyncIterator[tuple[object, ...]]:
    known: dict[int, Person] = {}
    for alert in sorted(chosen, key=lambda one: (one.key, one.id)):
        lines = (*await alert_log.of_alert(tx, alert), *await alert_log.to_come(tx, alert))
        ids = {one for line in lines for one in (line.by_id, line.for_id, line.to_id) if one is not None}
        known |= await people.by_ids(tx, ids - known.keys())
        for line in lines:
            yield _row(alert, line, known)


def _row(alert: Alert, line: Line, known: dict[int, Person]) -> tuple[object, ...]:
    by = known.get(line.by_id) if line.by_id is not None else None
    duties = "; ".join(sorted(role.replace("_", " ") for role in by.roles)) if by else ""
    return (
        alert.reference, alert.title, alert.status, line.version, _utc(line.at),
        f"{line.at.astimezone(LONDON):%d/%m/%Y %H:%M:%S %Z}", line.entry, line.what, line.action,
        by.name if by else ("" if line.to_id is not None else "the bot"), duties, _name(line.for_id, known),
        _name(line.to_id, known), line.detail, line.evidence_kind, line.sha256, line.state,
    )  # fmt: skip


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"


def _name(person_id: int | None, known: dict[int, Person]) -> str:
    return known[person_id].name if person_id in known else ""


async def figures_sheet(tx: Transaction, today: date) -> str:
    """Return the compliance figures as CSV: all alerts in the first row, then each quarter, the newest first."""
    passages = await compliance.passages(tx, BEGINNING)
    found = [figures(passages, today), *by_quarter(passages, today)]
    return sheet(FIGURE_COLUMNS, [_figure_row(one) for one in found])


def _figure_row(one: Figures) -> list[object]:
    spreads = dict(one.spreads)
    row: list[object] = [
        one.name, one.alerts, one.acknowledged_in_time, one.acknowledgement_judged, one.acknowledgement_unknown,
        one.open, one.open_late, one.ended_late,
    ]  # fmt: skip
    for stage in STAGE_WORDS:
        spread = spreads.get(stage)
        row += [spread.count, f"{spread.median:g}", spread.longest] if spread else [0, "", ""]
    return [*row, one.judged, one.returned]
