"""Checks of a lottery that need its pool: without names, for whoever was handed it.

The public record holds the pool's hash and no values, since the values of several features together
may point to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from deliberate.core.errors import DeliberateError, Message, message
from deliberate.core.process.respondents import Respondent
from deliberate.core.record import shapes
from deliberate.core.record.check_lottery import panel_count, targets_in
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed, Promise
from deliberate.core.record.reading import Reading
from deliberate.core.recruitment.lottery.fair_shares import OBJECTIVES, Objective
from deliberate.core.recruitment.lottery.fairest import NoPanel
from deliberate.core.recruitment.lottery.hidden_list import AuditedPool, HiddenList, spread
from deliberate.core.recruitment.lottery.public_draw import number_of, panel_counts, prepare
from deliberate.core.recruitment.lottery.replay import broken_panels
from deliberate.core.recruitment.lottery.uniform import NEAR
from deliberate.core.recruitment.registered import pool_hash
from deliberate.core.recruitment.replacing import chance_of, chosen_alternates, refill
from deliberate.core.rounded import Rounded

KEPT = message("Every panel keeps quotas and households")
AGAIN = message("The list is the one that pool and targets give")
MEASURED = ("bound", "gap", "largest_deviation")
"""What follows from sums of floats, whose last digits other machines round otherwise. Two of them
are the same within `NEAR`: below it a chance is meant to be the same share of panels anyway, so the
list cannot differ by it. Everything else is compared to the last digit."""
_MEASURE = re.compile(r"-?\d{1,3}(\.\d{1,12}|/[1-9]\d{0,60})?|\d{1,60}/[1-9]\d{0,60}", re.ASCII)


def check_with_pool(reading: Reading, pool: AuditedPool | None) -> Iterator[Promise]:
    """Two promises where the record holds a lottery, none where it does not."""
    fixed = reading.select("lottery.committed")
    if not fixed:
        return
    if pool is None:
        reason = message("This needs the pool, which is not public: give it with --pool.")
        yield Promise("C3", KEPT, "not_shown", reason)
        yield Promise("C4", AGAIN, "not_shown", reason)
        return
    for code, title, check in (("C3", KEPT, _kept), ("C4", AGAIN, _made_again)):
        if code == "C3" and pool.own is None:
            reason = message("The file of the pool does not tell who is on which panel.")
            yield Promise(code, title, "not_shown", reason)
            continue
        try:
            said = check(reading, fixed[-1], pool)
        except CheckFailed as failure:
            yield Promise(code, title, "fail", failure.reason)
        except DeliberateError as error:
            yield Promise(code, title, "fail", error.message)
        else:
            yield Promise(code, title, "pass", said)


def _kept(reading: Reading, entry: Entry, pool: AuditedPool) -> Message:
    """The pool has the hash that was fixed, and so has the list; every panel keeps everything."""
    people = pool.people
    shapes.require_same(entry, {"pool_hash": pool_hash(people)})
    shapes.require_same(entry, {"numbers": sorted(one.number for one in people)})
    hidden = list_of(entry, pool)
    size = shapes.whole(entry, "size")
    for place, panel in enumerate(hidden.panels):
        if len(panel) != size:
            raise CheckFailed(
                message(
                    "Panel {number} is none of {size} people of the pool.", number=place, size=size
                )
            )
    broken = next(broken_panels(hidden.panels, people, targets_in(entry)), None)
    if broken is not None:
        raise CheckFailed(broken)
    steps = [[str(chance), n] for chance, n in spread(hidden)]
    shapes.require_same(entry, {"chances": steps, "excluded": len(hidden.never)})
    _check_draw(reading, entry, people, hidden)
    _check_replacements(reading, entry, people)
    return message(
        "{count} panels of {people} people have the hash that was fixed, give everybody the chance "
        "stated and keep every quota; nobody shares a household.",
        count=len(hidden.panels),
        people=len(people),
    )


def list_of(entry: Entry, pool: AuditedPool) -> HiddenList:
    """The list that the pool's file tells; raises `CheckFailed` when it is not the one fixed."""
    try:
        hidden = pool.hidden(panel_count(entry))
    except ValueError:
        raise CheckFailed(
            message("The file of the pool names panels that the list does not have.")
        ) from None
    if hidden is None:
        raise CheckFailed(message("The file of the pool does not tell who is on which panel."))
    shapes.require_same(entry, {"panels_hash": hidden.hash})
    return hidden


