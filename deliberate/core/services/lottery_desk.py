"""One lottery for those who organise it: pool, targets, and where figures can be taken from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.jurisdiction import PersonalNumber, PopulationCount
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.process.respondents import Respondent, printed
from deliberate.core.recruitment.features import features_of
from deliberate.core.recruitment.lottery.pool import Person, Pool, Targets
from deliberate.core.recruitment.lottery.public_draw import quotas_as_lists
from deliberate.core.recruitment.lottery_targets import current_targets, quota_features, seats_of
from deliberate.core.recruitment.public_chance import DICE, dice_for, picked, way_of
from deliberate.core.recruitment.quotas.composition import Group
from deliberate.core.recruitment.registered import closing_of, pool_of, registration_for
from deliberate.core.recruitment.replacing import has_vacancy
from deliberate.core.rulebook.model import Step
from deliberate.core.services.acting import actor_for
from deliberate.core.services.approving import pending_requests
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.composition_files import read_composition
from deliberate.core.services.context import Context
from deliberate.core.services.member.entering import enter, frame_of, own_key
from deliberate.core.services.member.shapes import Frame
from deliberate.core.services.respondents import Known, known_respondents
from deliberate.core.services.setting import jurisdiction_of
from deliberate.core.text import Text

KIND = "lottery"
ACTS = ("commit", "throw", "draw", "fill_vacancies")
"""What organisers do on the desk once pool and quotas are there."""
MODEL, COUNTRY = "model", "country"
"""The sources of figures that are no region: the model's own, and the whole country."""


