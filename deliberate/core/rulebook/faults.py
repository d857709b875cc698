"""From marshmallow's tree of errors to findings that name a line and a remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError
from marshmallow.exceptions import SCHEMA

from deliberate.core.errors import Finding, Message, message
from deliberate.core.rulebook.positions import Path, Positions


@dataclass(frozen=True, slots=True)
class Fault:
    """A leaf of the error tree: what is wrong with one value, and what to write instead."""

    message: Message
    fix: Message | None = None


def invalid(text: Message, fix: Message | None = None) -> ValidationError:
    """An error for marshmallow that carries our translatable sentences through its tree."""
    return ValidationError([Fault(text, fix)])


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, or None when none is close."""
    found = difflib.get_close_matches(word.lower(), {k.lower(): k for k in known}, n=1, cutoff=0.6)
    return next((k for k in known if found and k.lower() == found[0]), None)


def flatten_errors(tree: Any, positions: Positions) -> tuple[Finding, ...]:
    """The findings of `ValidationError.messages`, in the order of the file.

    A missing field has no place: it takes that of its nearest existing parent.
    """
    found = (
        Finding("FORMAT", "error", fault.message, positions.find(path), fault.fix)
        for path, fault in _leaves(tree, ())
    )
    return tuple(sorted(found, key=lambda finding: (finding.where, finding.message.text)))


def _leaves(tree: Any, path: Path) -> Iterator[tuple[Path, Fault]]:
    if isinstance(tree, Mapping):
        for key, branch in tree.items():
            yield from _leaves(branch, path if key == SCHEMA else (*path, key))
    elif isinstance(tree, list | tuple):
        for branch in tree:
            yield from _leaves(branch, path)
    elif isinstance(tree, Fault):
        yield path, tree
    elif isinstance(tree, Message):
        yield path, Fault(tree)
    else:
        yield path, Fault(message("This value cannot be used: {reason}", reason=str(tree)))
