"""Options of a ballot as a file writes them, by name or by their words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deliberate.core.decision.counting.definition import Option
from deliberate.core.decision.counting.definition_faults import NAME
from deliberate.core.decision.counting.terms import ABSTAIN, FIXED_OPTIONS, RESULTS, Method
from deliberate.core.text import Text

LANGUAGES = ("kk", "ru", "en")
WORDS: Mapping[str, str] = {
    **dict.fromkeys(("for", "yes", "y", "за", "да", "қолдаймын", "жақтаймын", "иә"), "for"),
    **dict.fromkeys(("against", "no", "n", "против", "нет", "қарсымын", "қарсы", "жоқ"), "against"),
    **dict.fromkeys(("consent", "согласие", "келісемін", "келісім"), "consent"),
    **dict.fromkeys(("stand_aside", "stand aside", "в стороне", "шеттеймін"), "stand_aside"),
    **dict.fromkeys(("object", "objection", "возражаю", "возражение", "қарсылық"), "object"),
}
"""What people write for the fixed options, in small letters."""
OPT_OUT = frozenset(
    {ABSTAIN, "abstained", "воздержался", "воздержалась", "воздержались", "қалыс", "қалыс қалды"}
)
"""What people write who state no opinion, in small letters."""


@dataclass(frozen=True, slots=True)
class Names:
    """The options, and which of them a cell means; `fixed`: letters may be small or capital."""

    options: tuple[Option, ...]
    known: Mapping[str, str]
    fixed: bool = False

    def find(self, cell: str) -> str | None:
        """The name of the option that a cell means, None where it means none."""
        written = plain(cell)
        return self.known.get(written.casefold() if self.fixed else written)

    def words(self) -> tuple[str, ...]:
        """The options as people read them."""
        return tuple(label(option) for option in self.options)


def names_of(method: Method, options: Iterable[Option]) -> Names:
    """The options of a definition by their names and their words in every language."""
    fixed = FIXED_OPTIONS.get(method)
    if fixed is not None:
        own = {word: name for word, name in WORDS.items() if name in fixed}
        return Names(tuple(Option(name) for name in fixed), own, fixed=True)
    options = tuple(options)
    known = {plain(words): o.id for o in options for _, words in o.text.versions}
    return Names(options, known | {option.id: option.id for option in options})


def options_of(labels: Iterable[str]) -> tuple[Option, ...]:
    """Options that are called as people wrote them, in that order.

    A label that may be a name is the name; another gets a number, by the alphabet, so that the
    order of columns and rows changes nothing.
    """
    labels = tuple(map(plain, labels))
    taken = {label for label in labels if _may_be_name(label)}
    given: dict[str, str] = {}
    number = 0
    for text in sorted(set(labels) - taken):
        number += 1
        while f"option-{number}" in taken:
            number += 1
        given[text] = f"option-{number}"
    return tuple(
        Option(text)
        if text in taken
        else Option(given[text], Text.of(dict.fromkeys(LANGUAGES, text)))
        for text in labels
    )


def label(option: Option) -> str:
    """An option as people read it where one language has to do: its words, or its name."""
    return option.text.best("en")[0] or option.id


def plain(text: str) -> str:
    """A cell without blanks around it, its letters composed: two ways to write й are one."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _may_be_name(text: str) -> bool:
    return bool(NAME.fullmatch(text)) and text not in RESULTS and text != ABSTAIN
