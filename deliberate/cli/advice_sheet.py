"""The advice for people: whether to deliberate, then the models in order with their reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from deliberate.cli.house import House
from deliberate.cli.tables import folded
from deliberate.core.errors import Message, message

if TYPE_CHECKING:
    from deliberate.core.advice.advice import Advice, Ranked
    from deliberate.core.advice.estimate import Estimate
    from deliberate.core.advice.issue import Issue
    from deliberate.core.advice.questions import Questions
    from deliberate.core.advice.reason import Reason

SHOWN_IN_FULL = 2
UNVERIFIED = "unverified"


def show_advice(
    house: House, issue: Issue, questions: Questions, advice: Advice, *, in_full: bool
) -> None:
    """The whole answer; models after the second in two lines each, unless all are wanted, and none
    where the ranking says nothing."""
    sheet = _Sheet(house, issue, questions)
    sheet.verdict(advice)
    if not advice.weighed:
        advice = replace(advice, ranked=())
    for place, item in enumerate(advice.ranked, 1):
        click.echo()
        if in_full or place <= SHOWN_IN_FULL:
            sheet.model(place, item)
        else:
            sheet.shortly(place, item)
    sheet.end(advice, in_full=in_full)


class _Sheet:
    def __init__(self, house: House, issue: Issue, questions: Questions) -> None:
        self.house, self.issue, self.questions = house, issue, questions
        self.say = house.translator

    # ------------------------------------------------------------------ before the ranking
    def verdict(self, advice: Advice) -> None:
        from deliberate.core.advice.telling import VERDICTS, notes_on

        if self.issue.title:
            click.echo(self.say.value(self.issue.title))
        click.secho(self.say.render(VERDICTS[advice.verdict]), bold=True)
        for question in advice.failing:
            self.line(f"✗ {self.say.value(question.short)}: {self.say.value(question.failing)}")
        for note in notes_on(advice):
            self.line(self.say.render(note))
        if advice.unsure:
            words = message(
                "Settle before you begin: {questions}.",
                questions=tuple(item.short for item in advice.unsure),
            )
            self.line(self.say.render(words))
        if advice.verdict != "deliberate" and advice.weighed and advice.ranked:
            self.line(self.say.render(message("Once that is settled, these models suit it:")))

    def end(self, advice: Advice, *, in_full: bool) -> None:
        click.echo()
        if advice.unanswered:
            names = tuple(item.short for item in advice.unanswered)
            self.house.say(message("Not answered, so not weighed: {questions}.", questions=names))
        places = [(one.advised, one.points) for one in advice.ranked]
        if any(one == two for one, two in pairwise(places)):
            self.house.say(
                message("Of models with as many points the one that costs less is first.")
            )
        if advice.ranked:
            first = advice.ranked[0].candidate.name
            begin = f"deliberate new PILOT.toml --model {first}"
            self.house.say(message("To begin with the first: {command}", command=begin))
        if not in_full and len(advice.ranked) > SHOWN_IN_FULL:
            self.house.say(message("Every model in full: {option}", option="--all"))
        if any(_unverified(item) for item in advice.ranked):
            self.house.say(message("(!) is commonly quoted and was not checked by anybody here."))

    # ------------------------------------------------------------------ one model
    def model(self, place: int, item: Ranked) -> None:
        self.head(place, item)
        self.reasons(message("For"), item.reasons_for)
        self.reasons(message("Against"), item.reasons_against)
        self.texts(message("Not advised when"), self.not_advised(item))
        self.texts(message("What it takes"), self.cost(item))
        self.texts(message("To be justified"), self.to_justify(item))
        others = (f"{one.candidate.name} ({_minus(str(one.points))})" for one in item.others)
        self.texts(message("Other variants"), [", ".join(others)] if item.others else [])

    def shortly(self, place: int, item: Ranked) -> None:
        self.head(place, item)
        for reason in item.reasons_against[:1]:
            self.line(self.reason(reason))

    def head(self, place: int, item: Ranked) -> None:
        points = self.say.ngettext("{count} point", "{count} points", item.points)
        head = f"{place}. {self.say.value(item.candidate.title)}"
        click.secho(head, bold=True, nl=False)
        click.echo(
            f"  {item.candidate.name} · {_minus(points.format(count=item.points))}", nl=False
        )
        barred = self.say.render(message("not advised here"))
        click.echo("" if item.advised else f" · {barred}")

    def reasons(self, title: Message, reasons: Sequence[Reason]) -> None:
        from deliberate.core.advice.advice import WEIGHTS

        lines = [f"{_signed(WEIGHTS[one.strength])} {self.reason(one)}" for one in reasons]
        self.texts(title, lines)

    def reason(self, reason: Reason) -> str:
        from deliberate.core.advice.telling import asked_of

        asked = asked_of(reason, self.issue, self.questions)
        parts = [f"{self.say.render(asked)}." if asked is not None else ""]
        parts += [self.say.render(reason.words), self.say.value(reason.why)]
        return f"{' '.join(filter(None, parts))} {self.known(reason.source, reason.status)}".strip()

    def not_advised(self, item: Ranked) -> Iterator[str]:
        for one in item.candidate.fit.not_advised_when:
            yield f"{self.say.value(one.text)} {self.known(one.source, one.status)}"

    def cost(self, item: Ranked) -> Iterator[str]:
        fit = item.candidate.fit
        yield self.estimate(message("at the least"), item.smallest)
        yield self.estimate(message("as is usual"), item.usual)
        known = (fit.people, fit.days, fit.cost)
        sources = dict.fromkeys(self.known(one.source, one.status) for one in known)
        yield " ".join(sources)

    def estimate(self, size: Message, item: Estimate) -> str:
        words = message(
            "{size}: people {people}, days of meetings {days}; about {staff} person-days of work, "
            "{members} of the members, about {weeks} weeks",
            size=size,
            people=item.people,
            days=item.days,
            staff=item.staff_days,
            members=item.member_days,
            weeks=item.weeks,
        )
        return self.say.render(words)

    def to_justify(self, item: Ranked) -> Iterator[str]:
        from deliberate.core.advice.telling import few_days_to_justify

        for one in item.candidate.deviations:
            yield f"{one.principle}: {self.say.value(one.text)}"
        few = few_days_to_justify(item)
        if few is not None:
            yield f"GP8: {self.say.render(few)}"

    # ------------------------------------------------------------------ lines
    def known(self, source: str, status: str) -> str:
        if not source:
            return ""
        words = self.say.word("status", status) + (" (!)" if status == UNVERIFIED else "")
        return f"[{words}]" if source == status else f"[{source}; {words}]"

    def texts(self, title: Message, lines: Sequence[str] | Iterator[str]) -> None:
        shown = list(lines)
        if shown:
            click.secho(f"   {self.say.render(title)}", bold=True)
        for line in shown:
            self.line(line, "     ")

    def line(self, text: str, indent: str = "   ") -> None:
        for line in folded(text, self.house.console.width, indent, len(indent) + 2):
            click.echo(line)


def _signed(number: int) -> str:
    return _minus(f"{number:+d}")


def _minus(words: str) -> str:
    return words.replace("-", "\N{MINUS SIGN}")


def _unverified(item: Ranked) -> bool:
    fit = item.candidate.fit
    statuses = {one.status for one in fit.suits} | {one.status for one in fit.not_advised_when}
    return UNVERIFIED in {*statuses, fit.people.status, fit.days.status, fit.cost.status}
