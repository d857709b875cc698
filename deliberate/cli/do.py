"""`deliberate do`: one act in one step of one process; or what can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from deliberate.cli.body import read_body
from deliberate.cli.fields import advised, field_lines, is_text
from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.subject import required_account, speak_of
from deliberate.cli.tables import show_table
from deliberate.cli.usage import WrongUsage, closest
from deliberate.core.errors import UnusableInput, message

if TYPE_CHECKING:
    from deliberate.core.services.acting import Possible
    from deliberate.core.services.commands import Done
    from deliberate.core.services.context import Context


@command(
    _(
        "Take one action of a step.\n\n"
        "Without ACTION it lists what can be done now, and with STEP the data that each action "
        "takes. Data comes from a JSON file, or key by key: --set seat=P01 --set text.kk=... "
        "A repeated call with the same --key is done once."
    )
)
@click.argument("process", metavar="PROCESS")
@click.argument("step", required=False, metavar="[STEP]")
@click.argument("action", required=False, metavar="[ACTION]")
@click.option(
    "--as",
    "account",
    envvar="DELIBERATE_ACCOUNT",
    metavar="ACCOUNT",
    help=_("Who acts; the role is looked up."),
)
@click.option("--body", metavar="FILE", help=_("The data as JSON; - reads it from the input."))
@click.option(
    "--set", "pairs", multiple=True, metavar="KEY=VALUE", help=_("One value of the data.")
)
@click.option("--key", metavar="TEXT", help=_("A name of this call; repeated, it costs nothing."))
@json_option
@click.pass_obj
def do(
    house: House,
    process: str,
    step: str | None,
    action: str | None,
    account: str | None,
    body: str | None,
    pairs: tuple[str, ...],
    key: str | None,
    as_json: bool,
) -> None:
    context = house.context()
    if step is None or action is None:
        if body is not None or pairs or key is not None:
            raise WrongUsage(message("There is data, and no action that takes it."))
        _offer(house, context, process, step, account, as_json=as_json)
        return
    account = required_account(account)
    from deliberate.core.services.acting import actor_for, form_of
    from deliberate.core.services.commands import perform

    speak_of(house, context, process)
    actor = actor_for(context, account, process, step, action)
    form = form_of(context, process, step, action)
    data = read_body(body, pairs, partial(is_text, form))
    try:
        done = perform(context, actor, process, step, action, data, key=key)
    except UnusableInput as error:
        raise (advised(error, form) if error.code == "FORMAT" else error) from None
    tell_done(house, done, as_json=as_json)


def tell_done(house: House, done: Done, *, as_json: bool) -> None:
    """What an act brought about."""
    if as_json:
        house.tell_machine(
            {
                "process": done.process,
                "facts": list(done.kinds),
                "last": done.last_seq,
                "repeated": done.repeated,
                "waits_for_approval": done.waits_for_approval,
            }
        )
    elif done.waits_for_approval:
        seq = done.last_seq
        house.say(message("This takes a second person. Request {seq} waits.", seq=seq))
        what = f"deliberate approve {done.process} {seq} --as ACCOUNT"
        house.say(message("The second person runs: {command}", command=what))
    elif done.repeated:
        house.say(message("This was done before; nothing was done twice."))
    else:
        house.say(message("Done. On the record: {facts}.", facts=done.kinds))


def _offer(
    house: House,
    context: Context,
    process: str,
    step: str | None,
    account: str | None,
    *,
    as_json: bool,
) -> None:
    from deliberate.core.services.acting import possible_for

    if step is not None:
        _require_step(context, process, step)
    found = [item for item in possible_for(context, account, process) if step in (None, item.step)]
    say = house.translator
    if as_json:
        house.tell_machine(
            [
                {
                    "step": item.step,
                    "occurrence": item.n,
                    "action": item.action.name,
                    "title": say.render(item.action.title),
                    "roles": sorted(item.action.roles),
                    "two_persons": item.action.two_persons,
                    "data": [line.as_json() for line in field_lines(item.action.schema)],
                }
                for item in found
            ]
        )
    elif not found:
        _why_nothing(house, context, process, step)
    elif step is None:
        titles = [say.gettext(word) for word in (_("Step"), _("Action"), _("What"), _("Who"))]
        show_table(house, titles, [_row(house, item) for item in found], narrow=(0, 1))
    else:
        for item in found:
            _explain(house, item)


def _require_step(context: Context, process: str, step: str) -> None:
    """Refuse a step that the process does not have."""
    from deliberate.core.process.standing import is_standing
    from deliberate.core.services.processes import process_now

    found = process_now(context, process)
    if found.step(step) is None and not is_standing(step, found.kinds):
        near = closest(step, [item.id for item in found.rulebook.steps])
        raise UnusableInput(
            "NO_STEP",
            message("This process has no step “{step}”.", step=step),
            fix=message("Did you mean “{near}”?", near=near) if near else None,
        )


def _why_nothing(house: House, context: Context, process: str, step: str | None) -> None:
    """Nothing can be done: what the step waits for, when one is named."""
    from deliberate.core.services.processes import process_now

    house.say(message("Nothing can be done here now."))
    found = process_now(context, process)
    if step is not None and found.step(step) is not None:
        for reason in found.state(step).reasons:
            house.say(reason)


def _row(house: House, item: Possible) -> tuple[str, str, str, str]:
    say = house.translator
    roles = ", ".join(say.word("role", role) for role in sorted(item.action.roles))
    title = say.render(item.action.title)
    if item.action.two_persons:
        two_persons = say.gettext("two persons")
        title = f"{title} ({two_persons})"
    return item.step, item.action.name, title, roles


def _explain(house: House, item: Possible) -> None:
    """An action with the data it takes."""
    _step, name, title, roles = _row(house, item)
    click.echo(f"{click.style(name, bold=True)}  {title} [{roles}]")
    for line in field_lines(item.action.schema):
        words = house.translator.render(line.takes)
        needed = house.translator.gettext("required") if line.required else ""
        click.echo(f"    {line.name:<20} {words}{', ' + needed if needed else ''}")
