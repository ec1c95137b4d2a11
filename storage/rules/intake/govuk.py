"""A content item of GOV.UK (a medical safety alert) as a proposal, and as the text that is kept of it.

Nothing in the item is taken for granted: fields may be missing, of another type, or hold words we do not know.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from storage.rules.intake.markup import as_text, from_html, storable
from storage.rules.intake.proposal import Proposal, Suggestion
from storage.rules.intake.reading import days_in, read, tidy_title
from storage.rules.references import find_references

SITE: Final = "https://www.gov.uk"
_MHRA: Final = "medicines and healthcare products regulatory agency"


def is_item(data: Any) -> bool:
    """Say whether a JSON value looks like a content item."""
    return isinstance(data, dict) and isinstance(data.get("details"), dict) and "base_path" in data


def words(found: Any) -> str:
    """Return the first words in a value that may be a string, a list, or an object with value and label."""
    if isinstance(found, list):
        return next((text for one in found if (text := words(one))), "")
    if isinstance(found, Mapping):
        return words(found.get("value") or found.get("label"))
    return storable(found).strip() if isinstance(found, str) else ""


def propose(item: Mapping[str, Any]) -> Proposal:
    """Return what a content item suggests."""
    details = item.get("details") if isinstance(item.get("details"), Mapping) else {}
    metadata = details.get("metadata") if isinstance(details, Mapping) else {}
    metadata = metadata if isinstance(metadata, Mapping) else {}
    body = words(details.get("body")) if isinstance(details, Mapping) else ""
    proposal = read(from_html(body))
    title, description = words(item.get("title")), words(item.get("description"))
    named = next(((one[0], text) for text in (title, description) if (one := find_references(text))), None)
    issued = words(metadata.get("issued_date")) or words(item.get("first_published_at"))[:10]
    path = words(item.get("base_path"))
    plain = tidy_title(title)
    return replace(
        proposal,
        reference=Suggestion(named[0].reference, named[1][:300]) if named else proposal.reference,
        title=Suggestion(plain, title[:300]) if plain else proposal.title,
        issuer=_issuer(named[0].issuer if named else None, item) or proposal.issuer,
        issued_on=_issued(issued) or proposal.issued_on,
        url=Suggestion(f"{SITE}{path}"[:500], path[:300]) if path.startswith("/") else proposal.url,
        explanation=proposal.explanation or (Suggestion(description, description[:300]) if description else None),
    )


def _issued(text: str) -> Suggestion | None:
    day = next((day for _, day in days_in(text)), None)
    return Suggestion(day.isoformat(), f"issued_date: {text[:40]}") if day else None


def _issuer(named: str | None, item: Mapping[str, Any]) -> Suggestion | None:
    if named is not None:
        return Suggestion(named, "The reference names it.")
    links = item.get("links")
    bodies = links.get("organisations") if isinstance(links, Mapping) else None
    first = bodies[0] if isinstance(bodies, list) and bodies and isinstance(bodies[0], Mapping) else {}
    name = words(first.get("title"))
    if not name:
        return None
    return Suggestion("MHRA" if name.lower() == _MHRA else name[:40], f"Published by: {name[:250]}")


def text_of(item: Mapping[str, Any]) -> str:
    """Return an item's words as plain text, to be kept and shown: title, description, body, attachments' titles."""
    details = item.get("details") if isinstance(item.get("details"), Mapping) else {}
    body = words(details.get("body")) if isinstance(details, Mapping) else ""
    attached = details.get("attachments") if isinstance(details, Mapping) else None
    titles = [f"Attached: {words(one.get('title'))}" for one in attached if isinstance(one, Mapping)] if isinstance(
        attached, list) else []  # fmt: skip
    parts = [words(item.get("title")), words(item.get("description")), as_text(from_html(body)), *titles]
    return "\n".join(part for part in parts if part)


def gist(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what makes an item another one when it changes: not its links, and not when it was touched."""
    return {name: item.get(name) for name in ("base_path", "title", "description", "details")}
