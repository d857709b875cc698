"""The public pages: processes and their parts, the record, open data, feeds, help."""

from deliberate_web.portal import (
    advise_pages,
    data_pages,
    document_pages,
    feeds,
    gallery,
    help_pages,
    lottery_pages,
    model_pages,
    paper_files,
    process_pages,
    record_pages,
)
from deliberate_web.portal.blueprint import blueprint

__all__ = [
    "advise_pages",
    "blueprint",
    "data_pages",
    "document_pages",
    "feeds",
    "gallery",
    "help_pages",
    "lottery_pages",
    "model_pages",
    "paper_files",
    "process_pages",
    "record_pages",
]
