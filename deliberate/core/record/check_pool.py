"""Checks of a lottery that need its pool: without names, for whoever was handed it.

The public record holds the pool's hash and no values, since the values of several features together
may point to a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deliberate.core.errors import DeliberateError, Message, message
from deliberate.core.process.respondents import Respondent
from deliberate.core.record import shapes
from deliberate.core.record.check_lottery import panels_of, targets_in
from deliberate.core.record.entry import Entry
from deliberate.core.record.promise import CheckFailed, Promise
from deliberate.core.record.reading import Reading
from deliberate.core.recruitment.lottery.fair_shares import OBJECTIVES, Objective
from deliberate.core.recruitment.lottery.fairest import NoPanel
from deliberate.core.recruitment.lottery.public_draw import number_of, panel_counts, prepare
from deliberate.core.recruitment.lottery.replay import broken_panels
from deliberate.core.recruitment.registered import pool_hash
from deliberate.core.recruitment.replacing import chosen_alternates, refill

KEPT = message("Every panel keeps quotas and households")
AGAIN = message("The list is the one that pool and targets give")


def check_with_pool(reading: Reading, people: Sequence[Respondent] | None) -> Iterator[Promise]:
    """Two promises where the record holds a lottery, none where it does not."""
    fixed = reading.select("lottery.committed")
    if not fixed:
        return
    if people is None:
        reason = message("This needs the pool, which is not public: give it with --pool.")
        yield Promise("C3", KEPT, "not_shown", reason)
        yield Promise("C4", AGAIN, "not_shown", reason)
        return
    for code, title, check in (("C3", KEPT, _kept), ("C4", AGAIN, _made_again)):
        try:
            said = check(reading, fixed[-1], people)
        except CheckFailed as failure:
            yield Promise(code, title, "fail", failure.reason)
        except DeliberateError as error:
            yield Promise(code, title, "fail", error.message)
        else:
            yield Promise(code, title, "pass", said)


def _kept(reading: Reading, entry: Entry, people: Sequence[Respondent]) -> Message:
    """The pool has the hash that was fixed, and every panel drawn from it keeps everything."""
    shapes.require_same(entry, {"pool_hash": pool_hash(people)})
    shapes.require_same(entry, {"numbers": sorted(one.number for one in people)})
    panels = panels_of(entry)
    broken = next(broken_panels(panels, people, targets_in(entry)), None)
    if broken is not None:
        raise CheckFailed(broken)
    _check_counts(reading, entry, people)
    _check_replacements(reading, entry, people)
    return message(
        "{count} panels of {people} people keep every quota; nobody shares a household.",
        count=len(panels),
        people=len(people),
    )


def _check_counts(reading: Reading, entry: Entry, people: Sequence[Respondent]) -> None:
    """What is published of the drawn panel, feature by feature, is what its people give."""
    drawn = reading.one_at_most("lottery.drawn", str(entry.step), entry.n)
    if drawn is not None and "counts" in drawn.public:
        again = panel_counts(shapes.wholes(drawn, "panel"), people, targets_in(entry))
        shapes.require_same(drawn, {"counts": again})
        panel, stated = shapes.wholes(drawn, "panel"), shapes.wholes(drawn, "alternates")
        number = shapes.whole(drawn, "number")
        chosen = chosen_alternates(people, entry.public, panel, number, len(stated))
        shapes.require_same(drawn, {"alternates": list(chosen)})


def _check_replacements(reading: Reading, entry: Entry, people: Sequence[Respondent]) -> None:
    """Who followed somebody who left is whom pool and alternates give; quotas still hold."""
    step, targets = str(entry.step), targets_in(entry)
    for earlier, one in enumerate(reading.select("lottery.replaced", step=step, n=entry.n)):
        remaining, out = shapes.wholes(one, "remaining"), shapes.wholes(one, "out")
        standing = shapes.wholes(one, "standing")
        again = refill(people, entry.public, remaining, out, standing, earlier)
        called, drawn = (tuple(map(number_of, names)) for names in (again.called, again.drawn))
        left = [number_of(name) for name in again.alternates]
        again_body = {"called": list(called), "drawn": list(drawn), "alternates": left}
        shapes.require_same(one, again_body)
        broken = next(broken_panels(((*remaining, *called, *drawn),), people, targets), None)
        if broken is not None:
            raise CheckFailed(broken)


def _made_again(reading: Reading, entry: Entry, people: Sequence[Respondent]) -> Message:
    """Pool and targets give the same list and the same chances, bit for bit."""
    objective = shapes.text(entry, "objective")
    if objective not in OBJECTIVES:
        raise CheckFailed(message("No lottery has the objective {name}.", name=objective))
    wanted: Objective = objective  # type: ignore[assignment]
    try:
        again = prepare(people, targets_in(entry), objective=wanted, panels=len(panels_of(entry)))
    except NoPanel:
        raise CheckFailed(message("No panel keeps these quotas together.")) from None
    shapes.require_same(entry, again.as_body())
    return message(
        "The fairest lottery was made again: the list is the same, nobody's chance is further than "
        "{deviation} from the fairest one.",
        deviation=f"{float(again.largest_deviation):.5f}",
    )
