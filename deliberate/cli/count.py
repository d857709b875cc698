"""`deliberate count`: a vote counted from a file, alone or beside a process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from deliberate.cli.count_rules import METHODS
from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import UnusableInput, message

BASES = ("seats", "present", "cast", "cast_less_opt_outs")
IRREGULAR = ("refuse", "skip", "stop", "invalid")
UNMARKED = ("least", "average", "refuse")


@command(
    _(
        "Count a vote from a table of ballots.\n\n"
        "One row is one paper, with its id in the first column. A vote on one thing has a column "
        "“choice”; a ranking has columns 1, 2, 3 with the option at each rank, or a column for "
        "each option with its rank; the other methods have a column for each option. Who states no "
        "opinion writes “abstain”.\n\n"
        "Every fault of the file is told at once, and then nothing is counted. The same papers and "
        "rules give the same outcome, whatever the order of rows."
    )
)
@click.argument("ballots", metavar="BALLOTS.csv")
@click.option("--method", type=click.Choice(tuple(METHODS)), help=_("How the papers are counted."))
@click.option(
    "--threshold",
    metavar="20|4/5|>1/2|80%",
    help=_("What carries the decision: votes, a share to be reached, or one to be exceeded."),
)
@click.option("--base", type=click.Choice(BASES), help=_("What a share is a share of."))
@click.option("--seats", type=click.IntRange(min=1), help=_("Seats of the panel, filled or not."))
@click.option("--present", type=click.IntRange(min=0), help=_("Members present at the count."))
@click.option("--quorum", metavar="13|1/2", help=_("How many of the seats must be present."))
@click.option(
    "--options", metavar="FILE|LIST", help=_("The options: a file with one a line, or A,B,C.")
)
@click.option("--opt-out", "opt_outs", multiple=True, metavar="WORD",
              help=_("What the papers call having no opinion; repeatable."))  # fmt: skip
@click.option("--winners", type=click.IntRange(min=1), help=_("How many options are chosen."))
@click.option("--most", type=click.IntRange(min=1), help=_("Marks on a paper at most (approval)."))
@click.option("--scale", metavar="MIN..MAX", help=_("Lowest and highest score or level."))
@click.option("--live-with-from", type=int, metavar="LEVEL",
              help=_("The lowest level that somebody can live with."))  # fmt: skip
@click.option("--budget", type=click.IntRange(min=1), help=_("Points that each person gives."))
@click.option("--spend-all", is_flag=True, help=_("All points have to be given."))
@click.option("--objections", "objections_allowed", type=click.IntRange(min=0),
              help=_("Serious objections that do not yet block (consent)."))  # fmt: skip
@click.option(
    "--ties",
    metavar="RULES",
    help=_("Rules for ties, one after the other: previous_rounds, order, lot, none."),
)
@click.option("--tie-order", metavar="LIST", help=_("The order for ties, the best first."))
@click.option("--gaps", type=click.Choice(IRREGULAR), help=_("A ranking that leaves out a rank."))
@click.option("--repeats", type=click.Choice(IRREGULAR),
              help=_("A ranking that names an option twice."))  # fmt: skip
@click.option("--equals", type=click.Choice(IRREGULAR),
              help=_("A ranking with two options on one rank."))  # fmt: skip
@click.option("--unmarked", type=click.Choice(UNMARKED), help=_("What an option left blank gets."))
@click.option("--definition", metavar="FILE.toml", help=_("The rules of the vote, from a file."))
@click.option("--seed", default="", metavar="TEXT", help=_("What lots are drawn from."))
@click.option("--question", default="", metavar="TEXT",
              help=_("What was voted on, as the title of the page."))  # fmt: skip
@click.option("--html", "page", metavar="FILE", help=_("Write the result as a page."))
@click.option("--pdf", "sheet", metavar="FILE", help=_("Write the result as a PDF."))
@json_option
@click.pass_obj
def count(
    house: House,
    /,
    ballots: str,
    opt_outs: tuple[str, ...],
    definition: str | None,
    present: int | None,
    seed: str,
    question: str,
    page: str | None,
    sheet: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    from deliberate.cli.count_told import counted_json, show_counted
    from deliberate.cli.count_written import write_counted
    from deliberate.core.services.ballot_counts import Asked, count_file
    from deliberate.core.services.ballot_files import read_ballots

    del question  # stands on the page alone
    rules = _rules(definition, given)
    file = read_ballots(Path(ballots), rules.method, rules.options, opt_outs)
    counted = count_file(file, Asked(rules.rules, rules.place, present, seed))
    files = write_counted(house, counted, click.get_current_context(), page, sheet)
    if as_json:
        house.tell_machine(counted_json(counted, house.translator))
        return
    show_counted(house, counted)
    for written in files:
        house.say(message("Written: {file}", file=str(written)))


def _rules(definition: str | None, given: dict[str, Any]) -> Any:
    """The rules of the file, or those of the options; never a mixture of both."""
    from dataclasses import replace

    from deliberate.cli.count_rules import rules_of_file, rules_of_options, said

    if definition is None:
        if given["method"] is None:
            raise UnusableInput(
                "USAGE",
                message("Say how the papers are counted: --method, or --definition with a file."),
                fix=message("Known: {options}.", options=tuple(METHODS)),
            )
        return rules_of_options(given)
    for key, value in given.items():
        if said(value) and key != "seats":
            option = f"--{key.replace('_', '-').removesuffix('-allowed')}"
            raise UnusableInput(
                "OPTIONS",
                message("{one} and {other} exclude each other.", one="--definition", other=option),
            )
    found = rules_of_file(Path(definition))
    seats = {"seats": given["seats"]} if given["seats"] is not None else {}
    return replace(found, rules={**found.rules, **seats})
