"""Kind `lottery`: seats filled by a public draw from those who registered as willing.

The agency sets the targets and fixes the list of panels; its hash, that of the pool and that of the
targets are on the record before chance comes in. Then dice or the values of two parties pick a
panel, and whoever stands on it has a seat, by number. Who leaves is followed by an alternate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.period import Period
from deliberate.core.process.facts import Draft, Fact
from deliberate.core.process.guards import known
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.process.parameters import AnyField
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.recruitment.drawing import REVEAL_WITHIN
from deliberate.core.recruitment.lottery.fair_shares import OBJECTIVES
from deliberate.core.recruitment.lottery.fairest import NoPanel
from deliberate.core.recruitment.lottery.no_panel import no_panel
from deliberate.core.recruitment.lottery.pool import Targets
from deliberate.core.recruitment.lottery.public_draw import (
    Prepared,
    hidden_of,
    lottery_pool,
    panel_counts,
    prepare,
)
from deliberate.core.recruitment.lottery.uniform import PANELS
from deliberate.core.recruitment.lottery_targets import (
    SetTargets,
    current_targets,
    set_targets,
)
from deliberate.core.recruitment.public_chance import CHANCE, COMMIT_REVEAL, WAYS, list_fact, picked
from deliberate.core.recruitment.registered import closing_of, pool_hash, pool_of
from deliberate.core.recruitment.replacing import (
    FillVacancies,
    chosen_alternates,
    fill_vacancies,
    fixed_targets,
    has_vacancy,
)
from deliberate.core.recruitment.tie_draw import ORGANISERS
from deliberate.core.rulebook.fields import Choice, ListOf, PeriodField, StrictInt, StrictStr
from deliberate.core.rulebook.records import schema_of

LISTS = (10, 100, 1000, 10_000)


@dataclass(frozen=True, slots=True)
class LotteryParameters:
    """`quotas`: the features that have quotas, by name or with their values; `quotas_from`: whose
    shares they follow; `alternates`: how many stand by; `randomness`: dice or commit_reveal;
    `panels`: how many there are on the list; `drawn`: how many people, all seats where it is 0."""

    seats: str
    quotas: tuple[Any, ...]
    quotas_from: str = ""
    objective: str = "leximin"
    alternates: Any = 0
    randomness: Any = COMMIT_REVEAL
    panels: int = PANELS
    drawn: Any = 0
    reveal_within: Period = REVEAL_WITHIN


def commit(command: Command) -> list[Draft]:
    """Fix the list of panels: from now on nobody can change who may be drawn with whom."""
    view, process = command.view, command.process
    if view.first("lottery.committed") is not None:
        raise Refused("TWICE", message("The list of panels is fixed already."))
    targets = current_targets(view)
    if targets is None:
        raise Refused(
            "ORDER",
            message("The targets are not set yet."),
            fix=message("Set them with: {action}.", action="set_targets"),
        )
    if command.params.panels not in LISTS:
        raise Refused(
            "PANELS",
            message("A list has 10, 100, 1000 or 10000 panels, as dice have throws."),
        )
    people = _pool(command, targets)
    objective: Any = command.params.objective
    way = known(str(process.parameter(command.params.randomness)), WAYS, "way of drawing")
    try:
        prepared: Prepared = command.reckon(
            prepare,
            people,
            targets,
            objective=objective,
            panels=command.params.panels,
            alternates=int(process.parameter(command.params.alternates) or 0),
        )
    except NoPanel:
        raise no_panel(lottery_pool(people, targets.features), targets) from None
    secret = prepared.as_secret()
    body = {**prepared.as_body(), "randomness": way, **secret}
    return [command.fact("lottery.committed", body, private=secret)]


def _pool(command: Command, targets: Targets) -> tuple[Respondent, ...]:
    """Those who are willing, as the registration closed with them."""
    closed = closing_of(command.process, command.view.step.id)
    if closed is None:
        raise Refused("ORDER", message("The registration is not closed yet."))
    people = pool_of(command.respondents())
    if pool_hash(people) != closed.body["sha256"]:
        raise Refused("CHANGED", message("The pool differs from the one that was closed."))
    permitted = {(quota.feature, quota.value) for quota in targets.quotas}
    lacking = tuple(
        printed(one.number)
        for one in people
        if any((name, one.values.get(name)) not in permitted for name in targets.features)
    )
    if lacking:
        raise Refused(
            "VALUES",
            message("No quota has the values of these people: {people}.", people=lacking),
            fix=message("Add a quota for each value, or set the answers right."),
        )
    return people


def draw(command: Command) -> list[Draft]:
    """The panel that chance picked takes the seats; alternates stand by in their order."""
    view = command.view
    if view.first("lottery.drawn") is not None:
        raise Refused("TWICE", message("The panel is drawn already."))
    chance, fixed = picked(view), list_fact(view)
    panel = [int(number) for number in fixed.body["panels"][chance.number]]
    people = command.respondents()
    body: dict[str, Any] = {
        "number": chance.number,
        "panel": panel,
        **_opened(command, chance.number),
        "alternates": list(chosen_alternates(people, fixed.body, panel, chance.number)),
        "counts": panel_counts(panel, people, fixed_targets(fixed.body)),
    }
    if chance.digits:
        body["digits"] = list(chance.digits)
    else:
        body["seed"] = chance.seed
    if chance.not_revealed:
        body["not_revealed"] = list(chance.not_revealed)
    return [command.fact("lottery.drawn", body), *_seated(command, panel)]


def _opened(command: Command, number: int) -> dict[str, Any]:
    """What shows that a panel is the one with this number on the list that was fixed."""
    fixed = list_fact(command.view)
    hidden = hidden_of(command.respondents(), fixed.body)
    if set(hidden.salts) != set(fixed.body["numbers"]) or hidden.hash != fixed.body["panels_hash"]:
        raise Refused("CHANGED", message("The pool differs from the one that was closed."))
    return hidden.opened(number)


def _seated(command: Command, panel: list[int]) -> list[Draft]:
    group = command.params.seats
    seats = [seat.id for seat in command.process.roster.group(group) if seat.state == "vacant"]
    if len(seats) < len(panel):
        raise Refused(
            "SEATS",
            message("{seats} seats are vacant, and {size} people were drawn.", seats=len(seats),
                    size=len(panel)),
        )  # fmt: skip
    return [
        command.fact("seat.filled", {"seat": seat, "group": group, "holder": printed(number)})
        for seat, number in zip(seats, panel, strict=False)
    ]


def progress(view: StepView) -> Progress:
    first, fixed, drawn = (
        view.first("lottery.targets_set"),
        view.first("lottery.committed"),
        view.first("lottery.drawn"),
    )
    started: Fact | None = first or fixed
    if drawn is not None:
        return Progress(True, None if started is None else started.at, drawn.at)
    if fixed is not None:
        waits = message("The list of panels is fixed and waits for the draw.")
    elif first is not None:
        waits = message("The targets are set; the list of panels is not fixed yet.")
    else:
        waits = message("The targets are not set yet.")
    return Progress(False, None if started is None else started.at, None, None, (waits,))


LOTTERY = StepKind(
    "lottery",
    schema_of(
        LotteryParameters,
        seats=StrictStr(required=True),
        quotas=ListOf(AnyField(), required=True),
        quotas_from=StrictStr(),
        objective=Choice(OBJECTIVES),
        alternates=AnyField(),
        randomness=AnyField(),
        panels=StrictInt(),
        drawn=AnyField(),
        reveal_within=PeriodField(),
    ),
    actions(
        Action(
            "set_targets",
            ORGANISERS,
            set_targets,
            message("set the targets"),
            SetTargets,
            early=True,
        ),
        Action(
            "commit",
            ORGANISERS,
            commit,
            message("fix the list of panels"),
            two_persons=True,
            reckons=True,
        ),
        *CHANCE,
        Action("draw", ORGANISERS, draw, message("draw the panel")),
        Action(
            "fill_vacancies",
            ORGANISERS,
            fill_vacancies,
            message("fill vacant seats from the alternates"),
            FillVacancies,
            late=True,
            two_persons=True,
            applies=has_vacancy,
        ),
    ),
    progress,
    fixed=True,
)
