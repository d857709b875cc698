"""What every command has at hand: the reader's language, the plugins, the clock and the output."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import click

from deliberate.core.clock import SystemClock
from deliberate.core.errors import DeliberateError, Message
from deliberate.i18n import LOCALES, Translator

if TYPE_CHECKING:
    from deliberate.core.registry import Registry
    from deliberate.core.services.context import Context


@dataclass
class House:
    """Made once for each call. Nothing is imported or opened before a command asks for it."""

    translator: Translator
    database: str

    @classmethod
    def of(cls, lang: str | None, database: str) -> House:
        wanted = lang or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
        locale = wanted[:2] if wanted[:2] in LOCALES else "en"
        return cls(Translator(locale), database)

    @cached_property
    def registry(self) -> Registry:
        from deliberate import jurisdictions
        from deliberate.core.registry import Registry

        return Registry.load(extra=(jurisdictions,))

    def context(self, *, upgrade: bool = False) -> Context:
        """The installation, over the database of `--database`."""
        from deliberate.core.services.installation import open_installation

        return open_installation(
            self.database, self.registry, SystemClock(), secrets.token_bytes, upgrade=upgrade
        )

    def say(self, text: Message) -> None:
        click.echo(self.translator.render(text))

    def complain(self, error: DeliberateError) -> None:
        """What is wrong, where, why and what to do; on standard error."""
        place = f"{error.where}: " if error.where else ""
        click.echo(f"{place}{error.code} {self.translator.render(error.message)}", err=True)
        if error.fix is not None:
            click.echo(self.translator.render(error.fix), err=True)
