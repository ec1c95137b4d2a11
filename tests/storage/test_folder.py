"""Files that appear whole or not at all, and are not written over unasked."""

import stat
from pathlib import Path

import pytest

from storage.folder import Folder, Put


def test_a_file_is_written_for_the_person_alone_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "a" / "b")
    folder.make()
    assert folder.put("x.json", b"one") is Put.NEW
    assert [path.name for path in folder.path.iterdir()] == ["x.json"]
    assert stat.S_IMODE((folder.path / "x.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_a_file_with_other_content_is_left_alone_unless_asked(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.put("x.json", b"one")
    assert folder.put("x.json", b"one") is Put.SAME
    assert folder.put("x.json", b"two") is Put.KEPT
    assert (tmp_path / "x.json").read_bytes() == b"one"
    assert Folder(tmp_path, replace=True).put("x.json", b"two") is Put.REPLACED
    assert folder.put("x.json", b"three", always=True) is Put.REPLACED
    assert (tmp_path / "x.json").read_bytes() == b"three"


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "x.json").mkdir()
    (tmp_path / "x.json" / "inside").touch()
    with pytest.raises(OSError, match=r"x\.json|directory"):
        Folder(tmp_path, replace=True).put("x.json", b"one")
    with pytest.raises(TypeError):
        Folder(tmp_path).put("y.json", "no bytes")  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]
