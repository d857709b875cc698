"""The transparency report of a lottery that was held inside a process, from its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

from deliberate.core.process.facts import Fact
from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process
from deliberate.core.process.respondents import printed
from deliberate.core.recruitment.lottery.chances import gini
from deliberate.core.recruitment.lottery.facts import (
    Committed,
    FeatureFacts,
    LotteryFacts,
    NeverFacts,
    Randomness,
    UniformLottery,
    ValueFacts,
    grouped,
)
from deliberate.core.recruitment.lottery.fair_shares import Objective
from deliberate.core.recruitment.lottery.pool import Quota
from deliberate.core.recruitment.lottery.public_draw import stated_chances
from deliberate.core.recruitment.registered import closing_of, registration_for
from deliberate.core.recruitment.replacing import fixed_targets
from deliberate.documents.document import Document
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
    body, never = fixed.public, int(fixed.public["excluded"])
    everybody = [chance for chance, people in stated_chances(body) for _ in range(people)]
    deviation = Fraction(str(body["largest_deviation"]))
    return LotteryFacts(
        pool=len(everybody),
        panel=int(body["size"]),
        features=tuple(_features(view, fixed, drawn, say)),
        chances=grouped(everybody[never:]),
        gini=gini(everybody),
        objective=cast(Objective, body["objective"]),
        bound=float(body["bound"]),
        gap=float(body["gap"]) + float(deviation),
        never=(NeverFacts(never, ()),) if never else (),
        seed=" ".join(map(str, drawn.public.get("digits", ()))) or str(drawn.public.get("seed")),
        input_hash=str(body["panels_hash"]),
        randomness=cast(Randomness, body["randomness"]),
        commitments=tuple(_commitments(view, fixed, say)),
        households=tuple(households_of(view, say)),
        alternates=len(drawn.public["alternates"]),
        uniform=UniformLottery(int(body["panel_count"]), deviation),
        members=tuple(printed(int(number)) for number in drawn.public["panel"]),
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


def _features(view: StepView, fixed: Fact, drawn: Fact, say: Translator) -> Iterator[FeatureFacts]:
    closed = closing_of(view.process, view.step.id)
    pool: Mapping[str, Mapping[str, int]] = {} if closed is None else closed.body["values"]
    panel = {(str(f), str(v)): int(count) for f, v, count in drawn.public["counts"]}
    targets = fixed_targets(fixed.public)
    for feature in targets.features:
        counts: Mapping[str, int] = pool.get(feature, {})
        yield FeatureFacts(
            say.word("feature", feature),
            tuple(
                ValueFacts(
                    _named(quota, say),
                    counts.get(quota.value, 0),
                    panel.get((feature, quota.value), 0),
                )
                for quota in targets.quotas
                if quota.feature == feature
            ),
        )


def _named(quota: Quota, say: Translator) -> Quota:
    return replace(
        quota,
        feature=say.word("feature", quota.feature),
        value=say.word("feature value", quota.value),
    )


def _commitments(view: StepView, fixed: Fact, say: Translator) -> Iterator[Committed]:
    body: Mapping[str, Any] = fixed.public
    for what, key in (
        (say.gettext("Hash of the pool"), "pool_hash"),
        (say.gettext("Hash of the quotas"), "targets_hash"),
        (say.gettext("Hash of the list"), "panels_hash"),
    ):
        yield Committed(fixed.at, what, str(body[key]))
    for fact in view.facts("lottery.value_committed"):
        words = say.gettext("Secret value of: {party}")
        party = words.format(party=fact.public["party"])
        yield Committed(fact.at, party, str(fact.public["hash"]))
