"""Who signs the protocol: each seat and office once, and one person for no two of them.

A signature counts when it has been verified and comes from the person who signs for the seat. Who
that is, is settled by the first signature: the account that acts for the seat hands it in, and the
person's keyed tag stays with the seat until somebody else takes it. Who holds an office with a seat
signs for both. A signature given by hand is recorded from its sheet by two people, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, known, seat_of_actor
from deliberate.core.process.kind import Command, StepView
from deliberate.core.process.offices import GIVING
from deliberate.core.process.paper import PAPER, Sheet, paper_mark, sheet_hash
from deliberate.core.process.roster import Roster
from deliberate.core.rulebook.fields import StrictSchema, StrictStr, TextField

MARKS = ("signature", "visa")
NO_MARK = "none"
"""Members put no mark: the report is the house's, and members comment on its draft."""
OWN = frozenset({"member", "chair"})
"""Roles in which somebody signs for the own seat and its office alone."""


class Sign(StrictSchema):
    """`by`: a seat or an office that also signs; the hash is that of the signature."""

    by = StrictStr()
    signature_sha256 = StrictStr(required=True)


class SignOnPaper(Sheet):
    """The mark of a seat or office, from its signed sheet."""

    by = StrictStr(required=True)


class RefuseToSign(StrictSchema):
    by = StrictStr()
    reason = TextField(required=True)


class RefuseOnPaper(Sheet):
    """A refusal of a seat or office, from its signed sheet."""

    by = StrictStr(required=True)
    reason = TextField(required=True)


@dataclass(frozen=True, slots=True)
class Position:
    """A seat, or an office without one, with the account that acts and the person that signs."""

    seat: str
    office: str
    account: str
    signer: str

    @property
    def name(self) -> str:
        return self.seat or self.office


def sign(command: Command) -> list[Draft]:
    """One member or office signs (or visas) the frozen text, with a verified signature."""
    who = _signatory(command)
    hash_ = sheet_hash(command.body["signature_sha256"])
    if not command.signer:
        raise Refused(
            "UNVERIFIED",
            message("A signature enters the record only after it has been verified."),
            fix=message("One given by hand is recorded from its sheet: sign_on_paper."),
        )
    body = {"seat": who, "mark": _mark(command), "signature_sha256": hash_}
    return [*_bind(command, who), command.fact("report.signed", body)]


def sign_on_paper(command: Command) -> list[Draft]:
    """Record from its sheet that somebody signed by hand; the record shows that it was so."""
    who = _signatory(command)
    hash_ = sheet_hash(command.body["sheet_sha256"])
    body = {"seat": who, "mark": _mark(command), "form": PAPER, "signature_sha256": hash_}
    return [command.fact("report.signed", body)]


def refuse(command: Command) -> list[Draft]:
    """A refusal to sign, with its reason, by the own account of the seat or office."""
    by = _own_signatory(command)
    return [command.fact("report.refused", {"seat": by, "reason": command.body["reason"]})]


def refuse_on_paper(command: Command) -> list[Draft]:
    """Record from its sheet that somebody refused to sign; the record shows that it was so."""
    by = _signatory(command)
    complete_in(command.view, command.body["reason"], "reason")
    body = {"seat": by, "reason": command.body["reason"], **paper_mark(command)}
    return [command.fact("report.refused", body)]


def marks(view: StepView) -> tuple[frozenset[str], frozenset[str]]:
    """(who signed, who refused): seats and offices.

    A refusal in an office is that of its holder: it is void once the office has been filled anew.
    """
    filled = {
        str(fact.body["office"]): fact.seq for fact in view.process.select("appointment.office")
    }
    return (
        frozenset(str(fact.body["seat"]) for fact in view.facts("report.signed")),
        frozenset(
            str(fact.body["seat"])
            for fact in view.facts("report.refused")
            if fact.seq > filled.get(str(fact.body["seat"]), 0)
        ),
    )


