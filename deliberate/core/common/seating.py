"""Who acts for a seat: the account that is tied to it, one for each seat and one seat for each.

Seats go to people, and people act through accounts. The tie between the two is an act of its own,
made when the account is handed over; it ends when another person takes the seat. Which account it
is stays out of the public record; that there is one, and since when, does not.
"""

from __future__ import annotations

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, filled_seat
from deliberate.core.process.kind import Action, Command, StepKind, actions
from deliberate.core.process.standing import never_done
from deliberate.core.rulebook.fields import StrictSchema, StrictStr, TextField

ROLES = frozenset({"operator", "agency", "secretary"})


class Link(StrictSchema):
    seat = StrictStr(required=True)
    account = StrictStr(required=True, blank=False)


class Unlink(StrictSchema):
    seat = StrictStr(required=True)
    reason = TextField(required=True)


def link(command: Command) -> list[Draft]:
    """Tie an account to a seat that somebody holds; it acts for that seat alone."""
    seat = filled_seat(command.view, command.body["seat"])
    account = command.body["account"]
    if seat.account:
        raise Refused(
            "LINKED",
            message("An account acts for seat {seat} already.", seat=seat.id),
            fix=message("To give it another one, untie it first: seats unlink."),
        )
    refuse_taken(command, account)
    return [
        command.fact("seat.linked", {"seat": seat.id, "account": account}, private=("account",))
    ]


def unlink(command: Command) -> list[Draft]:
    """Untie a seat's account while the same person keeps the seat, as when access was lost."""
    seat = filled_seat(command.view, command.body["seat"])
    if not seat.account:
        raise Refused("NOT_LINKED", message("No account acts for seat {seat}.", seat=seat.id))
    complete_in(command.view, command.body["reason"], "reason")
    return [command.fact("seat.unlinked", command.body)]


def refuse_taken(command: Command, account: str) -> None:
    """Refuse an account that acts for a seat or holds an office without a vote already."""
    roster = command.process.roster
    other = roster.seat_of_account(account)
    if other is not None:
        raise Refused(
            "ONE_SEAT", message("This account acts for seat {seat} already.", seat=other.id)
        )
    office = roster.office_of_account(account)
    if office is not None:
        raise Refused(
            "VOTELESS",
            message("This account holds the office “{office}”, which has no seat.", office=office),
        )


SEATING = StepKind(
    "seats",
    None,
    actions(
        Action("link", ROLES, link, message("tie an account to a seat"), Link),
        Action(
            "unlink", ROLES, unlink, message("untie a seat's account"), Unlink, two_persons=True
        ),
    ),
    never_done,
    standing=True,
)
