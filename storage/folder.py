"""A folder on disk in which files appear whole or not at all, and none is written over unless that was asked for.

What it writes can be read by the person who ran the command and by nobody else.
"""

import os
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Put(StrEnum):
    """What became of a file. ``kept``: another content was there already and was left alone."""

    NEW = "new"
    SAME = "same"
    REPLACED = "replaced"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder. ``replace`` lets a file with other content be written over."""

    path: Path
    replace: bool = False

    def make(self) -> None:
        """Make the folder if it is not there. Raises OSError when that cannot be done."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, name: str, content: bytes, *, always: bool = False) -> Put:
        """Store a file whole. ``always`` writes over whatever is there. Raises OSError when the disk refuses."""
        target = self.path / name
        try:
            there = target.read_bytes()
        except FileNotFoundError:
            self._write(target, content)
            return Put.NEW
        if there == content:
            return Put.SAME
        if not (self.replace or always):
            return Put.KEPT
        self._write(target, content)
        return Put.REPLACED

    def _write(self, target: Path, content: bytes) -> None:
        """Write beside the target and rename: whoever looks sees the old file or the new one, never half of one."""
        handle, beside = tempfile.mkstemp(dir=self.path, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(target)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
