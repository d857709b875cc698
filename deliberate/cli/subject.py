"""The process that a command is about, of the database or planned in a file; and who acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deliberate.cli.house import House
from deliberate.core.errors import UnusableInput, message

if TYPE_CHECKING:
    from deliberate.core.process.process import Process
    from deliberate.core.services.context import Context


def speak_of(house: House, context: Context, process: str) -> None:
    """From now on moments are shown on the clock of this process, in refusals too."""
    from deliberate.core.services.processes import process_now

    house.translator = house.speaking_in(process_now(context, process).calendar.zone)


def required_account(account: str | None) -> str:
    """The account that acts; refuses a call that names none."""
    if account is None:
        raise UnusableInput(
            "ACCOUNT",
            message("It is not said who acts."),
            fix=message("Name an account: --as ACCOUNT, or DELIBERATE_ACCOUNT."),
        )
    return account


def process_of(house: House, name: str) -> Process:
    """The process by its name; or, for a name that ends with .toml, as the file plans it."""
    if name.endswith(".toml"):
        from deliberate.core.services.files import planned_process, read_sheet

        return planned_process(house.registry, read_sheet(house.registry, name), house.clock.now())
    from deliberate.core.services.processes import process_now

    return process_now(house.context(), name)
