"""Checks of decisions: every ballot by name counted again, and signatures apart from votes."""

from __future__ import annotations

from deliberate.core.decision.yes_no_count import count_yes_no
from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading


def check_ballots(reading: Reading) -> Message | None:
    """Every ballot's outcome follows from the votes by name and the frozen threshold."""
    counts = list(reading.occurrences("ballot.counted"))
    for step, n in counts:
        _check_ballot(reading, step, n)
    if not counts:
        return None
    return message(
        "{count} ballots give the same outcome when they are counted again.", count=len(counts)
    )


def _check_ballot(reading: Reading, step: str, n: int) -> None:
    opened = reading.one("ballot.opened", step, n)
    counted = reading.one("ballot.counted", step, n)
    outcome = count_yes_no(
        _votes(reading, opened, counted),
        seats=shapes.whole(opened, "seats"),
        present=len(present_before(reading, counted)),
        threshold=shapes.threshold(opened),
        base=shapes.text(opened, "base"),
    )
    shapes.require_same(
        counted,
        {
            "threshold": opened.public["threshold"],
            "for": outcome.for_,
            "against": outcome.against,
            "abstain": outcome.abstain,
            "absent": outcome.absent,
            "base": outcome.base,
            "needed": outcome.needed,
            "outcome": outcome.outcome,
        },
    )


def _votes(reading: Reading, opened: Entry, counted: Entry) -> dict[str, str]:
    """Choice by seat: cast while the vote was open, once, by somebody who was present."""
    votes: dict[str, str] = {}
    for entry in reading.select("ballot.cast", step=str(opened.step), n=opened.n):
        shapes.require_order(opened, entry, counted)
        seat = shapes.text(entry, "seat")
        if seat in votes:
            raise CheckFailed(message("Seat {seat} voted twice.", seat=seat))
        if seat not in present_before(reading, entry):
            raise CheckFailed(message("Seat {seat} voted without being present.", seat=seat))
        votes[seat] = shapes.text(entry, "choice")
    return votes


def present_before(reading: Reading, moment: Entry) -> frozenset[str]:
    """The seats present, by the record of attendance, when an entry was written."""
    here: set[str] = set()
    for entry in reading.select("session.opened", "session.attendance", "session.adjourned"):
        if entry.seq > moment.seq:
            break
        match entry.kind:
            case "session.opened":
                here = {*shapes.texts(entry, "present"), *shapes.texts(entry, "remote")}
            case "session.adjourned":
                here = set()
            case _ if shapes.text(entry, "presence") == "absent":
                here.discard(shapes.text(entry, "seat"))
            case _:
                here.add(shapes.text(entry, "seat"))
    return frozenset(here)


def check_signatures(reading: Reading) -> Message | None:
    """Signatures and refusals are counted apart from votes, each signatory once, over one text."""
    publications = list(reading.occurrences("report.published"))
    signed = refused = 0
    for step, n in reading.occurrences("report.signed", "report.refused", "report.published"):
        marks = _check_marks(reading, step, n)
        signed, refused = signed + marks[0], refused + marks[1]
    if not publications:
        return None
    return message(
        "{signed} members signed the frozen text, {refused} refused.",
        signed=signed,
        refused=refused,
    )


def _check_marks(reading: Reading, step: str, n: int) -> tuple[int, int]:
    """(signatures, refusals) of one report, all of them after its text was frozen."""
    frozen = reading.select("report.frozen", step=step, n=n)
    if not frozen:
        raise CheckFailed(message("{step}: there are signatures without a frozen text.", step=step))
    signed = reading.select("report.signed", step=step, n=n)
    refused = reading.select("report.refused", step=step, n=n)
    who: set[str] = set()
    for entry in (*signed, *refused):
        shapes.require_order(frozen[-1], entry)
        name = shapes.text(entry, "seat")
        if name in who:
            raise CheckFailed(message("{who} signed twice, or signed and refused.", who=name))
        who.add(name)
    for entry in signed:
        if len(shapes.hexadecimal(entry, "signature_sha256")) != 32:
            raise CheckFailed(
                message("Entry {entry} carries no hash of a signature.", entry=entry.seq)
            )
    published = reading.one_at_most("report.published", step, n)
    if published is not None:
        shapes.require_order(*(sorted((*signed, *refused), key=lambda e: e.seq)), published)
        offices = _signing_offices(reading, published)
        _require_members(reading, published, who - offices)
        signatures = sum(shapes.text(entry, "seat") not in offices for entry in signed)
        shapes.require_same(
            published,
            {
                "signatures": signatures,
                "refusals": len(who - offices) - signatures,
                "sha256": shapes.text(frozen[-1], "sha256"),
            },
        )
        return signatures, len(who - offices) - signatures
    return len(signed), len(refused)


def _signing_offices(reading: Reading, published: Entry) -> set[str]:
    """The offices that sign besides the members: only those the record filled."""
    filled = {shapes.text(entry, "office") for entry in reading.select("appointment.office")}
    offices = set(shapes.texts(published, "offices"))
    if not offices <= filled:
        raise CheckFailed(
            message("Nobody was elected to: {offices}.", offices=tuple(sorted(offices - filled)))
        )
    return offices


def _require_members(reading: Reading, published: Entry, marked: set[str]) -> None:
    """Every seat that was filled at the publication signed or refused, and nobody else did."""
    seated: set[str] = set()
    for entry in reading.select("seat.filled", "seat.vacated"):
        if entry.seq < published.seq:
            change = seated.add if entry.kind == "seat.filled" else seated.discard
            change(shapes.text(entry, "seat"))
    if seated != marked:
        raise CheckFailed(
            message(
                "Signatures and refusals do not cover the seats: {seats}.",
                seats=tuple(sorted(seated ^ marked)),
            )
        )
