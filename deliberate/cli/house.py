"""What every command has at hand: the reader's language, the plugins, the clock and the output."""

from __future__ import annotations

import json
import shutil
import sys
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli import diagnostics
from deliberate.cli.language import chosen
from deliberate.cli.letters import Speaker
from deliberate.core.clock import SystemClock
from deliberate.core.errors import DeliberateError, Message
from deliberate.i18n import Translator

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from rich.console import Console

    from deliberate.core.registry import Registry
    from deliberate.core.services.context import Context
    from deliberate.documents.press import HousePress

PROGRAM = "deliberate"
WIDTH_ELSEWHERE, NARROWEST = 120, 80
"""Columns of tables that go into a file or a pipe; and below which no table is squeezed."""


@dataclass
class House:
    """Made once for each call. Nothing is imported or opened before a command asks for it.

    `as_json`: complaints go to standard output as JSON, for the machine that asked for it.
    """

    translator: Translator
    database: str
    as_json: bool = False

    @classmethod
    def of(cls, lang: str | None, database: str) -> House:
        """Raises `UnusableInput` for a language that there is not."""
        return cls(Speaker(chosen(lang)), database)

    @cached_property
    def registry(self) -> Registry:
        """The installed plugins; from now on their catalogues are spoken too."""
        from deliberate import jurisdictions
        from deliberate.core.registry import Registry

        registry = Registry.load(extra=(jurisdictions,))
        directories = registry.catalogues()
        if directories:
            self.translator = Speaker(self.translator.locale, directories)
        return registry

    @cached_property
    def clock(self) -> SystemClock:
        return SystemClock()

    @cached_property
    def press(self) -> HousePress:
        """Composes and sets documents, in the words of the house and its plugins."""
        from deliberate.documents.press import HousePress

        return HousePress(self.registry.catalogues())

    def context(self, *, upgrade: bool = False) -> Context:
        """The installation, over the database of `--database`."""
        import secrets

        from deliberate.core.services.installation import open_installation

        return open_installation(
            self.database,
            self.registry,
            self.clock,
            secrets.token_bytes,
            press=self.press,
            upgrade=upgrade,
        )

    @cached_property
    def console(self) -> Console:
        """For tables and progress; as wide as the terminal."""
        from rich.console import Console

        console = Console(highlight=False, markup=False, emoji=False)
        wide = console.width if sys.stdout.isatty() else WIDTH_ELSEWHERE
        console.width = max(wide, NARROWEST)
        return console

    def speaking_in(self, zone: ZoneInfo) -> Translator:
        """The same language; moments are shown on the clock of a process."""
        words = copy(self.translator)
        words.zone = zone
        return words

    @property
    def program(self) -> str:
        """How this reader calls the program: by its name, or by its path where that is unknown."""
        called = Path(sys.argv[0])
        known = called.name != PROGRAM or shutil.which(PROGRAM) is not None
        return PROGRAM if known else str(called)

    def say(self, text: Message) -> None:
        click.echo(self.translator.render(text))

    def tell_machine(self, answer: Any) -> None:
        """An answer as JSON on standard output, in the order in which it was built."""
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))

    def complain(self, error: DeliberateError) -> None:
        """What is wrong, where, why and what to do; on standard error, or as JSON."""
        if self.as_json:
            self.tell_machine(diagnostics.error_as_json(self.translator, error))
            return
        for line in diagnostics.complaint(self.translator, error, snippets=sys.stderr.isatty()):
            click.echo(line, err=True)
