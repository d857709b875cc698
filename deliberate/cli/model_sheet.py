"""One model in full, for people: everything that it fixes, with the source of each number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from deliberate.cli.house import House
from deliberate.cli.known import STATED_ONLY, UNVERIFIED, Sourced, status_of
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_table, show_title
from deliberate.core.errors import message
from deliberate.core.services.model_cards import card_of

if TYPE_CHECKING:
    from deliberate.core.rulebook.fit import Span
    from deliberate.core.rulebook.model import OpenParameter, Rulebook, Source, Step


def show_sheet(house: House, rulebook: Rulebook) -> None:
    """Seats, steps by phase, rules, open parameters, deviations and sources."""
    say = house.translator
    click.secho(f"{say.value(rulebook.title)} — {rulebook.name} {rulebook.version}", bold=True)
    click.echo(say.value(rulebook.summary))
    _glance(house, rulebook)
    _seats(house, rulebook)
    _steps(house, rulebook)
    _rules(house, rulebook)
    _open_parameters(house, rulebook)
    _deviations(house, rulebook)
    _fit(house, rulebook)
    _sources(house, rulebook)
    if UNVERIFIED in _statuses(rulebook):
        house.say(message("(!) is commonly quoted and was not checked by anybody here."))


def _statuses(rulebook: Rulebook) -> set[str]:
    """How all that is shown is known."""
    fit = rulebook.fit
    shown: list[Sourced] = [*rulebook.rules, *rulebook.seat_groups, *rulebook.deviations]
    shown += rulebook.open_parameters.values()
    if fit is not None:
        shown += [fit.people, fit.days, *fit.suits, *fit.not_advised_when]
    return {item.status for item in shown}


def _glance(house: House, rulebook: Rulebook) -> None:
    """What the model is made for, takes and leaves behind."""
    say, card = house.translator, card_of(house.registry, rulebook)
    rows = [
        (say.gettext(_("Made for")), "; ".join(say.text(words) for words in card.purposes)),
        (say.gettext(_("People")), _span(house, card.people)),
        (say.gettext(_("Days of meetings")), _span(house, card.days)),
        (
            say.gettext(_("What it leaves behind")),
            "; ".join(say.text(words) for words in card.outputs),
        ),
    ]
    for name, words in rows:
        shown = words or say.gettext(_("not stated"))
        click.echo(f"{click.style(name, bold=True)}: {shown}")


def _span(house: House, span: Span | None) -> str:
    if span is None:
        return ""
    say = house.translator
    usual = say.gettext(_("usually {number}")).format(number=say.number(span.usual))
    least = say.gettext(_("at least {number}")).format(number=say.number(span.least))
    return f"{usual}, {least}  {span.source} [{status_of(house, span)}]"


def _headings(house: House, *words: str) -> Sequence[str]:
    return [house.translator.gettext(word) for word in words]


def _seats(house: House, rulebook: Rulebook) -> None:
    say = house.translator
    rows = [
        (
            say.value(group.title),
            say.number(group.count),
            ", ".join(say.word("body", kind) for kind in group.kinds) or say.gettext("anyone"),
            f"{group.source} [{status_of(house, group)}]",
        )
        for group in rulebook.seat_groups
    ]
    headings = _headings(house, _("Group"), _("Number"), _("Held by"), _("Source"))
    title = say.render(message("Seats: {number}", number=rulebook.seats))
    show_table(house, headings, rows, title=title, numbers=(1,))


def _steps(house: House, rulebook: Rulebook) -> None:
    say = house.translator
    # in the rulebook's order, which may come back to a phase
    rows, phase = [], None
    for step in rulebook.steps:
        shown = say.phase(step.phase) if step.phase != phase else ""
        phase = step.phase
        rows.append((shown, step.id, say.value(step.title), _timing(house, step), step.rule or ""))
    headings = _headings(house, _("Phase"), _("Step"), _("Title"), _("Time"), _("Rule"))
    show_table(house, headings, rows, title=say.gettext("Steps"), narrow=(0, 1, 4))


def _timing(house: House, step: Step) -> str:
    say, parts = house.translator, []
    if step.lasts is not None:
        parts.append(say.render(message("lasts {period}", period=step.lasts)))
    if step.at_least is not None and step.before is not None:
        parts.append(
            say.render(message("{period} before {step}", period=step.at_least, step=step.before))
        )
    if step.occurs is not None and step.occurs.every is not None:
        parts.append(say.render(message("every {period}", period=step.occurs.every)))
    return "; ".join(parts)


def _rules(house: House, rulebook: Rulebook) -> None:
    say = house.translator
    rows = [
        (
            rule.code,
            say.word("level", rule.level),
            say.value(rule.text),
            f"{rule.source} [{status_of(house, rule)}]",
        )
        for rule in rulebook.rules
    ]
    headings = _headings(house, _("Code"), _("Level"), _("Rule"), _("Source"))
    title = say.render(message("Rules: {number}", number=len(rows)))
    show_table(house, headings, rows, title=title, narrow=(0, 1))


def _open_parameters(house: House, rulebook: Rulebook) -> None:
    if not rulebook.open_parameters:
        return
    say = house.translator
    show_title(house, say.gettext("What the model leaves open, with its defaults"))
    for item in rulebook.open_parameters.values():
        known = f"{item.source} [{status_of(house, item)}]"
        click.echo(f"{click.style(item.id, bold=True)} = {_written(item.default)}  {known}")
        click.echo(f"    {say.value(item.text)}")
        if item.stated_only:
            stated_only = say.gettext(STATED_ONLY)
            click.echo(f"    {stated_only}")
        permitted = _permitted(item)
        if permitted:
            options = say.render(message("Permitted: {values}.", values=permitted))
            click.echo(f"    {options}")


def _written(value: object) -> str:
    """A value as a pilot file writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _permitted(item: OpenParameter) -> str:
    if item.choices:
        return ", ".join(_written(choice) for choice in item.choices)
    if item.minimum is None and item.maximum is None:
        return ""
    least = "" if item.minimum is None else item.minimum
    most = "" if item.maximum is None else item.maximum
    return f"{least}–{most}"


