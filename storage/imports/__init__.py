"""Lists that a trust hands over as CSV files: who works there, and what its wards are called.

An import is a dry run unless it is told to apply; with one bad row nothing is applied.
"""
