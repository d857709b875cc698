"""The transparency report of a draw as files: in every language as a page and as PDF."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path

from deliberate.cli.writing import write_together
from deliberate.core.record.entry import Entry
from deliberate.core.recruitment.lottery.facts import LotteryFacts, Shares
from deliberate.core.recruitment.lottery.hidden_list import AuditedPool
from deliberate.core.services.public_draws import POOL, RECORD
from deliberate.documents.document import Document
from deliberate.documents.html import html_page
from deliberate.documents.pdf import Typesetter
from deliberate.documents.transparency import transparency_report
from deliberate.documents.transparency.of_record import record_lottery_facts
from deliberate.i18n import LOCALES, Translator

SUFFIXES = ("html", "pdf")


def report_files(folder: Path) -> tuple[Path, ...]:
    """The files of a report in this folder, written or not."""
    return tuple(folder / f"report.{locale}.{suffix}" for locale in LOCALES for suffix in SUFFIXES)


def write_report(facts: LotteryFacts, folder: Path) -> tuple[Path, ...]:
    """Write `report.LANGUAGE.html` and `.pdf` into a folder, all of them or none.

    The same facts give the same bytes. Raises `UnusableInput` where the folder cannot be written.
    """
    return _written(folder, lambda locale: transparency_report(facts, Translator(locale)))


def write_record_report(
    entries: Sequence[Entry],
    pool: AuditedPool,
    folder: Path,
    zone: tzinfo | str | None,
    population: Shares | None = None,
) -> tuple[Path, ...]:
    """The same files for a draw that was held in public, from its record."""
    check = shlex.join(["deliberate", "verify", RECORD, "--pool", POOL])

    def document(locale: str) -> Document:
        say = Translator(locale, zone=zone)
        facts = record_lottery_facts(entries, pool, say, population)
        return transparency_report(facts, say, check=check)

    return _written(folder, document)


def _written(folder: Path, document: Callable[[str], Document]) -> tuple[Path, ...]:
    typesetter = Typesetter()
    files: dict[Path, bytes] = {}
    for locale in LOCALES:
        one = document(locale)
        files[folder / f"report.{locale}.html"] = html_page(one).encode()
        files[folder / f"report.{locale}.pdf"] = typesetter.pdf(one)
    write_together(files)
    return tuple(files)
