"""The order of an assembly's ballots, which no declarative check can state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from deliberate.api import (
    Finding,
    OwnCheck,
    Process,
    Rule,
    Step,
    broken,
    message,
)

TERM = re.compile(r"([A-Za-z0-9_-]+)\s*=\s*([A-Za-z0-9_-]+)")
"""`STEP = OUTCOME`, as a condition has it."""


def in_sequence(process: Process, rule: Rule) -> Iterator[Finding]:
    """CA12: every ballot but the first waits for what one before it can say."""
    earlier: dict[str, Step] = {}
    for step in process.rulebook.steps:
        if step.kind != "ballot":
            continue
        asked = [term for term in TERM.findall(step.when or "") if term[0] in earlier]
        where = process.rulebook.stated_at(step.id)
        if earlier and not asked:
            yield broken(
                rule,
                message("“{ballot}” waits for no outcome of an earlier ballot.", ballot=step.title),
                where,
                message("Write: {example}", example=f'when = "{[*earlier][-1]} = OUTCOME"'),
                step,
            )
        for name, outcome in asked:
            options = _options(earlier[name])
            if options and outcome not in options:
                yield broken(
                    rule,
                    message(
                        "“{ballot}” waits for “{earlier}”: {outcome}, which is no option of it.",
                        ballot=step.title, earlier=earlier[name].title, outcome=outcome,
                    ),
                    where,
                    message("Known: {options}.", options=options),
                    step,
                )  # fmt: skip
        earlier[step.id] = step


def _options(ballot: Step) -> tuple[str, ...]:
    """The names of a ballot's options; none where they are put when it opens."""
    stated = ballot.parameters.options
    if not isinstance(stated, list | tuple):
        return ()
    return tuple(option if isinstance(option, str) else str(option["id"]) for option in stated)


CHECKS: Mapping[str, OwnCheck] = {"CA12": in_sequence}
"""What each rule with a hook is checked by."""
