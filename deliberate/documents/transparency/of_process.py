"""The transparency report of a lottery that was held inside a process, from its facts."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.recruitment.lottery.facts import Committed, LotteryFacts
from deliberate.core.recruitment.registered import closing_of, registration_for
from deliberate.documents.document import Document
from deliberate.documents.transparency.of_draw import drawn_facts, fixed_hashes
from deliberate.documents.transparency.report import transparency_report
from deliberate.i18n import Translator


def process_report(process: Process, step: str, say: Translator) -> Document | None:
    """The report of a lottery of this process; None before its panel is drawn."""
    own = process.step(step)
    if own is None or own.kind != "lottery":
        return None
    local = copy(say)
    local.zone = process.calendar.zone
    facts = process_lottery_facts(process.view(own), local)
    if facts is None:
        return None
    return transparency_report(
        facts,
        local,
        process=process.id,
        sender=say.text(process.pilot.agency.name),
        check=f"deliberate verify {process.id}.zip",
    )


def process_lottery_facts(view: StepView, say: Translator) -> LotteryFacts | None:
    """The facts of a lottery with the words of `say`; None before its panel is drawn."""
    fixed, drawn = view.first("lottery.committed"), view.first("lottery.drawn")
    if fixed is None or drawn is None:
        return None
    closed = closing_of(view.process, view.step.id)
    facts = drawn_facts(
        fixed.public, drawn.public, {} if closed is None else closed.body["values"], say
    )
    return replace(
        facts,
        seed=" ".join(map(str, drawn.public.get("digits", ()))) or str(drawn.public.get("seed")),
        commitments=tuple(_commitments(view, fixed, say)),
        households=tuple(households_of(view, say)),
    )


def households_of(view: StepView, say: Translator) -> Iterator[str]:
    """By what people are known to live together: the columns of the files that they came with, and
    the address where the registration asks for it."""
    known = {"address": say.gettext("address"), "household": say.gettext("household")}
    columns = [
        str(fact.public.get("household", "address"))
        for fact in view.process.facts
        if fact.kind in ("invitation.imported", "registration.imported")
    ]
    registration = registration_for(view.process.rulebook, view.step.id)
    if registration is not None and registration.parameters.asks_address:
        columns.append("address")
    for column in dict.fromkeys(filter(None, columns)):
        yield known.get(column, column)


def _commitments(view: StepView, fixed: Fact, say: Translator) -> Iterator[Committed]:
    yield from fixed_hashes(fixed.public, fixed.at, say)
    for fact in view.facts("lottery.value_committed"):
        words = say.gettext("Secret value of: {party}")
        party = words.format(party=fact.public["party"])
        yield Committed(fact.at, party, str(fact.public["hash"]))
