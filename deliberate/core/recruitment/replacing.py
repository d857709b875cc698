"""Whoever leaves is followed by somebody with whom all quotas still hold.

Alternates go first, in their order; where they do not suffice, a lottery over the rest of the pool
fills what is left. The record says who left and who came, not why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.kind import Command, StepView
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.cut_off import require_open_to_substitutes
from deliberate.core.recruitment.lottery.alternates import choose_alternates
from deliberate.core.recruitment.lottery.no_panel import in_the_way, smallest_change
from deliberate.core.recruitment.lottery.pool import Pool, Targets
from deliberate.core.recruitment.lottery.public_draw import lottery_pool, number_of, targets_of
from deliberate.core.recruitment.lottery.replacement import (
    NoReplacement,
    Replacement,
    replace_members,
)
from deliberate.core.recruitment.public_chance import list_fact
from deliberate.core.rulebook.fields import ListOf, StrictInt, StrictSchema

Numbers = tuple[int, ...]


class FillVacancies(StrictSchema):
    """`refused`: the numbers of alternates who were asked and do not come."""

    refused = ListOf(StrictInt(minimum=1))


def chosen_alternates(
    people: Iterable[Respondent], fixed: Mapping[str, Any], panel: Sequence[int], number: int
) -> Numbers:
    """Who stands by for the panel with this number, in the order of call: at most as many as were
    fixed with the list, and the same whenever it is asked.

    Whom no panel can contain can repair none.
    """
    targets, never = fixed_targets(fixed), set(fixed["never"])
    found = choose_alternates(
        fixed_pool((one for one in people if one.number not in never), fixed, targets),
        targets,
        [printed(one) for one in panel],
        int(fixed["alternates"]),
        Generator(f"alternates/{fixed['panels_hash']}/{number}".encode()),
    )
    return tuple(map(number_of, found.people))


def fixed_targets(body: Mapping[str, Any]) -> Targets:
    """The targets under which a list was fixed."""
    return targets_of(int(body["size"]), body["quotas"])


def fixed_pool(people: Iterable[Respondent], body: Mapping[str, Any], targets: Targets) -> Pool:
    """The pool from which a list was fixed, whoever has withdrawn since."""
    numbers = set(body["numbers"])
    return lottery_pool([one for one in people if one.number in numbers], targets.features)


def fill_vacancies(command: Command) -> list[Draft]:
    """Fill every vacant seat of the group; refuses when nobody fits, with what is in the way."""
    view = command.view
    drawn = view.first("lottery.drawn")
    if drawn is None:
        raise Refused("ORDER", message("The panel is not drawn yet."))
    seats = view.process.roster.group(command.params.seats)
    vacant = [seat.id for seat in seats if seat.state == "vacant"]
    if not vacant:
        raise Refused("FULL", message("No seat of this group is vacant."))
    require_open_to_substitutes(view.process, command.params.seats)
    fixed, refused = list_fact(view), tuple(command.body.get("refused", ()))
    remaining = tuple(sorted(number_of(seat.holder) for seat in seats if seat.state == "filled"))
    out = _out(command, remaining, refused)
    standing = _standing(view, drawn)
    unknown = tuple(printed(one) for one in refused if one not in standing)
    if unknown:
        raise Refused("UNKNOWN", message("Not among the alternates: {people}.", people=unknown))
    earlier = len(view.facts("lottery.replaced"))
    chance = chance_of(drawn.body, earlier)
    found = refill(command.respondents(), fixed.body, remaining, out, standing, chance)
    coming = tuple(map(number_of, (*found.called, *found.drawn)))
    body = {
        "left": sorted(_seated_ever(view) - set(remaining)),
        "refused": list(refused),
        "remaining": list(remaining),
        "out": list(out),
        "standing": list(standing),
        "called": [number_of(name) for name in found.called],
        "drawn": [number_of(name) for name in found.drawn],
        "alternates": [number_of(name) for name in found.alternates],
    }
    group = command.params.seats
    return [
        command.fact("lottery.replaced", body),
        *(
            command.fact("seat.filled", {"seat": seat, "group": group, "holder": printed(number)})
            for seat, number in zip(vacant, coming, strict=True)
        ),
    ]


def has_vacancy(view: StepView) -> bool:
    """Whether somebody who was drawn has left."""
    seats = view.process.roster.group(view.params.seats)
    return view.first("lottery.drawn") is not None and any(s.state == "vacant" for s in seats)


def refill(
    people: Iterable[Respondent],
    fixed: Mapping[str, Any],
    remaining: Sequence[int],
    out: Sequence[int],
    standing: Sequence[int],
    chance: Generator,
) -> Replacement:
    """Who fills the seats beside `remaining`: from what the record holds, so anybody can repeat it.

    `chance`: see `chance_of`. Raises `Refused` when nobody fits.
    """
    targets = fixed_targets(fixed)
    try:
        return replace_members(
            fixed_pool(people, fixed, targets),
            targets,
            [printed(one) for one in remaining],
            [printed(one) for one in out],
            [printed(one) for one in standing],
            chance,
        )
    except NoReplacement as error:
        raise _nobody_fits(error) from None


def chance_of(drawn: Mapping[str, Any], earlier: int) -> Generator:
    """What decides a replacement after `earlier` others: what the public draw of the panel showed.

    Nobody could know it when the list was fixed. Afterwards whoever has the pool can foresee it.
    """
    shown = drawn["seed"] if "seed" in drawn else " ".join(map(str, drawn["digits"]))
    return Generator(f"replacement/{shown}/{drawn['number']}/{earlier}".encode())


def _nobody_fits(error: NoReplacement) -> Refused:
    return Refused(
        "NO_REPLACEMENT",
        message("Nobody who is left keeps the quotas; no seat is filled."),
        fix=smallest_change(error.way),
        findings=in_the_way(error.quotas),
    )


def _seated_ever(view: StepView) -> set[int]:
    return {number_of(str(fact.body["holder"])) for fact in view.facts("seat.filled")}


def _out(command: Command, remaining: Numbers, refused: Numbers) -> Numbers:
    """Who does not come: those who had a seat, those who said no, those who withdrew."""
    said_no = {
        number for fact in command.view.facts("lottery.replaced") for number in fact.body["refused"]
    }
    fixed = set(list_fact(command.view).body["numbers"])
    withdrawn = {one.number for one in command.respondents() if not one.willing} & fixed
    gone = _seated_ever(command.view) | said_no | withdrawn | set(refused)
    return tuple(sorted(gone - set(remaining)))


def _standing(view: StepView, drawn: Fact) -> Numbers:
    """The alternates who stand by now, in their order."""
    last = view.last("lottery.replaced") or drawn
    return tuple(int(number) for number in last.body["alternates"])