def _deviations(house: House, rulebook: Rulebook) -> None:
    if not rulebook.deviations:
        return
    say = house.translator
    rows = [
        (item.principle, say.value(item.text), f"{item.source} [{status_of(house, item)}]")
        for item in rulebook.deviations
    ]
    headings = _headings(house, _("Principle"), _("How it departs"), _("Source"))
    title = say.gettext("What the model itself does not keep of the OECD's principles")
    show_table(house, headings, rows, title=title, narrow=(0,))


def _fit(house: House, rulebook: Rulebook) -> None:
    """For which issues the model is made, as the advisor weighs it."""
    say, fit = house.translator, rulebook.fit
    if fit is None:
        return
    rows = [
        (
            item.question,
            ", ".join(item.answers),
            say.word("strength", item.strength),
            status_of(house, item),
        )
        for item in fit.suits
    ]
    headings = _headings(house, _("Question"), _("Answers"), _("Fit"), _("How known"))
    show_table(house, headings, rows, title=say.gettext("Where the model belongs"), narrow=(0, 2))
    show_title(house, say.gettext("Not advised when"))
    for one in fit.not_advised_when:
        click.echo(f"    {say.value(one.text)} [{status_of(house, one)}]")


def _sources(house: House, rulebook: Rulebook) -> None:
    say = house.translator
    rows = [(item.id, _in_full(house, item)) for item in rulebook.sources.values()]
    headings = _headings(house, _("Name"), _("Source"))
    show_table(house, headings, rows, title=say.gettext("Sources"), narrow=(0,))


def _in_full(house: House, source: Source) -> str:
    read_on = message("read on {day}", day=source.checked_on)
    parts = (source.text, source.url, source.checked_on and house.translator.render(read_on))
    return "; ".join(part for part in parts if part)
