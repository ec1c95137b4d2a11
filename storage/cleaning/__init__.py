"""Cleaning of files that people hand over: bytes go in, bytes that say less about people come out.

It knows no person, no store and no clock. What a picture shows it cannot see: that is asked of the person.
"""

from storage.cleaning.kinds import EVIDENCE, LARGEST, PHOTOS_AND_PDF, TEXTS, FileKind, Refused
from storage.cleaning.work import Cleaned, clean

__all__ = ["EVIDENCE", "LARGEST", "PHOTOS_AND_PDF", "TEXTS", "Cleaned", "FileKind", "Refused", "clean"]
