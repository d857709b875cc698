"""A table plan for those who hold the session: made, looked at before it is frozen, and kept up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from deliberate.core.canonical import digest
from deliberate.core.deliberation.strand_members import members_of
from deliberate.core.deliberation.table_plan.arranging import FixedSeat
from deliberate.core.deliberation.table_plan.on_record import read_rounds
from deliberate.core.deliberation.table_plan.problem import Tables
from deliberate.core.deliberation.tables import (
    absences,
    held_rounds,
    standing_wishes,
    table_rounds,
)
from deliberate.core.errors import Message, Refused, message
from deliberate.core.process.facts import Fact
from deliberate.core.services.acting import actor_for
from deliberate.core.services.commands import Done, carry_out, perform
from deliberate.core.services.context import Context
from deliberate.core.services.issuing import issue_owed
from deliberate.core.services.member.entering import enter, frame_of, own_key
from deliberate.core.services.member.shapes import Frame
from deliberate.core.services.reckoning import foreseen
from deliberate.core.services.running.fixed_seats import in_short
from deliberate.core.services.running.steps import missing, require_page
from deliberate.core.text import Text

PAGE = "tables"
PLANNED = "tables.planned"
Stage = Literal["waiting", "ready", "planned", "done"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with what it achieves. `mixing`: for each feature how many shares are missed, of how
    many; `rounds_sha256`: by which it is known again."""

    rounds: tuple[Tables, ...]
    seed: str
    told: tuple[Message, ...]
    mixing: tuple[tuple[str, int, int], ...]

    @property
    def rounds_sha256(self) -> str:
        return digest([[list(table) for table in tables] for tables in self.rounds])


@dataclass(frozen=True, slots=True)
class TablesDesk:
    """`waits`: what stands in the way before tables can be planned; `rounds`: who sits where now;
    `planned`: the plan that was frozen last; `held`: how many rounds have taken place. `seats`: who
    takes part now; `away`: those of them who are absent, with the rounds; `gone`: who sits in a
    round to come and takes part no more; `unseated`: who takes part and has no table in a round to
    come, without being absent from it. `fixed`: the wishes that hold until others are named."""

    frame: Frame
    step: str
    n: int
    title: Text
    stage: Stage
    waits: tuple[Message, ...]
    size: int
    round_count: int
    mixed: tuple[str, ...]
    rounds: tuple[Tables, ...]
    planned: Planned | None
    held: int
    seats: tuple[str, ...]
    away: tuple[tuple[str, tuple[int, ...]], ...]
    gone: tuple[str, ...]
    unseated: tuple[str, ...]
    fixed: tuple[FixedSeat, ...]

    @property
    def ahead(self) -> tuple[int, ...]:
        """The rounds still to come."""
        return tuple(range(self.held + 1, self.round_count + 1))

    @property
    def most_tables(self) -> int:
        """How many tables a round to come has at most."""
        return max((len(self.rounds[n - 1]) for n in self.ahead if self.rounds), default=0)

    @property
    def action(self) -> str:
        """The act that plans now: everything, or the rounds still to come."""
        return "plan" if self.planned is None else "replan"


def tables_desk(context: Context, account: str, process_id: str, step_id: str) -> TablesDesk:
    """The plan as it is now; refuses a step that plans no tables."""
    mine = enter(context, account, process_id)
    view = mine.process.view(require_page(mine, step_id, PAGE))
    state = mine.process.state(step_id, view.n)
    last, rounds, held = view.last(PLANNED), table_rounds(view), held_rounds(view)
    seats = members_of(view, view.params.group)
    count = len(rounds) or int(mine.process.parameter(view.params.rounds))
    names = tuple(seat.id for seat in seats)
    away: dict[str, list[int]] = {}
    for one in absences(view, seats):
        away.setdefault(one.id, []).append(one.round)
    ahead = range(held + 1, count + 1)
    seated = {n: {s for table in rounds[n - 1] for s in table} for n in ahead if rounds}
    return TablesDesk(
        frame=frame_of(mine),
        step=step_id,
        n=view.n,
        title=view.step.title,
        stage=_stage(state.state, last),
        waits=missing(state) if state.state in {"waiting", "skipped"} else (),
        size=int(mine.process.parameter(view.params.size)),
        round_count=count,
        mixed=tuple(mine.process.parameter(view.params.mixed) or ()),
        rounds=rounds,
        planned=None if last is None else _read(last.body),
        held=held,
        seats=names,
        away=tuple((name, tuple(sorted(rounds_))) for name, rounds_ in sorted(away.items())),
        gone=tuple(sorted(set().union(*seated.values()) - set(names))) if seated else (),
        unseated=tuple(
            name
            for name in names
            if any(name not in seated[n] and n not in away.get(name, ()) for n in seated)
        ),
        fixed=in_short(standing_wishes(view, seats), ahead),
    )


