"""Kind `tables`: members sit in small groups, in rounds that are composed anew.

A plan is proposed by the model's plugin or made by the core with a seed, and frozen into the
record before anybody sits down: seats and figures, no personal data. Rounds are then held in their
order; who leaves is left out, the rounds still to come can be planned again, and somebody can be
moved by hand once it is said which constraints that breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deliberate.core.canonical import digest
from deliberate.core.deliberation.strand_members import members_of
from deliberate.core.deliberation.table_plan.arranging import Absence, FixedSeat, Wanted, arrange
from deliberate.core.deliberation.table_plan.figures import figures
from deliberate.core.deliberation.table_plan.late import Changed, move, swap
from deliberate.core.deliberation.table_plan.on_record import (
    GROUP,
    as_lists,
    current_rounds,
    faults,
    planned_body,
)
from deliberate.core.deliberation.table_plan.plan import propose_tables
from deliberate.core.deliberation.table_plan.problem import Guest, Problem, Tables
from deliberate.core.deliberation.table_plan.wishes import earlier_wishes
from deliberate.core.errors import Finding, Message, Refused, message
from deliberate.core.process.facts import Draft
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField, WordsOrOpen
from deliberate.core.process.respondents import printed
from deliberate.core.process.roster import Seat
from deliberate.core.rulebook.fields import (
    ListOf,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    Table,
)
from deliberate.core.rulebook.records import schema_of

HOSTS = frozenset({"agency", "secretary", "chair", "facilitator"})
CHANGES = ("tables.planned", "tables.moved", "tables.absent")


@dataclass(frozen=True, slots=True)
class TablesParameters:
    """`size`: people at a table at most; `rounds`: how many; `recompose`: each round has tables of
    its own; `mixed`: features that each table mixes, `group` is the seat group; `moderated`: each
    table has a facilitator; `group`: the seat group that sits there, all where it is empty."""

    size: Any
    rounds: Any = 1
    recompose: bool = True
    mixed: Any = ()
    moderated: bool = False
    group: str = ""


class Fixed(StrictSchema):
    """A seat that is fixed to a table, from 1 on, in one round or in all."""

    seat = StrictStr(required=True)
    table = StrictInt(required=True, minimum=1)
    round = StrictInt(minimum=1)


class PlanTables(StrictSchema):
    """`seed`: what chance is made from; without it, the step and how many plans there were.
    `rounds_sha256`: of the rounds that were looked at; with it no other plan is frozen."""

    seed = StrictStr(blank=False)
    fixed = ListOf(Table(Fixed))
    rounds_sha256 = StrictStr()


class Absent(StrictSchema):
    """Without `round` the seat is absent from all that are still to come."""

    seat = StrictStr(required=True)
    round = StrictInt(minimum=1)


class Move(StrictSchema):
    """`seat` goes to `table`, or exchanges places with the seat `with_seat`; `anyway`: although
    that breaks constraints."""

    round = StrictInt(required=True, minimum=1)
    seat = StrictStr(required=True)
    table = StrictInt(minimum=1)
    with_seat = StrictStr()
    anyway = StrictBool()


class Hold(StrictSchema):
    round = StrictInt(required=True, minimum=1)


def plan(command: Command) -> list[Draft]:
    """Plan all rounds; once one is planned, what is still to come is planned by `replan`."""
    if command.view.first("tables.planned") is not None:
        raise Refused(
            "TWICE",
            message("The tables are planned already."),
            fix=message("What is still to come is planned anew with: {action}.", action="replan"),
        )
    return [_planned(command)]


def replan(command: Command) -> list[Draft]:
    """Plan the rounds still to come anew; those that were held stay, and count."""
    _require_plan(command.view)
    return [_planned(command)]


def absent(command: Command) -> list[Draft]:
    """Somebody is not there; the others stay where they are until the tables are planned anew."""
    view, body = command.view, command.body
    rounds = _require_plan(view)
    held = held_rounds(view)
    numbers = [body["round"]] if "round" in body else list(range(held + 1, len(rounds) + 1))
    for number in numbers:
        _require_ahead(number, held, len(rounds))
    left = [n for n in numbers if any(body["seat"] in table for table in rounds[n - 1])]
    if not left:
        raise Refused("NO_SEAT", message("Not at a table: {seats}.", seats=(body["seat"],)))
    return [command.fact("tables.absent", {"seat": body["seat"], "rounds": left})]


def move_seat(command: Command) -> list[Draft]:
    """Move somebody by hand; refused with the constraints that breaks, unless done anyway."""
    view, body = command.view, command.body
    rounds = _require_plan(view)
    _require_ahead(body["round"], held_rounds(view), len(rounds))
    if ("table" in body) == ("with_seat" in body):
        raise Refused("MOVE", message("Say either a table or a seat to exchange places with."))
    changed = _changed(_problem(command, rounds), rounds, body)
    if changed.broken and not body.get("anyway"):
        raise Refused(
            "BROKEN",
            message("Constraints that this breaks: {count}.", count=len(changed.broken)),
            fix=message("Choose another seat, or say: {word}.", word="anyway=true"),
            findings=tuple(Finding("BROKEN", "should", text) for text in changed.broken),
        )
    number = body["round"]
    fact = {
        "round": number,
        "seat": body["seat"],
        "tables": [list(table) for table in changed.rounds[number - 1]],
        "broken": len(changed.broken),
    }
    return [command.fact("tables.moved", fact)]


def hold(command: Command) -> list[Draft]:
    """Record that a round was held as planned; in their order."""
    rounds = _require_plan(command.view)
    following = held_rounds(command.view) + 1
    if command.body["round"] != following:
        raise Refused("ORDER", message("The next round is {round}.", round=following))
    _require_ahead(following, following - 1, len(rounds))
    return [command.fact("tables.held", {"round": following})]


def table_rounds(view: StepView) -> tuple[Tables, ...]:
    """Who sits where by the plan that is in force; empty before there is one."""
    return current_rounds((fact.kind, fact.body) for fact in view.facts(*CHANGES))


def held_rounds(view: StepView) -> int:
    """How many rounds were held."""
    return len(view.facts("tables.held"))


def _changed(problem: Problem, rounds: tuple[Tables, ...], body: Mapping[str, Any]) -> Changed:
    if "with_seat" in body:
        return swap(problem, rounds, body["round"] - 1, body["seat"], body["with_seat"])
    return move(problem, rounds, body["round"] - 1, body["seat"], body["table"] - 1)


def _planned(command: Command) -> Draft:
    view = command.view
    held = table_rounds(view)[: held_rounds(view)]
    problem = _problem(command, held)
    plans = len(view.facts("tables.planned"))
    seed = command.body.get("seed") or f"{command.process.id}/{view.step.id}/{view.n}/{plans}"
    alone = not command.params.recompose and not held
    asked = Problem(problem.features, problem.people, problem.rounds[:1]) if alone else problem
    proposal = command.reckon(_Planner(command.tables or _core, view), asked, seed)
    wrong = faults(asked, proposal.rounds)
    if wrong:
        raise Refused(
            "PROPOSAL",
            message("The proposed plan breaks in round {round}: {what}.", round=wrong[0][0],
                    what=wrong[0][1]),
        )  # fmt: skip
    if alone:
        problem = Problem(problem.features, problem.people, problem.rounds[:1] * _rounds(command))
        proposal = type(proposal)(
            proposal.rounds * _rounds(command), proposal.weights, proposal.steps
        )
    _require_shown(command, proposal.rounds)
    _require_strands(view, proposal.rounds[0])
    found = figures(problem, proposal.rounds)
    body = planned_body(problem, proposal, seed, found)
    return command.fact("tables.planned", {**body, "moderated": command.params.moderated})


def _require_shown(command: Command, rounds: Sequence[Tables]) -> None:
    """Freeze the very plan that was looked at, if one was: people may have come or left since."""
    shown = command.body.get("rounds_sha256")
    if shown is not None and shown != digest(as_lists(rounds)):
        raise Refused(
            "CHANGED",
            message("What this is reckoned from has changed meanwhile."),
            fix=message("Nothing was changed. Look at the new state, then try again."),
        )


def _require_strands(view: StepView, tables: Tables) -> None:
    """The step that divides the members into strands has a table for each of them."""
    strands = view.process.rulebook.strands
    if strands is None or strands.divided_by != view.step.id:
        return
    named = len(view.process.pilot.strands)
    if len(tables) != named:
        raise Refused(
            "STRANDS",
            message("The members fill {tables} strands, and the pilot has {strands}.",
                    tables=len(tables), strands=named),
            fix=message("Draw as many members as the strands have seats."),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Planner:
    """Whoever plans tables for this model. What is asked is the problem and the seed alone, so
    that an answer given before the transaction is the answer within it."""

    ask: Callable[[StepView, Any, str], Any]
    view: StepView = field(compare=False)

    def __call__(self, problem: Problem, seed: str) -> Any:
        return self.ask(self.view, problem, seed)


def _core(view: StepView, problem: Problem, seed: str) -> Any:
    return propose_tables(problem, seed)


def _rounds(command: Command) -> int:
    return int(command.process.parameter(command.params.rounds))


def _problem(command: Command, held: Sequence[Tables]) -> Problem:
    """Members with a seat now, the rounds that were held, the wishes and absences of the others.

    Raises `UnusableInput` for a plan that cannot be.
    """
    view, process = command.view, command.process
    done = tuple(held[: held_rounds(view)])
    seats = members_of(view, command.params.group)
    features = tuple(process.parameter(command.params.mixed) or ())
    fixed = command.body.get("fixed")
    away = absences(view, seats)
    wishes = (
        [FixedSeat(one["seat"], one["table"], one.get("round", 0)) for one in fixed]
        if fixed is not None
        else standing_wishes(view, seats)
    )
    guests = _guests(command, seats, features)
    wanted = Wanted(
        int(process.parameter(command.params.size)),
        _rounds(command),
        tuple(wishes),
        tuple(away),
        done,
    )
    return arrange(features, guests, wanted)


def absences(view: StepView, seats: Sequence[Seat]) -> list[Absence]:
    """Who of these is recorded as absent, from which round."""
    known = {seat.id for seat in seats}
    return [
        Absence(str(fact.body["seat"]), int(number))
        for fact in view.facts("tables.absent")
        for number in fact.body["rounds"]
        if fact.body["seat"] in known
    ]


def standing_wishes(view: StepView, seats: Sequence[Seat]) -> list[FixedSeat]:
    """The fixed seats of the plan in force, as far as they can still be kept."""
    last = view.last("tables.planned")
    known = {seat.id for seat in seats}
    return list(earlier_wishes(last.body if last else {}, known, absences(view, seats)))


def _guests(command: Command, seats: Sequence[Seat], features: Sequence[str]) -> list[Guest]:
    """Members with what they are mixed on: the seat group is public, the rest the organisers alone
    hold."""
    asked = set(features) - {GROUP}
    people = command.respondents() if asked else ()
    known = {printed(one.number): one.values for one in people}
    guests = []
    for seat in seats:
        values = {**known.get(seat.holder, {}), GROUP: seat.group}
        lacking = tuple(name for name in features if name not in values)
        if lacking:
            raise Refused(
                "VALUES",
                message("Of {holder} it is not known: {features}.", holder=seat.id,
                        features=lacking),
                fix=message("Mix the tables on what the registration asks, or on the seat group."),
            )  # fmt: skip
        guests.append(Guest(seat.id, tuple(values[name] for name in features)))
    return guests


def _require_plan(view: StepView) -> tuple[Tables, ...]:
    rounds = table_rounds(view)
    if not rounds:
        raise Refused("ORDER", message("The tables are not planned yet."))
    return rounds


def _require_ahead(number: int, held: int, rounds: int) -> None:
    if number <= held:
        raise Refused("HELD", message("Round {round} has been held.", round=number))
    if number > rounds:
        raise Refused(
            "NO_ROUND",
            message("There is no round {round}; the plan has {rounds}.", round=number,
                    rounds=rounds),
        )  # fmt: skip


def progress(view: StepView) -> Progress:
    first, held = view.first("tables.planned"), view.facts("tables.held")
    if first is None:
        return Progress(outstanding=(message("The tables are not planned yet."),))
    rounds = len(table_rounds(view))
    if len(held) >= rounds:
        return Progress(True, first.at, held[-1].at, count=(rounds, rounds))
    waits: Message = message("{held} of {rounds} rounds were held.", held=len(held), rounds=rounds)
    return Progress(False, first.at, None, None, (waits,), (len(held), rounds))


TABLES = StepKind(
    "tables",
    schema_of(
        TablesParameters,
        size=AnyField(required=True),
        rounds=AnyField(),
        recompose=StrictBool(),
        mixed=WordsOrOpen(),
        moderated=StrictBool(),
        group=StrictStr(),
    ),
    actions(
        Action("plan", HOSTS, plan, message("plan the tables"), PlanTables, reckons=True),
        Action(
            "replan",
            HOSTS,
            replan,
            message("plan the rounds still to come"),
            PlanTables,
            reckons=True,
        ),
        Action("absent", HOSTS, absent, message("record who is not there"), Absent),
        Action("move", HOSTS, move_seat, message("move somebody to another table"), Move),
        Action("hold", HOSTS, hold, message("record that a round was held"), Hold),
    ),
    progress,
)
