"""`deliberate lottery`: a draw in public, over files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import group, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.writing import write_whole
from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.rounded import Rounded
from deliberate.core.system_reason import system_reason

if TYPE_CHECKING:
    from deliberate.core.record.entry import Entry
    from deliberate.core.recruitment.lottery.facts import Shares
    from deliberate.core.recruitment.lottery.fair_shares import Objective
    from deliberate.core.services.public_draws import DrawnByChance, Fixed


@group(_("Draw a panel in public: fix the list of panels, then let dice pick."))
def lottery() -> None:
    """Only its commands do something."""


@lottery.command(
    "fix",
    help=_(
        "Fix the list of panels before a public draw.\n\n"
        "Makes a list of equally likely panels from the fairest lottery. Writes record.jsonl, "
        "which everybody may see, pool.csv for auditors and names.csv for the organisers. Publish "
        "the hash of the record before the dice are thrown. The list itself stays in pool.csv; the "
        "record holds its hash."
    ),
)
@click.argument("pool", metavar="POOL.csv")
@click.option(
    "--targets", required=True, metavar="TARGETS.csv", help=_("Quotas: feature,value,min,max.")
)
@click.option("--size", type=click.IntRange(min=1), required=True, help=_("People on the panel."))
@click.option("--out", required=True, metavar="DIR", help=_("The folder of this draw."))
@click.option(
    "--panels",
    type=click.Choice(["10", "100", "1000", "10000"]),
    default="1000",
    show_default=True,
    help=_("How many panels; three ten-sided dice pick one of 1000."),
)
@click.option(
    "--beacon-round",
    type=click.IntRange(min=1),
    metavar="N",
    help=_("Instead of dice: a round of a public beacon, such as drand, that is still to come."),
)
@click.option(
    "--objective",
    type=click.Choice(["leximin", "maximin", "nash"]),
    default="leximin",
    show_default=True,
    help=_("What the fairest chances are."),
)
@click.option(
    "--alternates",
    type=click.IntRange(min=1),
    metavar="N",
    help=_("How many stand by; without it, one for ten seats."),
)
@click.option("--id", "id_column", default="", metavar="COLUMN", help=_("Column of identifiers."))
@click.option(
    "--household",
    multiple=True,
    metavar="COLUMN",
    help=_("At most one of those who agree in this column; repeatable."),
)
@json_option
@click.pass_obj
def fix(
    house: House,
    pool: str,
    targets: str,
    size: int,
    out: str,
    panels: str,
    beacon_round: int | None,
    objective: Objective,
    alternates: int | None,
    id_column: str,
    household: tuple[str, ...],
    as_json: bool,
) -> None:
    import secrets

    from rich.console import Console

    from deliberate.core.services.lottery_files import read_draw
    from deliberate.core.services.public_draws import RECORD, write_fixed
    from deliberate.core.services.public_draws import fix as fix_list

    wanted, people = read_draw(
        Path(pool), Path(targets), size, id_column=id_column, household=household
    )
    folder = _folder(Path(out))
    with Console(stderr=True).status("") as status:

        def tell(_what: str, done: int, total: int) -> None:
            words = message("Panels looked for: {done} of {total}", done=done, total=total)
            status.update(house.translator.render(words))

        fixed = fix_list(
            people,
            wanted,
            name=folder.name or "lottery",
            now=house.clock.now(),
            rng=secrets.token_bytes,
            objective=objective,
            panels=int(panels),
            alternates=alternates or 0,
            beacon_round=beacon_round,
            tell=tell,
        )
    write_fixed(folder, fixed, write_whole)
    if as_json:
        house.tell_machine(_fixed_as_json(folder / RECORD, fixed))
        return
    _show_fixed(house, fixed)
    # What stands for the dice is no row of digits: typed as it is shown, it draws nothing.
    shown = f"--dice {'N' * (len(panels) - 1)}" if beacon_round is None else "--beacon HEX"
    house.say(
        message("Publish this hash before the dice are thrown.")
        if beacon_round is None
        else message("Publish this hash before round {number}.", number=str(beacon_round))
    )
    command = f"{house.program} lottery pick {folder} {shown}"
    house.say(message("Afterwards: {command}", command=command))


def _fixed_as_json(record: Path, fixed: Fixed) -> dict[str, Any]:
    prepared = fixed.prepared
    return {
        "record": str(record),
        "record_sha256": fixed.record_hash,
        "panels": len(prepared.panels),
        "smallest_chance": float(prepared.smallest),
        "bound": prepared.certificate.bound,
        "largest_deviation": float(prepared.largest_deviation),
    }


def _show_fixed(house: House, fixed: Fixed) -> None:
    prepared = fixed.prepared
    house.say(
        message(
            "{panels} equally likely panels of {size} from {people} people are fixed.",
            panels=len(prepared.panels),
            size=prepared.targets.size,
            people=len(prepared.hidden.numbers),
        )
    )
    house.say(
        message(
            "Smallest chance: {chance}; no lottery can give everybody more than {bound}.",
            chance=Rounded(prepared.smallest, 5),
            bound=Rounded(prepared.certificate.bound, 5),
        )
    )
    house.say(
        message(
            "Nobody's chance is further from the fairest one than {deviation}.",
            deviation=Rounded(prepared.largest_deviation, 5),
        )
    )
    house.say(message("SHA-256 of the record: {hash}", hash=fixed.record_hash))


@lottery.command(
    "pick",
    help=_("Write down what chance showed, and name the panel that it picks."),
)
@click.argument("folder", metavar="DIR")
@click.option("--dice", metavar="DIGITS", help=_("What the dice show, as 407."))
@click.option(
    "--beacon", metavar="HEX", help=_("The value of the round that was named with the list.")
)
@json_option
@click.pass_obj
def pick(house: House, folder: str, dice: str | None, beacon: str | None, as_json: bool) -> None:
    from deliberate.core.process.respondents import printed
    from deliberate.core.services.public_draws import POOL, RECORD
    from deliberate.core.services.public_draws import pick as pick_panel

    chance = _chance(dice, beacon)
    drawn = pick_panel(Path(folder), chance, house.clock.now(), write_whole)
    if as_json:
        house.tell_machine(
            {
                "number": drawn.number,
                "numbers": list(map(printed, drawn.panel)),
                "panel": [drawn.names[number] for number in drawn.panel if drawn.names],
                "alternate_numbers": list(map(printed, drawn.alternates)),
                "alternates": [drawn.names[number] for number in drawn.alternates if drawn.names],
                "record_sha256": drawn.record_hash,
            }
        )
        return
    _show_drawn(house, drawn)
    house.say(
        message(
            "To check it: {command}",
            command=f"{house.program} verify {Path(folder) / RECORD} --pool {Path(folder) / POOL}",
        )
    )
    house.say(
        message(
            "To tell everybody how it was done: {command}",
            command=f"{house.program} lottery report {folder}",
        )
    )


def _show_drawn(house: House, drawn: DrawnByChance) -> None:
    from deliberate.core.process.respondents import printed
    from deliberate.core.services.uniform_draws import number_of

    def tell(number: int) -> None:
        name = drawn.names.get(number)
        click.echo(printed(number) if name is None else f"{printed(number)}  {name}")

    for number in drawn.panel:
        tell(number)
    if drawn.alternates:
        click.echo()
        house.say(message("Alternates, in their order:"))
        for number in drawn.alternates:
            tell(number)
    click.echo()
    shown = number_of(drawn.number, drawn.panels)
    house.say(message("Panel number {number} is drawn.", number=shown))
    house.say(message("SHA-256 of the record: {hash}", hash=drawn.record_hash))


@lottery.command(
    "report",
    help=_(
        "Write the transparency report: what was fixed, the panel, everybody's chances.\n\n"
        "DIR is the folder of “lottery fix”, once the panel is picked. The record is checked "
        "first. The report names nobody and is for everybody: a page and a PDF in each language. "
        "It goes into a folder of its own, away from the names that DIR holds."
    ),
)
@click.argument("folder", metavar="DIR")
@click.option(
    "--population",
    metavar="FILE.csv",
    help=_("Shares in the population, for the report: feature,value,share (or count)."),
)
@click.option("--out", metavar="FOLDER", help=_("Where it goes; without it, DIR/report."))
@click.option("--force", is_flag=True, help=_("Replace a report that is there already."))
@click.pass_obj
def report(house: House, folder: str, population: str | None, out: str | None, force: bool) -> None:
    from deliberate.cli.lottery_report import report_files, write_record_report
    from deliberate.core.services.new_files import FORCE, require_new
    from deliberate.core.services.public_draws import REPORT, drawn_record

    entries, pool = drawn_record(Path(folder))
    shares = None if population is None else _shares(Path(population), entries)
    target = Path(folder) / REPORT if out is None else Path(out)
    if not force:
        require_new(report_files(target), FORCE)
    write_record_report(entries, pool, target, house.translator.zone, shares)
    house.say(message("Transparency report: {folder}", folder=str(target)))


def _shares(path: Path, entries: Sequence[Entry]) -> Shares:
    """The population of a report, whose values are those of the draw's quotas."""
    from deliberate.core.recruitment.replacing import fixed_targets
    from deliberate.core.services.composition_files import read_population

    fixed = next(entry for entry in entries if entry.kind == "lottery.committed")
    return read_population(path, fixed_targets(fixed.public))


