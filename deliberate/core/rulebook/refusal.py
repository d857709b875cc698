"""Refusing a file with all its mistakes at once."""

from __future__ import annotations

from collections.abc import Iterable

from deliberate.core.errors import Finding, UnusableInput, message


def refuse(findings: Iterable[Finding]) -> None:
    """Raise `UnusableInput` if there are any findings; its head is the first one in the file."""
    found = tuple(sorted(findings, key=lambda item: (item.where, item.message.text)))
    if not found:
        return
    first = found[0]
    if len(found) == 1:
        raise UnusableInput(
            first.code, first.message, where=first.where, fix=first.fix, findings=found
        )
    raise UnusableInput(
        first.code,
        message("{first} (and {more} more in this file)", first=first.message, more=len(found) - 1),
        where=first.where,
        fix=first.fix,
        findings=found,
    )