@dataclass(frozen=True, slots=True)
class LotteryDesk:
    """`features` with their values, those of the pool where the rulebook names none; `pool`: who is
    willing and has a value of each; `incomplete`: how many more are willing and lack one.

    `asked`: what the registration asks everybody; `closed`: nobody comes in any more; `committed`:
    the targets are fixed; `drawn`: the panel is. `dice`: how many are thrown in public, 0 where the
    parties' values decide; `thrown`: chance has come in; `vacant`: seats of this lottery that
    somebody has left; `waiting`: acts that a second person has still to approve. `references`: the
    identifiers of those who came by a table; `regions`: names of territorial units by code;
    `synonyms`: how tables from there write values; `territory`: the code of the pilot's own unit.
    """

    frame: Frame
    step: str
    title: Text
    size: int
    features: Mapping[str, tuple[str, ...]]
    pool: Pool
    incomplete: int
    targets: Targets | None
    registration: str
    asked: Mapping[str, tuple[str, ...]]
    closed: bool
    committed: bool
    drawn: bool
    dice: int
    thrown: bool
    vacant: tuple[str, ...]
    waiting: tuple[str, ...]
    references: frozenset[str]
    regions: Mapping[str, Text]
    synonyms: Mapping[str, Mapping[str, Sequence[str]]]
    personal_number: PersonalNumber | None
    territory: str

    def counts(self) -> Mapping[tuple[str, str], int]:
        """How many of the pool have each value."""
        return Counter(
            pair
            for person in self.pool.people
            for pair in zip(self.pool.features, person.values, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """Where shares may come from: a unit of the jurisdiction, the whole of it, or the model."""

    id: str
    name: Text | None
    groups: tuple[Group, ...]

    @property
    def features(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(group.feature for group in self.groups))


def lotteries(context: Context, account: str, process_id: str) -> tuple[Frame, tuple[str, ...]]:
    """The steps of a process in which a panel is drawn."""
    mine = enter(context, account, process_id)
    found = tuple(step.id for step in mine.process.rulebook.steps if step.kind == KIND)
    return frame_of(mine), found


def lottery_desk(context: Context, account: str, process_id: str, step_id: str) -> LotteryDesk:
    """One lottery as its organisers see it; refuses a step that is none."""
    mine = enter(context, account, process_id)
    view = mine.step_of(step_id, KIND)
    registration = registration_for(mine.process.rulebook, step_id)
    own = "" if registration is None else registration.id
    home = jurisdiction_of(context.registry, mine.process.rulebook, mine.process.pilot)
    with context.store.read() as unit:
        everybody = known_respondents(unit, process_id, own) if own else ()
    willing = pool_of([one.respondent for one in everybody])
    features = _with_values(quota_features(view), willing)
    people = [_person(one, tuple(features)) for one in willing]
    permitted = {feature: set(values) for feature, values in features.items()}
    fit = [
        person
        for person in people
        if all(v in permitted[f] for f, v in zip(features, person.values, strict=True))
    ]
    return LotteryDesk(
        frame=frame_of(mine),
        step=step_id,
        title=view.step.title,
        size=seats_of(view),
        features=features,
        pool=Pool.of(tuple(features), fit),
        incomplete=len(people) - len(fit),
        targets=current_targets(view),
        registration=own,
        asked={} if registration is None else _asked(mine.process, registration),
        closed=closing_of(mine.process, step_id) is not None,
        committed=view.first("lottery.committed") is not None,
        drawn=view.first("lottery.drawn") is not None,
        dice=_dice(view),
        thrown=_chance_is_in(view),
        vacant=_left(view),
        waiting=tuple(
            str(fact.public["action"])
            for fact in pending_requests(mine.process)
            if fact.step == step_id
        ),
        references=_references(everybody),
        regions={unit.id: unit.name for unit in home.territories},
        synonyms=home.synonyms,
        personal_number=home.personal_number,
        territory=mine.process.pilot.territory.code,
    )


def _asked(process: Process, registration: Step) -> Mapping[str, tuple[str, ...]]:
    return {item.id: item.values for item in features_of(process.rulebook, registration)}


def _references(everybody: Sequence[Known]) -> frozenset[str]:
    return frozenset(str((one.row.person or {}).get("id", "")) for one in everybody) - {""}


def _with_values(
    features: Mapping[str, tuple[str, ...]], people: Sequence[Respondent]
) -> Mapping[str, tuple[str, ...]]:
    return {
        feature: values or tuple(sorted({one.values.get(feature, "") for one in people} - {""}))
        for feature, values in features.items()
    }


def _person(one: Respondent, features: Sequence[str]) -> Person:
    values = tuple(one.values.get(feature, "") for feature in features)
    return Person(printed(one.number), values, one.household)


def _dice(view: StepView) -> int:
    fixed = view.first("lottery.committed")
    if fixed is None or way_of(view) != DICE:
        return 0
    return dice_for(int(fixed.body["panel_count"]))


def _chance_is_in(view: StepView) -> bool:
    if view.first("lottery.committed") is None:
        return False
    try:
        picked(view)
    except Refused:
        return False
    return True


def _left(view: StepView) -> tuple[str, ...]:
    """The seats that are vacant after the panel was drawn."""
    if not has_vacancy(view):
        return ()
    seats = view.process.roster.group(view.params.seats)
    return tuple(seat.id for seat in seats if seat.state == "vacant")


def act(
    context: Context,
    account: str,
    process_id: str,
    step: str,
    action: str,
    body: Mapping[str, Any],
    key: str,
) -> Done:
    """Take one of `ACTS` on a lottery."""
    if action not in ACTS:
        raise Refused("NO_ACTION", message("There is no such act here: {action}.", action=action))
    actor = actor_for(context, account, process_id, step, action)
    return perform(context, actor, process_id, step, action, body, key=own_key(account, key))


def set_targets(
    context: Context, account: str, process_id: str, step: str, targets: Targets, key: str
) -> Done:
    """Put the targets on the record of the lottery."""
    actor = actor_for(context, account, process_id, step, "set_targets")
    body = {"size": targets.size, "quotas": quotas_as_lists(targets)}
    return perform(context, actor, process_id, step, "set_targets", body, key=own_key(account, key))


# ---------------------------------------------------------------------- figures


def figures(context: Context, account: str, process_id: str, step_id: str) -> tuple[Figures, ...]:
    """Everything that shares can be taken from: the model's figures, the country, its units."""
    process = enter(context, account, process_id).process
    step = process.step(step_id)
    if step is None or step.kind != KIND:
        raise Refused("NO_STEP", message("This process has no step “{step}”.", step=step_id))
    features = quota_features(process.view(step))
    found = [
        Figures(name, title, tuple(fitting(groups, features)))
        for name, title, groups in _known(context, process)
    ]
    return tuple(item for item in found if item.groups)


def _known(
    context: Context, process: Process
) -> Sequence[tuple[str, Text | None, Sequence[Group]]]:
    beside = context.registry.tables_beside(process.rulebook.name).get("population")
    home = jurisdiction_of(context.registry, process.rulebook, process.pilot)
    own = [(MODEL, None, read_composition(beside))] if beside is not None else []
    return [
        *own,
        (COUNTRY, home.name, [_group(count) for count in home.composition]),
        *((unit.id, unit.name, [_group(c) for c in unit.composition]) for unit in home.territories),
    ]


def _group(count: PopulationCount) -> Group:
    return Group(
        count.feature,
        count.value,
        Fraction(count.number),
        None,
        count.source,
        count.on.isoformat(),
        count.status,
    )


def fitting(groups: Sequence[Group], features: Mapping[str, tuple[str, ...]]) -> list[Group]:
    """The groups of features whose values are just those that the lottery has."""
    found = []
    for feature, values in features.items():
        own = [group for group in groups if group.feature == feature]
        if own and (not values or {group.value for group in own} == set(values)):
            found += own
    return found
