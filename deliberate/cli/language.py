"""In which language a call is answered, and whether a machine reads the answer."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise

from deliberate.core.errors import UnusableInput, message
from deliberate.i18n import LOCALES

VARIABLE = "DELIBERATE_LANG"
DEFAULT = "en"


def chosen(lang: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """The language that was asked for, else that of the environment, else English.

    Raises `UnusableInput` when `lang` or DELIBERATE_LANG names a language that there is not; a
    foreign language of the machine (LC_ALL, LC_MESSAGES, LANG) is no mistake.
    """
    asked = lang or environment.get(VARIABLE)
    if asked:
        if asked.lower() not in LOCALES:
            raise UnusableInput(
                "LOCALE",
                message("{locale} is not a language of the interface.", locale=asked),
                fix=message("Choose one of: {permitted}.", permitted=LOCALES),
            )
        return asked.lower()
    return of_machine(environment)


def of_machine(environment: Mapping[str, str] = os.environ) -> str:
    """The language of the environment, as far as the interface has it."""
    settings = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next(filter(None, settings), "")
    code = first.partition(".")[0].partition("_")[0].lower()
    return code if code in LOCALES else DEFAULT


def asked_in(arguments: Sequence[str]) -> str | None:
    """The value of the program's `--lang`, seen before the command line is understood.

    It stands before the name of the command; behind it a command may have a `--lang` of its own.
    """
    words = iter(arguments)
    for word in words:
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--lang":
            return next(words, None)
        if word == "--" or not word.startswith("-"):
            return None
        if word == "--database":
            next(words, None)
    return None


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the answer, a complaint too, is asked for in JSON."""
    words = list(arguments)
    if "--" in words:
        words = words[: words.index("--")]
    return "--json" in words or "--format=json" in words or ("--format", "json") in pairwise(words)
