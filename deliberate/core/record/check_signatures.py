"""Checks of signatures: counted apart from votes, each from whoever signs for its seat."""

from __future__ import annotations

from deliberate.core.decision.signing import NO_MARK
from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.check_signed_content import check_signed_content
from deliberate.core.record.entry import Entry
from deliberate.core.record.frozen_rules import frozen_rules
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading

PAPER = "paper"


def check_signatures(reading: Reading) -> Message | None:
    """Signatures and refusals are counted apart from votes, each signatory once, over one text."""
    _require_settled(reading)
    publications = list(reading.occurrences("report.published"))
    signed = refused = 0
    for step, n in reading.occurrences("report.signed", "report.refused", "report.published"):
        marks = _check_marks(reading, step, n)
        signed, refused = signed + marks[0], refused + marks[1]
    if not publications or (not asked(reading) and not signed + refused):
        return None
    on_paper = sum("form" in entry.public for entry in reading.select("report.signed"))
    if on_paper:
        return message(
            "{signed} members signed the frozen text, {refused} refused; "
            "{paper} marks were given by hand.",
            signed=signed,
            refused=refused,
            paper=on_paper,
        )
    return message(
        "{signed} members signed the frozen text, {refused} refused.",
        signed=signed,
        refused=refused,
    )


def asked(reading: Reading) -> bool:
    """Whether the rules ask anybody for a signature under a report."""
    rules = reading.derived(frozen_rules)
    reports = [step for step in rules.steps.values() if step.get("kind") == "report"]
    return any(
        step.get("also_signed_by") or rules.resolved(step.get("member_mark", "")) != NO_MARK
        for step in reports
    )


def _check_marks(reading: Reading, step: str, n: int) -> tuple[int, int]:
    """(signatures, refusals) of one report, all of them after its text was frozen."""
    frozen = reading.select("report.frozen", step=step, n=n)
    if not frozen:
        raise CheckFailed(message("{step}: there are signatures without a frozen text.", step=step))
    check_signed_content(reading, frozen[-1])
    signed = reading.select("report.signed", step=step, n=n)
    refused = [
        entry
        for entry in reading.select("report.refused", step=step, n=n)
        if not _filled_since(reading, entry)
    ]
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
        _require_members(reading, published, [*signed, *refused], offices)
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


def _filled_since(reading: Reading, refusal: Entry) -> bool:
    """Whether an office was filled anew since its holder refused: the refusal is void then."""
    name = shapes.text(refusal, "seat")
    return any(
        entry.seq > refusal.seq and shapes.text(entry, "office") == name
        for entry in reading.select("appointment.office")
    )


def _signing_offices(reading: Reading, published: Entry) -> set[str]:
    """The offices that sign besides the members: those that the rules name, all of them, and only
    those the record filled."""
    filled = {shapes.text(entry, "office") for entry in reading.select("appointment.office")}
    offices = set(shapes.texts(published, "offices"))
    step = reading.derived(frozen_rules).steps.get(str(published.step), {})
    asked = step.get("also_signed_by")
    missing = set(map(str, asked if isinstance(asked, list) else ())) - offices
    if missing:
        raise CheckFailed(
            message("Published without the signature of: {who}.", who=tuple(sorted(missing)))
        )
    if not offices <= filled:
        raise CheckFailed(
            message("Nobody was elected to: {offices}.", offices=tuple(sorted(offices - filled)))
        )
    return offices


def _require_members(
    reading: Reading, published: Entry, marks: list[Entry], offices: set[str]
) -> None:
    """Every seat that was filled at the publication signed or refused, where members sign at all;
    who signed held the seat when signing, whoever left it since."""
    rules = reading.derived(frozen_rules)
    step = rules.steps.get(str(published.step), {})
    unmarked = rules.resolved(step.get("member_mark")) == NO_MARK
    seated = frozenset() if unmarked else _seated_before(reading, published)
    members = [entry for entry in marks if shapes.text(entry, "seat") not in offices]
    marked = {shapes.text(entry, "seat") for entry in members}
    strangers = {
        seat
        for entry in members
        if (seat := shapes.text(entry, "seat")) not in _seated_before(reading, entry)
    }
    wrong = (seated - marked) | strangers
    if wrong:
        raise CheckFailed(
            message(
                "Signatures and refusals do not cover the seats: {seats}.",
                seats=tuple(sorted(wrong)),
            )
        )


def _seated_before(reading: Reading, moment: Entry) -> frozenset[str]:
    """The seats that were filled when an entry was written."""
    seated: set[str] = set()
    for entry in reading.select("seat.filled", "seat.vacated"):
        if entry.seq >= moment.seq:
            break
        change = seated.add if entry.kind == "seat.filled" else seated.discard
        change(shapes.text(entry, "seat"))
    return frozenset(seated)


def _require_settled(reading: Reading) -> None:
    """Before a verified signature it was settled who signs there, once while nobody else came."""
    settled: set[str] = set()
    holders: dict[str, str] = {}
    for entry in reading.entries:
        match entry.kind:
            case "seat.filled" | "seat.vacated":
                seat = shapes.text(entry, "seat")
                settled.discard(seat)
                holders = {name: held for name, held in holders.items() if held != seat}
            case "appointment.office" | "appointment.relieved":
                office = shapes.text(entry, "office")
                settled.discard(office)
                # Who serves in an office without a seat is not public.
                holders[office] = str(entry.public.get("holder", office))
            case "signer.bound":
                _settle(entry, settled)
            case "report.signed" if entry.public.get("form") != PAPER:
                name = shapes.text(entry, "seat")
                if holders.get(name, name) not in settled:
                    raise CheckFailed(message("It was not settled who signs for {who}.", who=name))


def _settle(entry: Entry, settled: set[str]) -> None:
    name = shapes.text(entry, "seat" if "seat" in entry.public else "office")
    if name in settled:
        raise CheckFailed(message("It was settled twice who signs for {who}.", who=name))
    settled.add(name)
