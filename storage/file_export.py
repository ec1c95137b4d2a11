"""The photos and documents of reports as files of a folder, with a list of their hashes, for records management.

It reads the store and writes files. Nothing that it writes says who handed a file over.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date
from typing import Final

from sqlalchemy import select

from storage import files
from storage.alert_sheet import sheet
from storage.database import Transaction
from storage.folder import Folder, Put
from storage.lfpse import span
from storage.tables import files as files_table
from storage.tables import incident_files, incidents

LIST: Final = "files.csv"
COLUMNS: Final = ("report", "report_status", "file", "media_type", "bytes", "sha256", "added_utc")
_SHORT: Final = 12
"""So many signs of a file's hash stand in its name, so that two "photo 1.jpg" of one report are two files."""


@dataclass(slots=True)
class Taken:
    """What became of the files. ``kept``: other content was there and was left alone. ``damaged``: not what it was."""

    written: int = 0
    there: int = 0
    kept: int = 0
    damaged: int = 0


async def export_files(tx: Transaction, folder: Folder, since: date, until: date) -> Taken:
    """Write each file that was added to a report on these days in London, both included, and the list of them.

    Files of reports that were taken back are among them: the list says how each report stands. One file at a time is
    in memory. A file whose content has no longer its hash is named in the list and not written. OSError when the
    folder, which is there, cannot be written.
    """
    start, end = span(since, until)
    columns = (
        files_table.c.key,
        files_table.c.name,
        files_table.c.media_type,
        files_table.c.size,
        files_table.c.sha256,
    )
    chosen = (
        select(incidents.c.reference, incidents.c.status, incident_files.c.added_at, *columns)
        .select_from(incident_files.join(incidents).join(files_table, files_table.c.key == incident_files.c.file_key))
        .where(incident_files.c.added_at >= start, incident_files.c.added_at < end)
        .order_by(incidents.c.reference, incident_files.c.added_at, files_table.c.name, files_table.c.sha256)
    )
    taken, rows = Taken(), []
    for row in (await tx.execute(chosen)).all():
        content = await files.content_of(tx, row.key)
        name = f"{row.reference}_{row.name.replace(' ', '-').rpartition('.')[0]}_{row.sha256[:_SHORT]}"
        name = f"{name}.{row.name.rpartition('.')[2]}"
        if hashlib.sha256(content).hexdigest() != row.sha256:
            taken.damaged, name = taken.damaged + 1, "not written: its content has changed"
        else:
            _count(taken, folder.put(name, content))
        added = f"{row.added_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        rows.append((row.reference, row.status, name, row.media_type, row.size, row.sha256, added))
    folder.put(LIST, sheet(COLUMNS, rows).encode(), always=True)
    return taken


def _count(taken: Taken, put: Put) -> None:
    taken.written += put in {Put.NEW, Put.REPLACED}
    taken.there += put is Put.SAME
    taken.kept += put is Put.KEPT
