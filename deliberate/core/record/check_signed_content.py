"""What members signed, made again: the hash of the protocol follows from record and pilot."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from deliberate.core.decision.minority import held
from deliberate.core.decision.protocol_content import protocol_hash
from deliberate.core.errors import message
from deliberate.core.record import shapes
from deliberate.core.record.check_consensus import check_consensus
from deliberate.core.record.entry import Entry
from deliberate.core.record.frozen_rules import PILOT, frozen_rules
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading, member
from deliberate.core.text import Text


def check_signed_content(reading: Reading, frozen: Entry) -> None:
    """The hash in the entry of a frozen protocol is that of what the record showed by then."""
    step = reading.derived(frozen_rules).steps.get(str(frozen.step), {})

    def before(kind: str, *, own: bool = False) -> list[Mapping[str, Any]]:
        found = reading.select(kind, step=frozen.step, n=frozen.n) if own else reading.select(kind)
        return [entry.public for entry in found if entry.seq < frozen.seq]

    try:
        reports = held(
            before("report.minority", own=True), before("report.minority_joined", own=True)
        )
        made = protocol_hash(
            str(frozen.process),
            _question(reading),
            votes=before("ballot.counted"),
            items=frozen.public["items"],
            minority=[item.as_body() for item in reports],
            dispositions=before("ledger.disposed"),
            binding=bool(step.get("binding", False)),
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise CheckFailed(
            message("Entry {entry}: its content cannot be put together again.", entry=frozen.seq)
        ) from None
    if step.get("consensus_marks"):
        check_consensus(frozen, frozen.public["items"], reports)
    if made != shapes.text(frozen, "sha256"):
        raise CheckFailed(
            message(
                "Entry {entry}: what was signed is not what the record shows.", entry=frozen.seq
            )
        )


def _question(reading: Reading) -> Text:
    """The question put to members, from the frozen pilot."""
    try:
        pilot = tomllib.loads(member(reading.bundle, PILOT).decode())
        return Text.of(pilot["remit"]["question"])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError):
        raise CheckFailed(message("The texts of the rules cannot be read.")) from None
