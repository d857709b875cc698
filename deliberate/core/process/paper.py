"""What staff record for a seat from its signed sheet: two people do it, and the record says so.

A member acts by the own account. Who has none, or acts by hand, signs a sheet; its hash is public,
so that whoever keeps the sheet can show what it says.
"""

from __future__ import annotations

import re

from deliberate.core.errors import Message, UnusableInput, message
from deliberate.core.process.kind import Command
from deliberate.core.rulebook.fields import StrictSchema, StrictStr

RECORDERS = frozenset({"agency", "secretary"})
"""Who records from a sheet; it takes effect when a second person has seen the sheet as well."""
PAPER = "paper"
_HASH = re.compile(r"[0-9a-f]{64}")


class Sheet(StrictSchema):
    """`sheet_sha256`: the hash of the scanned sheet that was signed by hand."""

    sheet_sha256 = StrictStr(required=True)


class SeatOnPaper(Sheet):
    """A sheet that one seat has signed."""

    seat = StrictStr(required=True)


def paper_mark(command: Command) -> dict[str, str]:
    """The public mark of what is recorded from a sheet; nothing on what somebody does in person."""
    if "sheet_sha256" not in command.body:
        return {}
    return {"form": PAPER, "sheet_sha256": sheet_hash(command.body["sheet_sha256"])}


def sheet_hash(value: str) -> str:
    """The hash of a sheet or signature, or a refusal of what is none."""
    return sha256_in(value, "SIGNATURE", message("This is not the SHA-256 of a signature."))


def sha256_in(value: str, code: str, refusal: Message) -> str:
    """A SHA-256 as facts keep it, or `refusal` of what is none."""
    if not _HASH.fullmatch(value):
        fix = message("It has 64 hexadecimal digits in small letters.")
        raise UnusableInput(code, refusal, fix=fix)
    return value
