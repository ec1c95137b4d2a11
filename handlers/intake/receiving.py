"""From a file, an e-mail, a paste or a feed's item to a receipt that waits for a CAS officer. It starts nothing."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final

from storage import alerts, audit, outbox, people, receipts
from storage.database import Transaction
from storage.papers import read_apart
from storage.receipts import Receipt
from storage.records import AlertStatus, ReceiptSource, ReceiptState, Role
from storage.rules.intake import govuk
from storage.rules.intake.keeping import KEPT_MOST, ORIGINAL_MOST, kept, kept_item
from storage.rules.intake.letter import UnreadableError, open_letter
from storage.rules.intake.markup import Block, Kind, as_text, blocks_of
from storage.rules.intake.proposal import Proposal, as_json
from storage.rules.intake.reading import read, tidy_title
from storage.rules.references import find_references

NOTICE: Final = "notice.triage"
FILE_LARGEST: Final = 20 * 1024 * 1024
"""Bytes of a file that are taken: an e-mail with its attachments."""
TEXT_LARGEST: Final = 5 * 1024 * 1024
_HEAD: Final = 6
"""So many lines at the top of a text may hold its title."""
_LABELLED: Final = re.compile(
    r"(?:(?:date(?: of issue| issued)?|issued?(?: on| by| date)?|alert (?:type|level|reference)|"
    r"reference(?: no\.?| number)?|classification|category|distribution|deadline|sent|from|to|cc|originat\w+ by)\s*:|"
    r"actions? (?:required|underway|complete|to be)\b|this alert\b)",
    re.IGNORECASE,
)
"""Lines at the top that say something else than the title."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came in about an alert: what was understood, the words as they may be kept, the digest of what came.

    ``item``: the whole as it came, screened, where that is more than words.
    """

    source: ReceiptSource
    proposal: Proposal
    text: str
    sha256: str
    item: str | None = None

    @property
    def key(self) -> str | None:
        """The alert that it is about, if that was understood."""
        found = find_references(self.proposal.value("reference"))
        return found[0].key if found else None


def from_words(text: str, hospital_number: str | None = None) -> Received:
    """Understand a text that somebody pasted."""
    return _from_text(ReceiptSource.PASTE, text, text.strip().encode(), hospital_number)


def _from_text(
    source: ReceiptSource, text: str, content: bytes, hospital_number: str | None, subject: str = ""
) -> Received:
    blocks = blocks_of(text)
    proposal = read(blocks)
    if proposal.title is None:
        proposal = replace(proposal, title=_title(subject, blocks[:_HEAD]))
    if proposal.reference is None and (named := find_references(subject)):
        proposal = replace(proposal, reference=_said(named[0].reference, subject))
    whole = f"{subject}\n{as_text(blocks)}".strip()
    digest = hashlib.sha256(content).hexdigest()
    most = KEPT_MOST if source is ReceiptSource.PASTE else ORIGINAL_MOST
    text = kept(whole, hospital_number=hospital_number, most=most)
    return Received(source, _screened(proposal, hospital_number), text, digest)


def _title(subject: str, head: Sequence[Block]) -> Any:
    for line in (subject, *(one.text for one in head if one.kind not in {Kind.NUMBERED, Kind.BULLET})):
        title = tidy_title(line)
        if len(title.split()) > 2 and not _LABELLED.match(title):  # noqa: PLR2004 - fewer words are a name or a heading
            return _said(title, line)
    return None


def _said(value: str, sentence: str) -> Any:
    from storage.rules.intake.proposal import Suggestion

    return Suggestion(value, sentence[:300])


def _screened(proposal: Proposal, hospital_number: str | None) -> Proposal:
    """Return the proposal with its free words as they may be kept."""

    def clean(text: str) -> str:
        return kept(text, hospital_number=hospital_number)

    parts: dict[str, Any] = {}
    for name in Proposal.__dataclass_fields__:
        found = getattr(proposal, name)
        if name == "actions":
            parts[name] = tuple(replace(one, text=clean(one.text)) for one in found)
        elif found is not None:
            free = name in {"title", "explanation"}
            parts[name] = replace(found, value=clean(found.value) if free else found.value,
                                  sentence=clean(found.sentence))  # fmt: skip
    return Proposal(**parts)


def from_item(
    item: Mapping[str, Any], source: ReceiptSource = ReceiptSource.FEED, hospital_number: str | None = None
) -> Received:
    """Understand a content item of GOV.UK. Its words are kept to be read, and the whole item as it came."""
    digest = hashlib.sha256(json.dumps(govuk.gist(item), sort_keys=True).encode()).hexdigest()
    proposal = _screened(govuk.propose(item), hospital_number)
    text = kept(govuk.text_of(item), hospital_number=hospital_number, most=ORIGINAL_MOST)
    return Received(source, proposal, text, digest, kept_item(item, hospital_number=hospital_number))


def from_file(name: str, content: bytes, hospital_number: str | None = None) -> Received:
    """Understand a file: .eml, .pdf, .html, .txt, or the .json of a GOV.UK item. Raises UnreadableError with words."""
    ending = PurePath(name).suffix.lower()
    if len(content) > (FILE_LARGEST if ending == ".eml" else TEXT_LARGEST):
        raise UnreadableError("This file is too large for an alert.")
    if ending == ".eml":
        letter = open_letter(content)
        text = as_text(blocks_of(letter.body)) if letter.body else ""
        whole = "\n\n".join((text, *(_paper(one) for one in letter.papers)))
        return _from_text(ReceiptSource.EMAIL, whole, content, hospital_number, letter.subject)
    if ending == ".pdf":
        return _from_text(ReceiptSource.FILE, read_apart(content), content, hospital_number)
    if ending == ".json":
        return from_data(read_json(content), content, hospital_number)
    if ending not in {".txt", ".html", ".htm"}:
        raise UnreadableError("We read .json, .eml, .pdf, .html and .txt. Please save the alert as one of these.")
    text = content.decode("utf-8-sig", "replace")
    if not text.strip():
        raise UnreadableError("There are no words in this file.")
    return _from_text(ReceiptSource.FILE, text, content, hospital_number)


def _paper(content: bytes) -> str:
    """Return the words of a PDF that came with an e-mail, or in their place why there are none."""
    try:
        return read_apart(content)
    except UnreadableError as error:
        return f"[A PDF came with this. {error}]"


def read_json(content: bytes) -> Any:
    """Return the value of a JSON file. Raises UnreadableError with words."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UnreadableError("This file is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        raise UnreadableError(f"This file is not JSON: look at line {error.lineno}, column {error.colno}.") from None
    except (ValueError, RecursionError):
        raise UnreadableError("This file is not JSON.") from None


