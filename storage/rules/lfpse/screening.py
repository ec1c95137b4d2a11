"""The last look for identifiers before a version leaves the store. It names kinds and places, never what it found."""

from collections import Counter
from collections.abc import Iterator

from storage.rules import identifiers
from storage.rules.lfpse.version import Version, plain


def texts(version: Version) -> Iterator[tuple[str, str]]:
    """Yield every text of a version that an export would hold, with the name of its question."""
    content = version.content
    yield "what happened", plain(content.what_happened.text)
    yield "what was done at once", plain(content.immediate_action.text)
    yield "what made it go well", plain(content.strengths.text)
    yield "how it can happen again", plain(content.how_again.text)
    for drug in content.coded.drugs:
        yield "medicines", drug


def identifying(
    version: Version,
    *,
    not_names: frozenset[str] = frozenset(),
    known_places: frozenset[str] = frozenset(),
    known_staff: frozenset[str] = frozenset(),
    hospital_number: str | None = None,
) -> tuple[str, ...]:
    """Return what could identify a person: ``what happened: 1 NHS number``. Arguments as for ``identifiers.find``."""
    lines: list[str] = []
    for question, text in texts(version):
        found = identifiers.find(
            text,
            not_names=not_names,
            known_places=known_places,
            known_staff=known_staff,
            hospital_number=hospital_number,
        )
        counts = Counter(identifiers.LABELS[one.kind] for one in found)
        lines += [f"{question}: {count} {label}" for label, count in sorted(counts.items())]
    return tuple(dict.fromkeys(lines))