def _stage(state: str, last: Fact | None) -> Stage:
    if state == "done":
        return "done"
    if last is not None:
        return "planned"
    return "waiting" if state in {"waiting", "skipped"} else "ready"


def _read(body: Mapping[str, Any]) -> Planned:
    """A plan with its figures, from the body of its entry."""
    found = body["figures"]
    again = sum(pairs for _times, pairs in found["repeats"])
    told = (
        message(
            "Pairs who meet: {meetings}; no plan has more than {bound}.",
            meetings=found["meetings"],
            bound=found["bound"],
        ),
        message("Pairs who meet more than once: {pairs}.", pairs=again),
        message(
            "Two people meet {fewest} to {most} times.", fewest=found["fewest"], most=found["most"]
        ),
    )
    mixing = tuple((str(name), int(missed), int(cells)) for name, missed, cells in body["mixing"])
    return Planned(read_rounds(body["rounds"]), str(body["seed"]), told, mixing)


def preview(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    seed: str,
    fixed: Sequence[FixedSeat],
) -> Planned:
    """The plan that would be frozen now, which is not; raises what planning would."""
    action = tables_desk(context, account, process_id, step).action
    actor = actor_for(context, account, process_id, step, action)
    body = _body(seed, fixed)
    (draft,) = foreseen(context, actor, process_id, step, action, body)
    return _read(draft.body)


def freeze(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    seed: str,
    fixed: Sequence[FixedSeat],
    rounds_sha256: str,
    key: str,
) -> Done:
    """Put the plan that was looked at on the record; refused if another one would come about."""
    action = tables_desk(context, account, process_id, step).action
    actor = actor_for(context, account, process_id, step, action)
    body = {**_body(seed, fixed), "rounds_sha256": rounds_sha256}
    return perform(context, actor, process_id, step, action, body, key=own_key(account, key))


def _body(seed: str, fixed: Sequence[FixedSeat]) -> dict[str, Any]:
    """The data of planning. Without a seed the step and the number of plans make one."""
    wishes = [
        {"seat": one.id, "table": one.table} | ({"round": one.round} if one.round else {})
        for one in fixed
    ]
    return {"fixed": wishes} | ({"seed": seed} if seed else {})


def hold_round(
    context: Context, account: str, process_id: str, step: str, number: int, key: str
) -> Done:
    """Record that a round was held as planned."""
    actor = actor_for(context, account, process_id, step, "hold")
    body = {"round": number}
    return perform(context, actor, process_id, step, "hold", body, key=own_key(account, key))


def record_absent(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    seats: Sequence[str],
    number: int | None,
    key: str,
) -> Done:
    """Record who is not there, from one round or from all to come: all of them or nobody."""
    if not seats:
        raise Refused("NO_SEAT", message("Choose who is not there."))
    actor = actor_for(context, account, process_id, step, "absent")
    with context.store.transaction() as unit:
        for seat in seats:
            body = {"seat": seat} | ({} if number is None else {"round": number})
            own = own_key(account, f"{key}/{seat}")
            done = carry_out(context, unit, actor, process_id, step, "absent", body, key=own)
    issue_owed(context, process_id)
    return done


def move_somebody(
    context: Context, account: str, process_id: str, step: str, body: Mapping[str, Any], key: str
) -> Done:
    """Move a seat to another table, or exchange two; `body` as the act takes it."""
    actor = actor_for(context, account, process_id, step, "move")
    return perform(context, actor, process_id, step, "move", body, key=own_key(account, key))


def try_out(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    action: str,
    bodies: Sequence[Mapping[str, Any]],
) -> None:
    """Raise what acts on the plan would raise, before anybody is asked to confirm them."""
    actor = actor_for(context, account, process_id, step, action)
    for body in bodies:
        foreseen(context, actor, process_id, step, action, body)