_FIELDS: Final = {"issued": "issued_on"}


def from_data(data: Any, content: bytes, hospital_number: str | None = None) -> Received:
    """Understand JSON: an item of GOV.UK, or the trust's own format with parts missing. Raises UnreadableError."""
    if not isinstance(data, dict):
        raise UnreadableError("This file must hold one alert: an object in curly brackets.")
    if govuk.is_item(data):
        return from_item(data, ReceiptSource.FILE, hospital_number)
    from storage.rules.intake.proposal import ProposedAction

    found: dict[str, Any] = {}
    for name in ("reference", "title", "issuer", "issued", "complete_by", "url", "explanation"):
        value = data.get(name)
        if isinstance(value, str) and value.strip():
            found[_FIELDS.get(name, name)] = _said(value.strip()[:2900], f"{name} in the file")
    if isinstance(data.get("complex"), bool):
        found["complexity"] = _said("yes" if data["complex"] else "no", "complex in the file")
    listed = data.get("actions")
    actions = [one for one in listed if isinstance(one, dict) and one.get("text")] if isinstance(listed, list) else []
    found["actions"] = tuple(
        ProposedAction(number, str(one["text"])[:1000], one["due"] if isinstance(one.get("due"), str) else None)
        for number, one in enumerate(actions[:60], start=1)
    )
    if "reference" not in found and "title" not in found:
        raise UnreadableError("This file names neither a reference nor a title, so it is no alert.")
    text = kept_item(data, hospital_number=hospital_number)
    digest = hashlib.sha256(content).hexdigest()
    return Received(ReceiptSource.FILE, _screened(Proposal(**found), hospital_number), text, digest)


async def receive(tx: Transaction, came: Received, *, now: datetime, actor: str, by_id: int | None) -> Receipt:
    """Keep what came in; the CAS officers hear of it. The same text again returns the receipt that is there.

    What was dismissed, or led to an alert that was taken back, waits again when a person hands it in once more.
    """
    added = await receipts.add(
        tx, source=came.source, key=came.key, sha256=came.sha256, original=came.text, proposal=as_json(came.proposal),
        now=now, by_id=by_id, item=came.item,
    )  # fmt: skip
    if added is None:
        return await _again(tx, came, now, by_id)
    await audit.record(
        tx, at=now, actor=actor, act="receipt.received", subject=f"receipt:{added.id}", detail={"source": added.source}
    )
    await tell_officers(tx, added, now, by_id)
    return added


async def _again(tx: Transaction, came: Received, now: datetime, by_id: int | None) -> Receipt:
    known = await receipts.by_digest(tx, came.sha256)
    if known is None:
        raise RuntimeError("a receipt that is there cannot be found")
    if known.state is ReceiptState.WAITING or came.source is ReceiptSource.FEED:
        return known
    alert = await alerts.get(tx, known.alert_id) if known.alert_id is not None else None
    if known.state is ReceiptState.DISMISSED or (alert is not None and alert.status is AlertStatus.CANCELLED):
        await receipts.settle(tx, known, ReceiptState.WAITING, now=now, by_id=by_id)
        return await receipts.get(tx, known.id) or known
    return known


async def tell_officers(tx: Transaction, receipt: Receipt, now: datetime, by_id: int | None) -> None:
    """Owe each CAS officer, except the one who acts, the card of what came in."""
    for officer in await people.with_role(tx, Role.CAS_OFFICER):
        if officer.id != by_id:
            await outbox.add(
                tx,
                key=f"{NOTICE}:receipt:{receipt.id}:{officer.id}",
                kind=NOTICE,
                subject=f"receipt:{receipt.id}",
                person_id=officer.id,
                due_at=now,
            )
