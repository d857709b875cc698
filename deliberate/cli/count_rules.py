"""The rules of a vote as the command line or a file of their own says them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deliberate.core.errors import UnusableInput, Where, message

if TYPE_CHECKING:
    from deliberate.core.decision.counting.definition import Option
    from deliberate.core.services.ballot_counts import Place

METHODS: Mapping[str, str] = {
    "yes_no": "yes_no_abstain",
    "single_choice": "single_choice",
    "approval": "approval",
    "irv": "instant_runoff",
    "borda": "borda",
    "condorcet": "condorcet",
    "score": "score",
    "points": "points",
    "consent": "consent",
    "live_with": "live_with",
    "support": "support",
}
"""What the command line calls the methods."""
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,6}))?\s*%")
_RANGE = re.compile(r"(-?\d{1,9})(?:\.\.|:|–)(-?\d{1,9})")
SHARES = ("threshold", "quorum")


@dataclass(frozen=True, slots=True)
class Rules:
    """What was ruled for a vote. `options`: empty where the file of ballots names them."""

    method: Any
    options: tuple[Option, ...]
    rules: Mapping[str, Any]
    place: Place


def said(value: Any) -> bool:
    """Whether an option of the command line was given at all; the number 0 says something."""
    return value not in (None, (), "") and value is not False


def rules_of_options(given: Mapping[str, Any]) -> Rules:
    """The rules that options of the command line say; None and empty ones are not said."""
    from deliberate.core.services.ballot_options import options_of

    rules = {key: value for key, value in given.items() if said(value)}
    rules["method"] = METHODS[rules["method"]]
    labels = _labels(rules.pop("options", ""))
    for key in SHARES:
        if key in rules:
            rules[key] = threshold_body(rules[key], _option(key))
    if "scale" in rules:
        rules["scale"] = _scale(rules["scale"])
    for key in ("ties", "tie_order"):
        if key in rules:
            rules[key] = _listed(rules[key])
    return Rules(rules["method"], options_of(labels), rules, _option)


def rules_of_file(path: Path) -> Rules:
    """The rules of a TOML file with the keys of a definition; raises `UnusableInput`."""
    from deliberate.core.rulebook.source import read_toml
    from deliberate.core.services.ballot_options import options_of

    source = read_toml(path)
    rules = dict(source.data)

    def place(key: str) -> Where:
        return source.positions.find((key,))

    method = rules.get("method")
    rules["method"] = METHODS.get(str(method), method)
    for key in SHARES:
        if isinstance(rules.get(key), str):
            rules[key] = threshold_body(rules[key], place(key))
    return Rules(
        _known_method(rules["method"], place("method")),
        _options(rules.pop("options", ()), place("options"), options_of),
        rules,
        place,
    )


def _known_method(method: Any, where: Where) -> Any:
    if method not in METHODS.values():
        raise UnusableInput(
            "BALLOT",
            message("“{value}” is none of: {known}.", value=str(method), known=tuple(METHODS)),
            where=where,
        )
    return method


def _options(written: Any, where: Where, options_of: Any) -> tuple[Option, ...]:
    """Options as a definition writes them: names, or names with words in several languages."""
    from deliberate.core.decision.counting.definition import Option
    from deliberate.core.decision.counting.definition_faults import require_shape
    from deliberate.core.text import Text

    try:
        require_shape({"method": "", "options": written})
    except UnusableInput as error:
        raise UnusableInput("BALLOT", error.findings[0].message, where=where) from None
    if all(isinstance(one, str) for one in written):
        return tuple(options_of(written))
    return tuple(
        Option(one) if isinstance(one, str) else Option(one["id"], Text.of(one.get("text", {})))
        for one in written
    )


def threshold_body(written: str, where: Where) -> dict[str, Any]:
    """A threshold as people write it: `20` votes, `4/5` or `80%` at least, `>1/2` more than that.

    Raises `UnusableInput` (THRESHOLD); whether it can decide anything is seen later.
    """
    from deliberate.core.services.ballot_counts import THRESHOLD_FIX

    text = written.strip()
    exceeded = text.startswith(">") and not text.startswith(">=")
    text = text.lstrip(">=≥ ").strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return {"at_least_votes": int(text) + exceeded}
    if (found := _PERCENT.fullmatch(text)) is not None:
        whole, part = found[1], found[2] or ""
        text = str(Fraction(int(whole + part), 100 * 10 ** len(part)))
    elif not re.fullmatch(r"\d{1,9}/\d{1,9}", text):
        raise UnusableInput(
            "THRESHOLD",
            message("“{value}” is no threshold.", value=written),
            where=where,
            fix=THRESHOLD_FIX,
        )
    return {"more_than" if exceeded else "at_least": text}


def _option(key: str) -> Where:
    """The option of the command line that says a rule."""
    return Where(f"--{key.replace('_', '-')}")


def _labels(written: str) -> tuple[str, ...]:
    """Options from a file, one a line, or from a list with `|` or commas between them."""
    if not written:
        return ()
    path = Path(written)
    if path.suffix.lower() in (".txt", ".csv") or path.is_file():
        from deliberate.core.services.table_files import read_text

        lines = read_text(path, 2**20, message("The file is larger than any list of options."))
        found = [line.strip().lstrip("\ufeff") for line in lines.splitlines()]
        return tuple(line for line in found if line)
    return _listed(written)


def _listed(written: str) -> tuple[str, ...]:
    parts = written.split("|" if "|" in written else ",")
    return tuple(part.strip() for part in parts if part.strip())


def _scale(written: str) -> list[int]:
    found = _RANGE.fullmatch(written.strip())
    if found is None:
        raise UnusableInput(
            "BALLOT",
            message("“{value}” is no scale.", value=written),
            where=_option("scale"),
            fix=message("Write the lowest and the highest number, for example {example}.",
                        example="0..10"),
        )  # fmt: skip
    return [int(found[1]), int(found[2])]
