"""Letters of foreign files on somebody's terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from deliberate.core.errors import Message
from deliberate.core.text import Text
from deliberate.i18n import Translator

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(words: str) -> str:
    """`words` with a mark for each character that would command the terminal.

    A pilot file may come from anybody; its texts are shown and never obeyed.
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", words)


class Speaker(Translator):
    """A translator whose sentences may be shown on a terminal."""

    def render(self, message: Message) -> str:
        return visible(super().render(message))

    def value(self, value: Any, vocabularies: tuple[str, ...] = ()) -> str:
        return visible(super().value(value, vocabularies))

    def text(self, text: Text) -> str:
        return visible(super().text(text))

    def join(self, values: Iterable[Any], vocabularies: tuple[str, ...] = ()) -> str:
        return visible(super().join(values, vocabularies))