def _check_draw(
    reading: Reading, entry: Entry, people: Sequence[Respondent], hidden: HiddenList
) -> None:
    """What is published of the drawn panel, feature by feature, is what its people give; those who
    stand by are whom pool and panel give."""
    drawn = reading.one_at_most("lottery.drawn", str(entry.step), entry.n)
    if drawn is None:
        return
    panel, number = shapes.wholes(drawn, "panel"), shapes.whole(drawn, "number")
    shapes.require_same(drawn, {"counts": panel_counts(panel, people, targets_in(entry))})
    wanted = shapes.whole(entry, "alternates")
    fixed = {**entry.public, "never": sorted(hidden.never), "alternates": wanted}
    chosen = chosen_alternates(people, fixed, panel, number)
    shapes.require_same(drawn, {"alternates": list(chosen)})


def _check_replacements(reading: Reading, entry: Entry, people: Sequence[Respondent]) -> None:
    """Who followed somebody who left is whom pool and alternates give; quotas still hold."""
    step, targets = str(entry.step), targets_in(entry)
    first = reading.one_at_most("lottery.drawn", step, entry.n)
    if first is None:
        return
    for earlier, one in enumerate(reading.select("lottery.replaced", step=step, n=entry.n)):
        remaining, out = shapes.wholes(one, "remaining"), shapes.wholes(one, "out")
        standing = shapes.wholes(one, "standing")
        chance = chance_of(_shown(first), earlier)
        again = refill(people, entry.public, remaining, out, standing, chance)
        called, drawn = (tuple(map(number_of, names)) for names in (again.called, again.drawn))
        left = [number_of(name) for name in again.alternates]
        again_body = {"called": list(called), "drawn": list(drawn), "alternates": left}
        shapes.require_same(one, again_body)
        broken = next(broken_panels(((*remaining, *called, *drawn),), people, targets), None)
        if broken is not None:
            raise CheckFailed(broken)


def _shown(drawn: Entry) -> dict[str, Any]:
    """What chance showed when the panel was drawn."""
    number = shapes.whole(drawn, "number")
    if "seed" in drawn.public:
        return {"number": number, "seed": shapes.text(drawn, "seed")}
    return {"number": number, "digits": shapes.wholes(drawn, "digits")}


def _made_again(reading: Reading, entry: Entry, pool: AuditedPool) -> Message:
    """Pool and targets give the same list to the last panel; bound and distance within `NEAR`."""
    objective = shapes.text(entry, "objective")
    if objective not in OBJECTIVES:
        raise CheckFailed(message("No lottery has the objective {name}.", name=objective))
    wanted: Objective = objective  # type: ignore[assignment]
    try:
        again = prepare(
            pool.people,
            targets_in(entry),
            objective=wanted,
            panels=panel_count(entry),
            alternates=shapes.whole(entry, "alternates"),
        )
    except NoPanel:
        raise CheckFailed(message("No panel keeps these quotas together.")) from None
    body = again.as_body()
    shapes.require_same(entry, {key: value for key, value in body.items() if key not in MEASURED})
    for key in MEASURED:
        _require_near(entry, key, body[key])
    return message(
        "The fairest lottery was made again: the list is the same, nobody's chance is further than "
        "{deviation} from the fairest one.",
        deviation=Rounded(again.largest_deviation, 5),
    )


def _require_near(entry: Entry, key: str, again: str) -> None:
    """What a solver measured is, within `NEAR`, what it measures here."""
    stated = shapes.text(entry, key)
    if _MEASURE.fullmatch(stated) and abs(Fraction(stated) - Fraction(again)) <= NEAR:
        return
    shapes.require_same(entry, {key: again})