@lottery.command(
    "own",
    help=_(
        "Write what one person may have of the list: the own panels, and their proof.\n\n"
        "POOL.csv is the file for auditors, from “lottery fix” or “export --pool”. With the file "
        "that is written here, “verify --own” finds the person's panels behind the hash."
    ),
)
@click.argument("pool", metavar="POOL.csv")
@click.argument("number", metavar="NUMBER")
@click.option("--out", metavar="FILE", help=_("Where it goes; without it, NUMBER.json."))
@click.pass_obj
def own(house: House, pool: str, number: str, out: str | None) -> None:
    from deliberate.core.services.pool_files import read_pool_file
    from deliberate.core.services.public_draws import own_proof

    digits = number.removeprefix("R")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise UnusableInput("NUMBER", message("“{value}” is no number of a person.", value=number))
    path = Path(out or f"{number}.json")
    write_whole(path, own_proof(read_pool_file(Path(pool)), int(digits)).decode())
    house.say(message("For this person alone: {file}", file=str(path)))


def _chance(dice: str | None, beacon: str | None) -> Sequence[int] | str:
    """The digits of the dice, or the value of the beacon: one of the two."""
    if (dice is None) == (beacon is None):
        raise UnusableInput("CHANCE", message("Give what the dice show, or the beacon's value."))
    if dice is None:
        return beacon or ""
    digits = dice.replace(" ", "").replace(",", "")
    if not (digits.isascii() and digits.isdigit()):
        raise UnusableInput(
            "DIGITS",
            message("“{dice}” is no row of digits from 0 to 9.", dice=dice),
            fix=message("Give what the dice show, as in: {example}", example="--dice 407"),
        )
    return [int(digit) for digit in digits]


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableInput(
            "NOT_WRITTEN",
            message("The folder cannot be made: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
        ) from None
    return path
