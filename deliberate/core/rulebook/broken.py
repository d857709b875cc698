"""What is wrong with a text that is not TOML, in words that tell its author what to write."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable

from deliberate.core.errors import Message, UnusableInput, Where, message
from deliberate.core.rulebook.positions import dotted, positions_of

_PLACE = re.compile(
    r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of .*)\)"
)

_DAY = re.compile(r"(?<![\d-])\d{4}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_AFTER_VALUE = ("Expected newline or end of document", "Unclosed", "Invalid value")

_Told = tuple[Message, Message]


def broken_toml(error: tomllib.TOMLDecodeError, text: str, file: str) -> UnusableInput:
    """The parser's complaint as an error of ours, at the place where the author should look."""
    found = _PLACE.fullmatch(str(error))
    what = found["what"] if found else str(error)
    if found and found["line"]:
        where = Where(file, int(found["line"]), int(found["column"]))
    else:
        where = Where(file, text.rstrip().count("\n") + 1)
    if what.startswith(("Cannot", "Duplicate")):
        return _twice(text, where)
    day = _impossible_day(text, where)
    if day is not None and what.startswith(_AFTER_VALUE):
        return day
    for beginning, told in _TOLD:
        if what.startswith(beginning):
            words, fix = told()
            return UnusableInput("TOML", words, where=where, fix=fix)
    return UnusableInput(
        "TOML", message("The file is not valid TOML: {reason}.", reason=what), where=where
    )


def _twice(text: str, where: Where) -> UnusableInput:
    """A key or a table written twice; the parser names one place, an author needs both."""
    repeated = positions_of(text, where.file).repeated()
    if not repeated:
        return UnusableInput(
            "TOML",
            message("A key or a table is written twice here."),
            where=where,
            fix=message("Keep one of them."),
        )
    first = repeated[0]
    return UnusableInput(
        "TOML",
        message(
            "{key} is written twice; the first time in line {line}.",
            key=dotted(first.path),
            line=first.first.line,
        ),
        where=first.second,
        fix=message("Keep one of them."),
    )


def _impossible_day(text: str, where: Where) -> UnusableInput | None:
    """A day with a month or a number that there is none of, where the parser read the year as a
    number and stumbled over what follows it."""
    lines = text.splitlines()
    line = lines[where.line - 1] if where.line <= len(lines) else ""
    stopped = where.column - 1 - len("2027")
    found = next((day for day in _DAY.finditer(line) if day.start() == stopped), None)
    if found is None:
        return None
    month, day = int(found["month"]), int(found["day"])
    if not 1 <= month <= 12:
        words = message("There is no month {month}.", month=found["month"])
    elif not 1 <= day <= 31:
        words = message("There is no day {day} in a month.", day=found["day"])
    else:
        return None
    fix = message("Write year-month-day, for example 2027-01-25.")
    return UnusableInput(
        "TOML", words, where=Where(where.file, where.line, found.start() + 1), fix=fix
    )


def _no_equals() -> _Told:
    return (
        message("After a key comes an equals sign and a value."),
        message("Write it as: key = value. A key with letters outside a-z needs quotes."),
    )


def _no_value() -> _Told:
    return (
        message("No value can be read here."),
        message('Text needs quotation marks: "text". Dates, numbers, true and false need none.'),
    )


def _unclosed_string() -> _Told:
    return (
        message("A text is opened and not closed."),
        message('Close it with "; a text of several lines begins and ends with three of them.'),
    )


def _control_character() -> _Told:
    return (
        message("A text contains a line break or a character that may not stand there."),
        message('Close the text with " in the same line, or put three " on both sides.'),
    )


def _backslash() -> _Told:
    return (
        message("A backslash begins a sign that does not exist."),
        message("Write two backslashes, or put the text in single quotation marks."),
    )


def _bad_date() -> _Told:
    return (
        message("There is no such date or time."),
        message("Write year-month-day, for example 2027-01-25."),
    )


def _unclosed_list() -> _Told:
    return (
        message("A list or a table in one line is opened and not closed."),
        message("Commas stand between items; each opening bracket needs its closing one."),
    )


def _header() -> _Told:
    return (
        message("The header of a table is not closed."),
        message("Write [name] for a table and [[name]] for an item of a list of tables."),
    )


def _statement() -> _Told:
    return (
        message("This line is neither a key with its value nor a table's header."),
        message("Write key = value, [table], or begin a remark with #."),
    )


def _end_of_line() -> _Told:
    return (
        message("Something stands after the value."),
        message("One line holds one key and its value; a remark begins with #."),
    )


_TOLD: tuple[tuple[str, Callable[[], _Told]], ...] = (
    ("Expected '='", _no_equals),
    ("Invalid initial character for a key", _no_equals),
    ("Invalid value", _no_value),
    ("Unterminated string", _unclosed_string),
    ("Expected '\"", _unclosed_string),
    ("Expected \"'", _unclosed_string),
    ("Illegal character", _control_character),
    ("Unescaped", _backslash),
    ("Invalid hex value", _backslash),
    ("Escaped character", _backslash),
    ("Invalid date", _bad_date),
    ("Unclosed", _unclosed_list),
    ("Expected ']'", _header),
    ("Expected ']]'", _header),
    ("Expected newline or end of document", _end_of_line),
    ("Invalid statement", _statement),
    ("Found invalid character", _statement),
)
