"""The transparency report of a civic lottery: what was decided by lot and how, what chance
everybody had, and how anybody checks it."""

from deliberate.documents.transparency.report import transparency_report

__all__ = ["transparency_report"]
