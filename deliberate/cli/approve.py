"""`deliberate approve`: the second person of an act that takes two."""

from __future__ import annotations

import click

from deliberate.cli.do import tell_done
from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.subject import speak_of
from deliberate.cli.tables import show_table
from deliberate.core.errors import UnusableInput, message


@command(
    _(
        "Approve what waits for a second person.\n\n"
        "Without REQUEST it lists what waits. Who asked for an act cannot approve it."
    )
)
@click.argument("process", metavar="PROCESS")
@click.argument("request", required=False, type=click.INT, metavar="[REQUEST]")
@click.option(
    "--as",
    "account",
    envvar="DELIBERATE_ACCOUNT",
    metavar="ACCOUNT",
    help=_("Who approves: another account with a role for the act."),
)
@json_option
@click.pass_obj
def approve(
    house: House, process: str, request: int | None, account: str | None, as_json: bool
) -> None:
    from deliberate.core.services import commands
    from deliberate.core.services.acting import approver_for

    context = house.context()
    if request is None:
        _waiting(house, process, as_json=as_json)
        return
    if account is None:
        raise UnusableInput(
            "ACCOUNT",
            message("It is not said who acts."),
            fix=message("Name an account: --as ACCOUNT, or DELIBERATE_ACCOUNT."),
        )
    speak_of(house, context, process)
    actor = approver_for(context, account, process, request)
    done = commands.approve(context, actor, process, request)
    tell_done(house, done, as_json=as_json)


def _waiting(house: House, process_id: str, *, as_json: bool) -> None:
    from deliberate.core.services.commands import pending_requests
    from deliberate.core.services.processes import process_now

    process = process_now(house.context(), process_id)
    found = pending_requests(process)
    if as_json:
        house.tell_machine(
            [
                {
                    "request": fact.seq,
                    "at": fact.at.isoformat(),
                    "step": fact.step,
                    "action": fact.body["action"],
                    "body": fact.body["body"],
                    "by": fact.body["by"],
                }
                for fact in found
            ]
        )
        return
    if not found:
        house.say(message("Nothing waits for a second person."))
        return
    say = house.translator
    titles = (_("Request"), _("When"), _("Step"), _("Action"), _("Asked for by"))
    rows = [
        (
            str(fact.seq),
            say.datetime(fact.at, process.calendar.zone),
            str(fact.step),
            str(fact.body["action"]),
            str(fact.body["by"]),
        )
        for fact in found
    ]
    show_table(house, [say.gettext(word) for word in titles], rows, narrow=(0, 2, 3))
