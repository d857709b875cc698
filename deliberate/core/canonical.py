"""Canonical JSON (after RFC 8785) and SHA-256 over it: one value, one text, one hash.

Numbers are integers that every reader holds exactly (up to 2**53 - 1, RFC 7493): a fraction or a
larger number is written as text, so that nobody rounds it. Dates are made texts by the caller.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from deliberate.core.errors import Message, UnusableInput, message

LARGEST_NUMBER = 2**53 - 1
DEEPEST = 64


def canonical(value: Any) -> bytes:
    """The canonical UTF-8 text: keys sorted by UTF-16 code units, no spaces, no floats.

    Raises `UnusableInput` (CANONICAL) for anything but objects, lists, texts, integers, true,
    false and null, for a text that is not Unicode, and for more than 64 levels.
    """
    try:
        return _text(value, DEEPEST).encode("utf-8")
    except UnicodeEncodeError:
        raise _refusal(message("A text holds half a character (a lone surrogate).")) from None


def _text(value: Any, levels: int) -> str:
    if levels < 0:
        raise _refusal(message("The value is nested too deeply."))
    match value:
        case str():
            return encode_basestring(value)
        case None | bool():
            return json.dumps(value)
        case int():
            return _number(value)
        case list() | tuple():
            if levels and _are_plain_numbers(value):
                return "[" + ",".join(map(str, value)) + "]"
            return "[" + ",".join([_text(item, levels - 1) for item in value]) + "]"
        case Mapping():
            return "{" + ",".join(_members(value, levels - 1)) + "}"
    raise _refusal(
        message("A value of the type {kind} has no canonical form.", kind=type(value).__name__)
    )


def _are_plain_numbers(values: Sequence[Any]) -> bool:
    """Whether these are integers and nothing else, all exact: long lists, such as panels, are."""
    return (
        set(map(type, values)) == {int}
        and max(values) <= LARGEST_NUMBER
        and min(values) >= -LARGEST_NUMBER
    )


def _number(value: int) -> str:
    if abs(value) > LARGEST_NUMBER:
        raise _refusal(message("A number is too large for an exact form; write it as text."))
    return str(int(value))


def _members(value: Mapping[Any, Any], levels: int) -> list[str]:
    if not all(isinstance(key, str) for key in value):
        raise _refusal(message("Keys of an object are texts."))
    return [f"{encode_basestring(key)}:{_text(value[key], levels)}" for key in _in_order(value)]


def _in_order(keys: Iterable[str]) -> list[str]:
    """By UTF-16 code units, which for ASCII is the order in which Python has texts anyway."""
    if all(map(str.isascii, keys)):
        return sorted(keys)
    return sorted(keys, key=lambda key: str(key).encode("utf-16-be", "surrogatepass"))


def parse_canonical(data: bytes) -> Any:
    """The value of a canonical text; refuses any other spelling of it (CANONICAL).

    Spaces, another order of keys, a key given twice, escapes that are not needed: all of these
    differ from the one canonical text of the value and are refused.
    """
    try:
        value = json.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise _refusal(message("This is not JSON.")) from None
    if canonical(value) != data:
        raise _refusal(message("This JSON is not in its canonical form."))
    return value


def digest(value: Any) -> str:
    """SHA-256 in hexadecimal: of bytes as they are, of any other value in its canonical form."""
    data = value if isinstance(value, bytes) else canonical(value)
    return hashlib.sha256(data).hexdigest()


def _refusal(reason: Message) -> UnusableInput:
    return UnusableInput("CANONICAL", reason)
