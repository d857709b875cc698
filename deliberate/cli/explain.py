"""`deliberate explain`: one rule with its reason, its source and how it is checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.explain_principle import explain_principle
from deliberate.cli.house import House
from deliberate.cli.known import source_as_json, source_of
from deliberate.cli.rule_words import how_checked, parameters_in_words
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_pairs
from deliberate.core.errors import UnusableInput, message
from deliberate.core.rulebook.principles import principle, principles

if TYPE_CHECKING:
    from deliberate.core.services.models import Owned


@command(
    _(
        "Say what a rule asks for, where it comes from and how it is checked.\n\n"
        "CODE is what stands before a finding, for example KZ04, or a principle of good practice: "
        "GP1 to GP11, OECD1 to OECD3."
    )
)
@click.argument("code", metavar="CODE")
@json_option
@click.pass_obj
def explain(house: House, code: str, as_json: bool) -> None:
    from deliberate.core.services.models import rules_by_code

    good = principle(code)
    if good is not None:
        explain_principle(house, good, as_json=as_json)
        return
    found = rules_by_code(house.registry, code)
    if not found:
        raise _unknown(house, code)
    if as_json:
        house.tell_machine([_as_json(house, owned) for owned in found])
        return
    for number, owned in enumerate(found):
        if number:
            click.echo()
        _show(house, owned)


def _unknown(house: House, code: str) -> UnusableInput:
    if not code.strip():
        return UnusableInput(
            "NO_RULE",
            message("No rule is named."),
            fix=message("Name the code that stands before a finding: {example}", example="KZ04"),
        )
    from difflib import get_close_matches

    from deliberate.core.services.models import known_codes

    codes = (*known_codes(house.registry), *(item.code for item in principles()))
    near = [known for known in codes if _spelled(known) == _spelled(code)]
    near = near or get_close_matches(code.upper(), codes, n=3)
    fix = (
        message("Did you mean: {options}?", options=tuple(near))
        if near
        else message("All rules of a model: {command}", command="deliberate models show NAME")
    )
    return UnusableInput("NO_RULE", message("There is no rule {code} here.", code=code), fix=fix)


def _spelled(code: str) -> tuple[str, str]:
    """Letters and number, without the zeros that are easily forgotten."""
    letters = code.upper().rstrip("0123456789")
    return letters, code[len(letters) :].lstrip("0")


def _show(house: House, owned: Owned) -> None:
    say, rule = house.translator, owned.rule
    click.echo(f"{click.style(rule.code, bold=True)}  {say.word('level', rule.level)}")
    click.echo(say.value(rule.text))
    click.echo()
    show_pairs(house, _pairs(house, owned))


def _pairs(house: House, owned: Owned) -> Iterator[tuple[str, str]]:
    say, rule = house.translator, owned.rule
    yield say.gettext("Why"), say.value(rule.reason) if rule.reason else ""
    yield say.gettext("Source"), source_of(house, owned.rulebooks[0], rule)
    yield say.gettext("How it is checked"), say.render(how_checked(rule))
    for name, value in parameters_in_words(say, owned.rulebooks[0], rule):
        yield "", f"{name}: {value}"
    titles = (owned.rulebooks[0].step(step) for step in rule.steps)
    steps = tuple(f"{say.value(step.title)} ({step.id})" for step in titles if step is not None)
    yield say.gettext("Steps it guards"), ", ".join(steps)
    books = (f"{book.name} {book.version}" for book in owned.rulebooks)
    yield say.gettext("Models that have it"), ", ".join(books)


def _as_json(house: House, owned: Owned) -> dict[str, Any]:
    say, rule, book = house.translator, owned.rule, owned.rulebooks[0]
    return {
        "code": rule.code,
        "level": rule.level,
        "text": rule.text.as_dict(),
        "reason": rule.reason.as_dict(),
        "check": rule.check,
        "parameters": {name: say.value(value) for name, value in rule.parameters.items()},
        "steps": list(rule.steps),
        "source": source_as_json(book, rule),
        "models": [item.name for item in owned.rulebooks],
    }
