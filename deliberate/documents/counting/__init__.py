"""The result of a vote that was counted from a file, as a document for everybody."""

from deliberate.documents.counting.report import count_report

__all__ = ["count_report"]
