"""The process that a command is about: one of the database, or a plan in a pilot file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deliberate.cli.house import House

if TYPE_CHECKING:
    from deliberate.core.process.process import Process
    from deliberate.core.services.context import Context


def speak_of(house: House, context: Context, process: str) -> None:
    """From now on moments are shown on the clock of this process, in refusals too."""
    from deliberate.core.services.processes import process_now

    house.translator = house.speaking_in(process_now(context, process).calendar.zone)


def process_of(house: House, name: str) -> Process:
    """The process by its name; or, for a name that ends with .toml, as the file plans it."""
    if name.endswith(".toml"):
        from deliberate.core.services.files import planned_process, read_sheet

        return planned_process(house.registry, read_sheet(house.registry, name), house.clock.now())
    from deliberate.core.services.processes import process_now

    return process_now(house.context(), name)
