"""The page of the principles of good practice that hold over every model."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.principles.judging import ASKED
from deliberate.core.rulebook.principles import principles
from docs.generator.forms import first_paragraph

HEAD = """# Principles of good practice

They hold for every model, at the level `should`: comply, or justify in public. `deliberate check`
names each that a plan misses without a reason, `deliberate explain GP4` says what it asks for,
and the public page of a process shows each with what keeps it. The state is derived from the
rulebook, the pilot file and the record, and never stored.

An agency gives its reason in the pilot file, in every authentic language:

    [deviations]
    GP8.en = "One question about one building: three days are enough."

A model says in its rulebook what it does not do by design; `asks` names the parts of the
principle that are meant (all of them where it is left out), and `agency_justifies = true` leaves
the reason to the agency:

    [[deviations]]
    principle = "GP7"
    asks = ["facilitators"]
    text.en = "The tables have no facilitators."

A process that misses one of the three criteria (OECD1 to OECD3) says so on its public page,
whatever the reason.
"""


def page() -> Iterator[str]:
    yield HEAD
    for item in principles():
        yield f"## {item.code} {item.title.get('en')}\n"
        source = f"[{item.source.text}]({item.source.url})"
        yield f"{item.text.get('en')} Source: {source}, {item.status}.\n"
        for ask in item.asks:
            how = first_paragraph(ASKED[ask.id])
            yield f"* `{ask.id}`: {ask.text.get('en')}." + (f" {how}" if how else "")
        yield ""
