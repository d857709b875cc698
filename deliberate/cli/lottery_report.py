"""The transparency report of a draw as files: in every language as a page and as PDF."""

from __future__ import annotations

from pathlib import Path

from deliberate.cli.writing import write_together
from deliberate.core.recruitment.lottery.facts import LotteryFacts
from deliberate.documents.html import html_page
from deliberate.documents.pdf import Typesetter
from deliberate.documents.transparency import transparency_report
from deliberate.i18n import LOCALES, Translator


def write_report(facts: LotteryFacts, folder: Path) -> tuple[Path, ...]:
    """Write `report.LANGUAGE.html` and `.pdf` into a folder, all of them or none.

    The same facts give the same bytes. Raises `UnusableInput` where the folder cannot be written.
    """
    typesetter = Typesetter()
    files: dict[Path, bytes] = {}
    for locale in LOCALES:
        document = transparency_report(facts, Translator(locale))
        files[folder / f"report.{locale}.html"] = html_page(document).encode()
        files[folder / f"report.{locale}.pdf"] = typesetter.pdf(document)
    write_together(files)
    return tuple(files)