def signatories(view: StepView) -> tuple[str, ...]:
    """Everybody who owes a mark: all seated members, unless the rulebook asks none of them, then
    the offices that also sign."""
    process = view.process
    unmarked = process.parameter(view.params.member_mark) == NO_MARK
    seats = () if unmarked else tuple(seat.id for seat in process.roster.filled())
    return (*seats, *view.params.also_signed_by)


def unsigned(view: StepView) -> tuple[str, ...]:
    signed, refused = marks(view)
    return tuple(who for who in signatories(view) if who not in signed | refused)


def _mark(command: Command) -> str:
    """How members mark the protocol: a signature, or a visa that stands for one."""
    return known(command.process.parameter(command.params.member_mark), MARKS, "mark")


def _signatory(command: Command) -> str:
    """The seat or office that signs: one's own or, for staff, the one they name."""
    view = command.view
    if view.last("report.frozen") is None:
        raise Refused("ORDER", message("The protocol is not frozen yet."))
    by = command.body.get("by")
    who = str(by) if by in command.params.also_signed_by else ""
    if who:
        _require_office(command, who)
    else:
        who = seat_of_actor(command, named=by).id
    signed, refused = marks(view)
    if who in signed | refused:
        raise Refused("TWICE", message("{who} has already signed or refused.", who=who))
    return who


def _own_signatory(command: Command) -> str:
    """As `_signatory`, for whoever acts there: nobody speaks for another's seat or office."""
    roster, who = command.process.roster, _signatory(command)
    holder = roster.office(who) or who
    seat = roster.seat(holder)
    if command.actor.id != (holder if seat is None else seat.account):
        raise Refused(
            "OTHER_SEAT",
            message("{who} refuses by the own account.", who=who),
            fix=message("A refusal on a sheet is recorded by two people: refuse_on_paper."),
        )
    return who


def _require_office(command: Command, office: str) -> None:
    """Refuse an office that nobody holds, or that belongs to another's seat."""
    holder = command.process.roster.office(office)
    if holder is None:
        raise Refused(
            "NO_OFFICE", message("Nobody holds the office “{office}” now.", office=office)
        )
    if command.actor.role in OWN and seat_of_actor(command).id != holder:
        raise Refused(
            "OTHER_OFFICE",
            message("The office “{office}” is held by somebody else.", office=office),
        )


def _bind(command: Command, who: str) -> list[Draft]:
    """Nothing when this person signs for the position already; else the fact that it is so now.

    Refuses another person than the one who signs for it, a person who signs for something else,
    and a first signature that does not come from the position's own account.
    """
    roster = command.process.roster
    position = _position(roster, who)
    if position.signer == command.signer:
        return []
    if position.signer:
        raise Refused(
            "OTHER_SIGNER",
            message("This is not the signature of the person who signs for {who}.", who=who),
        )
    other = next((p for p in _positions(roster) if p.signer == command.signer), None)
    if other is not None:
        raise Refused(
            "SIGNER_TAKEN",
            message("This person signs for {who}; nobody signs for two.", who=other.name),
        )
    if not position.account or command.actor.id != position.account:
        raise Refused(
            "FIRST_SIGNATURE",
            message(
                "The first signature for {who} comes from the account that acts there.", who=who
            ),
            fix=message(
                "An account is tied to a seat with: {command}",
                command=GIVING.format(process=command.process.id),
            ),
        )
    key = {"seat": position.seat} if position.seat else {"office": position.office}
    return [command.fact("signer.bound", {**key, "tag": command.signer}, private=("tag",))]


def _position(roster: Roster, who: str) -> Position:
    """What a signature of a seat or office counts for: an office with a seat is that seat."""
    holder = roster.office(who)
    seat = roster.seat(who if holder is None else holder)
    if seat is not None:
        return Position(seat.id, "", seat.account, seat.signer)
    return next(position for position in _positions(roster) if position.office == who)


def _positions(roster: Roster) -> tuple[Position, ...]:
    """All seats that somebody holds, and the offices without a seat."""
    seats = [Position(seat.id, "", seat.account, seat.signer) for seat in roster.filled()]
    offices = [
        Position("", office.name, office.holder, office.signer)
        for office in roster.held
        if roster.seat(office.holder) is None
    ]
    return (*seats, *offices)
