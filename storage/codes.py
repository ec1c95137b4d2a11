"""The code lists that ship with the project, by version. A newer one is one more file; nothing in the code changes.

It never changes a list, and never guesses a version.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from storage.rules.lfpse.codes import CodeLists, read_codes


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, CodeLists]:
    """Return every version in ``storage/reference/lfpse-*.json`` by its name, such as "LFPSE v5".

    Raises ValueError for a file that cannot be read as code lists: an error of installation.
    """
    found: dict[str, CodeLists] = {}
    for path in sorted((files("storage") / "reference").iterdir(), key=lambda one: one.name):
        if path.name.startswith("lfpse-") and path.name.endswith(".json"):
            try:
                lists = read_codes(json.loads(path.read_text(encoding="utf-8")))
            except ValueError as error:
                raise ValueError(f"{path.name}: {error}") from error
            found[lists.version] = lists
    return MappingProxyType(found)


def read_file(content: bytes) -> CodeLists:
    """Return the code lists of a file from elsewhere. Raises ValueError in words."""
    try:
        return read_codes(json.loads(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise ValueError("This is not a JSON file in UTF-8.") from None
