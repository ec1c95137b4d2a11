"""Files in words and rows: keeping what was handed over, showing kind and size, and who gets a copy.

What a file shows is never shown in a chat, and its name is only a kind and a number unless it is evidence.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from handlers.chat.answers import Wrong
from handlers.chat.card import Button, counted
from handlers.chat.turn import Handed
from handlers.desk import Desk
from storage import drafts, files
from storage.cleaning import TEXTS, Cleaned, FileKind
from storage.cleaning.kinds import PICTURES, not_taken
from storage.drafts import Draft
from storage.files import File
from storage.records import Incident

WAITING: Final = "files"
"""Where a conversation remembers files that came before any words."""
_KB: Final = 1024
_MB: Final = 1024 * 1024


async def keep(
    desk: Desk, handed: Handed, allowed: frozenset[FileKind], *, number: int = 1, named: bool = False
) -> File | Wrong:
    """Hold one file that was handed over, if it is of an allowed kind; otherwise say why not.

    ``named``: it keeps its own name, screened (evidence: "Pump policy.pdf"); otherwise it is called "photo 1.jpg",
    because people name photos after patients. The words of plain text are screened like every other word.
    """
    cleaned = handed.cleaned
    if cleaned is None:
        return Wrong(handed.refused)
    if cleaned.kind not in allowed:
        return Wrong(not_taken(allowed))
    if cleaned.kind in TEXTS:
        screened = await desk.screen_aside(cleaned.content.decode())
        cleaned = Cleaned(cleaned.kind, screened.text.encode())
    name = _own_name(desk, handed.name, cleaned.kind) if named else ""
    return await files.add(
        desk.tx,
        name=name or f"{_plain_name(cleaned.kind)} {number}.{cleaned.kind}",
        cleaned=cleaned,
        owner_id=desk.person.id,
        now=desk.now,
    )


def _plain_name(kind: FileKind) -> str:
    return "photo" if kind in PICTURES else "document"


def _own_name(desk: Desk, name: str, kind: FileKind) -> str:
    """Return the name with the ending of what it is; nothing when it may name somebody."""
    stem = name.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    stem = "".join(one for one in stem if one.isprintable() and one not in '<>:"|?*')
    readable = stem.replace("_", " ").replace("-", " ").strip()
    screened = desk.screen(readable)
    return f"{stem[:80].strip()}.{kind}" if readable and not screened.removed else ""


async def put_in_draft(desk: Desk, keys: Iterable[str], draft_id: int) -> list[File]:
    """Let a draft have files that this person handed over; one that it has already is not kept twice."""
    there = await files.of_draft(desk.tx, draft_id)
    fresh = await _fresh(desk, keys, there)
    for one in fresh:
        await files.put_in_draft(desk.tx, one.key, draft_id, desk.now)
    await drafts.note_files(desk.tx, draft_id, listed(await files.of_draft(desk.tx, draft_id)))
    return fresh


async def join_waiting(desk: Desk, draft: Draft) -> Draft:
    """Let a draft that was just begun have the files that were sent before its words, and return it."""
    waiting = desk.talk.state.get(WAITING)
    if isinstance(waiting, list):
        desk.talk.put(WAITING, None)
        await put_in_draft(desk, [str(one) for one in waiting], draft.id)
        return await drafts.get(desk.tx, draft.id, desk.person.id, desk.now) or draft
    return draft


async def button_of(desk: Desk, incident: Incident) -> tuple[Button, ...]:
    """Return the way to the files of a report; nothing when it has none."""
    there = await files.of_incident(desk.tx, incident.id)
    return (Button(f"Show {count(there)}", "files.list", incident.reference),) if there else ()


async def put_in_report(desk: Desk, keys: Iterable[str], incident_id: int) -> list[File]:
    """Let a report have files that this person handed over; one that it has already is not kept twice."""
    there = await files.of_incident(desk.tx, incident_id)
    fresh = await _fresh(desk, keys, there)
    for one in fresh:
        await files.put_in_report(desk.tx, one.key, incident_id, desk.now)
    return fresh


async def _fresh(desk: Desk, keys: Iterable[str], there: Sequence[File]) -> list[File]:
    """Return the files that are not there yet, each called by its number there; the others are deleted."""
    wanted = list(keys)
    seen = {one.sha256 for one in there}
    known = {one.key for one in there}
    fresh: list[File] = []
    found = {one.key: one for one in await files.held(desk.tx, wanted, desk.person.id)}
    for one in (found[key] for key in dict.fromkeys(wanted) if key in found):
        if one.key in known:
            continue
        if one.sha256 in seen or len(there) + len(fresh) >= files.MOST:
            await files.drop(desk.tx, [one.key])
            continue
        seen.add(one.sha256)
        fresh.append(one)
        await files.rename(desk.tx, one.key, f"{_plain_name(one.kind)} {len(there) + len(fresh)}.{one.kind}")
    return fresh


async def go_along(desk: Desk, draft_id: int, incident_id: int, *, anonymous: bool = False) -> None:
    """Move a draft's files to the report that it became: call it before the draft is dropped.

    ``anonymous``: the report gets copies that nobody owns and that have no key in common with what was handed over.
    """
    for one in await files.of_draft(desk.tx, draft_id):
        key = await files.copy_without_owner(desk.tx, one.key, desk.now) if anonymous else one.key
        await files.put_in_report(desk.tx, key, incident_id, desk.now)
        if anonymous:
            await files.drop(desk.tx, [one.key])


async def come_back(desk: Desk, incident_id: int, draft_id: int) -> None:
    """Let a draft have the files of the report that was taken back and is a draft again."""
    for one in await files.of_incident(desk.tx, incident_id):
        await files.put_in_draft(desk.tx, one.key, draft_id, desk.now)
    await drafts.note_files(desk.tx, draft_id, listed(await files.of_draft(desk.tx, draft_id)))


def listed(found: Sequence[File]) -> str:
    """Return files by name, kind and size: "photo 1.jpg (Picture, 240 KB)"."""
    return ", ".join(f"{one.name} ({one.kind.words}, {size(one.size)})" for one in found)


def count(found: Sequence[File]) -> str:
    """Return how many there are, in words: "1 photo", "2 photos and 1 document"."""
    photos = sum(one.kind in PICTURES for one in found)
    others = len(found) - photos
    said = [counted(photos, "photo")] if photos else []
    return " and ".join([*said, *([counted(others, "document")] if others else [])])


def size(number: int) -> str:
    """Return a size in bytes as people read it: "240 KB", "1.2 MB"."""
    if number >= _MB:
        return f"{number / _MB:.1f} MB"
    return f"{max(1, round(number / _KB))} KB"
