"""The words of PDFs that come in about alerts, read in a process of its own; nothing in them runs or is followed."""

from storage.papers.apart import read_apart

__all__ = ["read_apart"]
