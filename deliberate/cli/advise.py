"""`deliberate advise`: which model suits an issue, with reasons for and against."""

from __future__ import annotations

from pathlib import Path

import click

from deliberate.cli.advice_sheet import show_advice
from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.core.errors import message

FINE, FINDINGS = 0, 1


@command(
    _(
        "Say which models suit an issue, with reasons for and against.\n\n"
        "Without a file it asks, and says why each question is asked; with one it reads the "
        "answers from there. It can be stopped at any time. Ends with 1 when it does not advise to "
        "deliberate."
    )
)
@click.argument("issue", metavar="[ISSUE.toml]", required=False)
@click.option("--ask", is_flag=True, help=_("Ask what the file leaves open."))
@click.option(
    "--save",
    metavar="FILE",
    help=_("Write the answers into a new file, also when you stop halfway."),
)
@click.option("--all", "in_full", is_flag=True, help=_("Show every model in full."))
@json_option
@click.pass_obj
def advise(
    house: House, issue: str | None, ask: bool, save: str | None, in_full: bool, as_json: bool
) -> int:
    from deliberate.cli.advice_json import advice_as_json
    from deliberate.cli.asking_issue import ask_issue, kept
    from deliberate.core.advice.issue import Issue
    from deliberate.core.services.advising import advise as advise_on
    from deliberate.core.services.advising import read_issue

    registry = house.registry
    questions = registry.questions
    answered = Issue() if issue is None else read_issue(registry, issue)
    target = None if save is None else Path(save)
    if issue is None or ask:
        answered = ask_issue(house, answered, questions, target)
    if target is not None:
        kept(house, answered, questions, target)
    advice = advise_on(registry, answered)
    if as_json:
        house.tell_machine(advice_as_json(house, answered, questions, advice))
    else:
        show_advice(house, answered, questions, advice, in_full=in_full)
        if target is not None:
            house.say(message("{file}: written.", file=str(target)))
    return FINE if advice.verdict == "deliberate" else FINDINGS
