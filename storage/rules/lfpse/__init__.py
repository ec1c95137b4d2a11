"""LFPSE: from one version of a report to the national data set's FHIR JSON, and what could not be coded.

Pure: it reads no store, writes no file, and never decides what a person has to decide.
"""
