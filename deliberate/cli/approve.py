"""`deliberate approve`: the second person of an act that takes two."""

from __future__ import annotations

import click

from deliberate.cli.body import read_body
from deliberate.cli.do import tell_done
from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.subject import required_account, speak_of
from deliberate.cli.tables import show_table
from deliberate.cli.usage import WrongUsage
from deliberate.core.errors import message


@command(
    _(
        "Approve what waits for a second person, or reject it.\n\n"
        "Without REQUEST it lists what waits. Who asked for an act cannot approve it, but can "
        "withdraw it. A rejection needs a reason in each authentic language: it is published."
    )
)
@click.argument("process", metavar="PROCESS")
@click.argument("request", required=False, type=click.INT, metavar="[REQUEST]")
@click.option(
    "--as",
    "account",
    envvar="DELIBERATE_ACCOUNT",
    metavar="ACCOUNT",
    help=_("Who approves or rejects: another account with a role for the act."),
)
@click.option("--reject", "ending", flag_value="reject", help=_("Reject the request."))
@click.option("--withdraw", "ending", flag_value="withdraw", help=_("Withdraw one's own request."))
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    metavar="LANGUAGE=TEXT",
    help=_("Why, once for each language: --reason kk=... --reason ru=..."),
)
@json_option
@click.pass_obj
def approve(
    house: House,
    process: str,
    request: int | None,
    account: str | None,
    ending: str | None,
    reasons: tuple[str, ...],
    as_json: bool,
) -> None:
    from deliberate.core.services import approving
    from deliberate.core.services.acting import approver_for

    _require_sense(request, ending, reasons)
    context = house.context()
    if request is None:
        _waiting(house, process, as_json=as_json)
        return
    account = required_account(account)
    speak_of(house, context, process)
    body = read_body(None, [f"reason.{pair}" for pair in reasons], lambda key: True)
    if ending == "withdraw":
        done = approving.withdraw(context, account, process, request, body)
    else:
        actor = approver_for(context, account, process, request)
        if ending == "reject":
            done = approving.reject(context, actor, process, request, body)
        else:
            done = approving.approve(context, actor, process, request)
    tell_done(house, done, as_json=as_json)


def _require_sense(request: int | None, ending: str | None, reasons: tuple[str, ...]) -> None:
    """Refuse an ending without a request, and a reason without an ending."""
    if request is None and (ending is not None or reasons):
        raise WrongUsage(message("It is not said which request is meant."))
    if reasons and ending is None:
        raise WrongUsage(message("An approval takes no reason."))


def _waiting(house: House, process_id: str, *, as_json: bool) -> None:
    from deliberate.core.services.approving import pending_requests
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
