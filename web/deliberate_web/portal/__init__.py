"""The public pages: processes and their parts, the record, open data, feeds, help."""

from deliberate_web.portal import (
    data_pages,
    document_pages,
    feeds,
    gallery,
    help_pages,
    lottery_pages,
    paper_files,
    process_pages,
    record_pages,
)
from deliberate_web.portal.blueprint import blueprint

__all__ = [
    "blueprint",
    "data_pages",
    "document_pages",
    "feeds",
    "gallery",
    "help_pages",
    "lottery_pages",
    "paper_files",
    "process_pages",
    "record_pages",
]
