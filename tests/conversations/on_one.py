"""Marks for a transcript that needs one platform only, because its file holds another that walks the same way on all.

They are dealt out in turn, so that each platform, and each kind of database, has its share of the turns that differ.
"""

import pytest

from storage.records import Platform

ON_SLACK = pytest.mark.parametrize("platform", [Platform.SLACK], ids=str)
ON_TEAMS = pytest.mark.parametrize("platform", [Platform.TEAMS], ids=str)
ON_THE_PAGE = pytest.mark.parametrize("platform", [Platform.BROWSER], ids=str)
