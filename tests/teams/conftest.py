"""The fixtures of ``teams_stage``, for every test of this folder."""

from teams_stage import closed_stage, open_stage, stage

__all__ = ["closed_stage", "open_stage", "stage"]
