"""`deliberate user`: accounts, their roles, and links that let them sign in once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import group, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.subject import required_account
from deliberate.cli.tables import show_table
from deliberate.core.errors import UnusableInput, message

if TYPE_CHECKING:
    from deliberate.core.services.accounts import Listed

LOCAL = "http://127.0.0.1:8000"


@group(_("Add people, give them roles, let them sign in."))
def user() -> None:
    """Only its commands do something."""


@user.command(
    "add",
    help=_(
        "Add an account without any role.\n\n"
        "ACCOUNT is its name in the record, so choose one that names nobody. LABEL is what "
        "colleagues see."
    ),
)
@click.argument("account", metavar="ACCOUNT")
@click.option("--label", default="", metavar="TEXT", help=_("What colleagues see."))
@click.pass_obj
def add(house: House, account: str, label: str) -> None:
    from deliberate.core.services.accounts import add_account

    add_account(house.context(), account, label or account)
    house.say(message("The account {account} is made.", account=account))
    give = f"deliberate user grant {account} ROLE --process PROCESS"
    house.say(message("To give it a role: {command}", command=give))


@user.command(
    "grant",
    help=_(
        "Give an account a role: everywhere, in one agency, or in one process.\n\n"
        "A member acts through a seat (user seat), and who holds an office through that office: "
        "there the role alone is not enough.\n\n"
        "Roles: operator, agency, secretary, chair, member, facilitator, candidate, executor, "
        "observer, auditor, citizen, returning_officer."
    ),
)
@click.argument("account", metavar="ACCOUNT")
@click.argument("role", metavar="ROLE")
@click.option("--process", metavar="PROCESS", help=_("In this process alone."))
@click.option("--agency", metavar="AGENCY", help=_("In all processes of this agency."))
@click.pass_obj
def grant(house: House, account: str, role: str, process: str | None, agency: str | None) -> None:
    from deliberate.core.services.accounts import grant_role

    scope, target = _scope(process, agency)
    grant_role(house.context(), account, role, scope, target)
    house.say(message("{account} has the role {role}.", account=account, role=role))


@user.command(
    "revoke",
    help=_(
        "Take a role away, in the scope in which it was given.\n\n"
        "What was done in the role remains on the record."
    ),
)
@click.argument("account", metavar="ACCOUNT")
@click.argument("role", metavar="ROLE")
@click.option("--process", metavar="PROCESS", help=_("In this process alone."))
@click.option("--agency", metavar="AGENCY", help=_("In all processes of this agency."))
@click.pass_obj
def revoke(house: House, account: str, role: str, process: str | None, agency: str | None) -> None:
    from deliberate.core.services.accounts import revoke_role

    scope, target = _scope(process, agency)
    revoke_role(house.context(), account, role, scope, target)
    house.say(message("{account} no longer has the role {role}.", account=account, role=role))


@user.command(
    "disable",
    help=_(
        "Close an account: it can neither sign in nor act.\n\n"
        "Its roles are kept, and so is everything that it did."
    ),
)
@click.argument("account", metavar="ACCOUNT")
@click.pass_obj
def disable(house: House, account: str) -> None:
    from deliberate.core.services.accounts import disable_account

    disable_account(house.context(), account)
    house.say(message("The account {account} is closed.", account=account))


@user.command(
    "enable",
    help=_(
        "Open a closed account again, with the roles that it has kept.\n\n"
        "Links from before it was closed do not work any more."
    ),
)
@click.argument("account", metavar="ACCOUNT")
@click.pass_obj
def enable(house: House, account: str) -> None:
    from deliberate.core.services.accounts import enable_account

    enable_account(house.context(), account)
    house.say(message("The account {account} is open again.", account=account))


@user.command("list", help=_("List the accounts and their roles."))
@json_option
@click.pass_obj
def list_(house: House, as_json: bool) -> None:
    from deliberate.core.services.accounts import listed_accounts

    found = listed_accounts(house.context())
    if as_json:
        house.tell_machine([_as_json(item) for item in found])
        return
    if not found:
        house.say(message("There is no account yet."))
        return
    say = house.translator
    rows = [
        (
            item.account.id,
            item.account.label,
            "; ".join(_shown(house, item)),
            "" if item.account.disabled_at is None else say.word("state", "closed"),
        )
        for item in found
    ]
    titles = (_("Account"), _("Label"), _("Roles"), _("State"))
    show_table(house, [say.gettext(title) for title in titles], rows, narrow=(0, 3))


@user.command(
    "seat",
    help=_(
        "Let an account act for a seat of a process, as its member.\n\n"
        "One account for each seat and one seat for each account; another person in the seat "
        "needs another account. The record says that the seat has an account, not which."
    ),
)
@click.argument("account", metavar="ACCOUNT")
@click.argument("process", metavar="PROCESS")
@click.argument("seat", metavar="SEAT")
@click.option(
    "--as",
    "actor",
    envvar="DELIBERATE_ACCOUNT",
    metavar="ACCOUNT",
    help=_("Who acts; the role is looked up."),
)
@click.pass_obj
def seat_(house: House, account: str, process: str, seat: str, actor: str | None) -> None:
    from deliberate.core.services.acting import actor_for
    from deliberate.core.services.commands import perform

    context = house.context()
    who = actor_for(context, required_account(actor), process, "seats", "link")
    perform(context, who, process, "seats", "link", {"seat": seat, "account": account})
    house.say(message("{account} acts for seat {seat}.", account=account, seat=seat))


@user.command(
    "link",
    help=_(
        "Make a link that signs an account in once.\n\n"
        "It is shown now and never again, works for two days, and is used up by the button on its "
        "page."
    ),
)
@click.argument("account", metavar="ACCOUNT")
@click.option(
    "--base-url",
    default=LOCAL,
    show_default=True,
    metavar="URL",
    help=_("How people reach the portal."),
)
@click.pass_obj
def link(house: House, account: str, base_url: str) -> None:
    from deliberate.core.services.accounts import sign_in_link

    token = sign_in_link(house.context(), account)
    click.echo(sign_in_address(base_url, house.translator.locale, token))


def sign_in_address(base_url: str, locale: str, token: str) -> str:
    """Where the holder of a token signs in."""
    return f"{base_url.rstrip('/')}/{locale}/sign-in/{token}"


def _scope(process: str | None, agency: str | None) -> tuple[str, str]:
    if process is not None and agency is not None:
        raise UnusableInput(
            "SCOPE",
            message("A role is given in one process or in one agency, not in both at once."),
            fix=message("Leave out --process or --agency; for both, give the role twice."),
        )
    if process is not None:
        return "process", process
    if agency is not None:
        return "agency", agency
    return "installation", ""


def _shown(house: House, item: Listed) -> Iterator[str]:
    """The roles that somebody was given, and the seats and offices held."""
    for grant in item.grants:
        role = house.translator.word("role", grant.role)
        yield f"{role} ({grant.target})" if grant.target else role
    for row in item.positions:
        kind, _sign, name = row.position.partition(":")
        shown = house.translator.word("role", name) if kind == "office" else name
        yield house.translator.render(
            message("acts for {who} ({process})", who=shown, process=row.process)
        )


def _as_json(item: Listed) -> dict[str, Any]:
    return {
        "account": item.account.id,
        "label": item.account.label,
        "closed": item.account.disabled_at is not None,
        "roles": [
            {"role": grant.role, "scope": grant.scope, "target": grant.target}
            for grant in item.grants
        ],
        "acts_for": [{"process": row.process, "position": row.position} for row in item.positions],
    }
