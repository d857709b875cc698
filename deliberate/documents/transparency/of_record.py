"""The transparency report of a public draw that was held without a process, from its record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from deliberate.core.record.entry import Entry
from deliberate.core.recruitment.lottery.facts import LotteryFacts, Shares
from deliberate.core.recruitment.lottery.hidden_list import AuditedPool
from deliberate.documents.transparency.of_draw import drawn_facts, fixed_hashes
from deliberate.i18n import Translator


def record_lottery_facts(
    entries: Sequence[Entry], pool: AuditedPool, say: Translator, population: Shares | None = None
) -> LotteryFacts:
    """The facts of a draw whose panel is drawn; `entries` and `pool` are known to fit together."""
    fixed = next(entry for entry in entries if entry.kind == "lottery.committed")
    drawn = next(entry for entry in entries if entry.kind == "lottery.drawn")
    facts = drawn_facts(fixed.public, drawn.public, _counts(pool), say, population)
    shared = any(person.household for person in pool.people)
    return replace(
        facts,
        seed=_chance(entries, drawn),
        commitments=tuple(fixed_hashes(fixed.public, datetime.fromisoformat(fixed.at), say)),
        households=(say.gettext("household"),) if shared else (),
    )


def _counts(pool: AuditedPool) -> Mapping[str, Mapping[str, int]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for person in pool.people:
        for feature, value in person.values.items():
            counts[feature][value] += 1
    return counts


def _chance(entries: Sequence[Entry], drawn: Entry) -> str:
    """What chance showed: the digits of the dice, or the round of the beacon with its value."""
    beacon = next((entry for entry in entries if entry.kind == "lottery.beacon"), None)
    if beacon is not None:
        return f"{beacon.public['round']}: {beacon.public['value']}"
    return " ".join(map(str, drawn.public["digits"]))
