"""Lists of equally likely panels at the command line: asked for, written, told about."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.rounded import Rounded

if TYPE_CHECKING:
    from deliberate.cli.house import House
    from deliberate.core.recruitment.lottery.decomposition import Tell
    from deliberate.core.recruitment.lottery.fair_shares import Objective
    from deliberate.core.recruitment.lottery.pool import Pool, Targets
    from deliberate.core.services.civic_lottery import DrawnPanel
    from deliberate.core.services.uniform_draws import UniformDraw

FORMATS = (".html", ".pdf", ".csv")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: `count` is None when one panel is drawn without a list."""

    count: int | None
    file: Path | None
    pick: int | None
    later: bool

    @classmethod
    def of(cls, count: int | None, file: str | None, pick: int | None, later: bool) -> Wanted:
        """Raises `UnusableInput` for options that do not go together."""
        from deliberate.core.recruitment.lottery.uniform import PANELS

        if pick is not None and later:
            raise UnusableInput(
                "OPTIONS",
                message("{one} and {other} exclude each other.", one="--pick", other="--list-only"),
            )
        if later and file is None:
            raise UnusableInput(
                "OPTIONS",
                message("{one} needs {other}.", one="--list-only", other="--list"),
                fix=message("Name a file for the list with: {command}", command="--list FILE"),
            )
        path = None if file is None else Path(file)
        if path is not None and path.suffix.lower() not in FORMATS:
            raise UnusableInput(
                "FORMAT",
                message("A list cannot be written as “{suffix}”.", suffix=path.suffix),
                where=Where(str(path)),
                fix=message("Known: {options}.", options=FORMATS),
            )
        if count is None and (path is not None or pick is not None or later):
            count = PANELS
        return cls(count, path, pick, later)


def drawn_and_listed(
    pool: Pool, targets: Targets, seed: str, objective: Objective, wanted: Wanted, tell: Tell
) -> tuple[DrawnPanel, UniformDraw | None]:
    """A panel, and the list that it comes from when one was asked for."""
    from deliberate.core.services.civic_lottery import draw
    from deliberate.core.services.uniform_draws import draw_from_list

    if wanted.count is None:
        return draw(pool, targets, seed, objective=objective, tell=tell), None
    listed = draw_from_list(
        pool, targets, seed, wanted.count,
        objective=objective, pick=wanted.pick, later=wanted.later, tell=tell,
    )  # fmt: skip
    return listed.drawn, listed


def write_list(house: House, path: Path, listed: UniformDraw) -> None:
    """Write the list whole or not at all, in the format of the file's name."""
    from deliberate.cli.writing import write_whole
    from deliberate.core.services.uniform_draws import list_text
    from deliberate.documents.panel_list import panel_list

    if path.suffix.lower() == ".csv":
        write_whole(path, list_text(listed.lottery))
        return
    document = panel_list(listed, house.translator)
    if path.suffix.lower() == ".pdf":
        from deliberate.documents.pdf import Typesetter

        write_whole(path, Typesetter().pdf(document))
        return
    from deliberate.documents.html import html_page

    write_whole(path, html_page(document))


def show_listed(house: House, listed: UniformDraw) -> None:
    """Which number was picked, and how near the list comes to the fair lottery."""
    from deliberate.core.services.uniform_draws import number_of

    lottery, count = listed.lottery, len(listed.lottery.panels)
    if listed.number is not None:
        number = number_of(listed.number, count)
        house.say(
            message(
                "Panel {number} of a list of {count}, each equally likely.",
                number=number,
                count=count,
            )
        )
    deviation = Rounded(lottery.largest_deviation, 6)
    house.say(
        message(
            "Nobody's chance differs from the fair one by more than {deviation}.",
            deviation=deviation,
        )
    )
    if lottery.rounded:
        house.say(
            message("Everybody is on as many panels as is fair, rounded down or up to a whole one.")
        )
    if listed.drawn.objective != "nash":
        house.say(
            message(
                "The smallest chance is {loss} % below that of the fair lottery; no list of "
                "{count} panels gives everybody more than {most}.",
                loss=Rounded(100 * max(0.0, float(lottery.loss_of_minimum)), 2),
                count=count,
                most=Rounded(lottery.most_for_all, 5),
            )
        )
    house.say(message("SHA-256 of the list: {hash}", hash=listed.list_hash))


def listed_json(listed: UniformDraw | None) -> dict[str, Any]:
    """The part of the answer for a machine; nothing without a list."""
    if listed is None:
        return {}
    lottery = listed.lottery
    return {
        "uniform": {
            "panels": len(lottery.panels),
            "number": listed.number,
            "largest_deviation": float(lottery.largest_deviation),
            "largest_relative_deviation": float(lottery.largest_relative),
            "loss_of_minimum": float(lottery.loss_of_minimum),
            "rounded": lottery.rounded,
            "list_hash": listed.list_hash,
        }
    }
