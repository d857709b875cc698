"""`deliberate register draw`: the list of those who are invited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click

from deliberate.cli.house import House
from deliberate.cli.register.asking import Asked, drawing_options, is_counted, opened, question
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_table
from deliberate.cli.usage import WrongUsage
from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.rounded import Rounded
from deliberate.core.services.new_files import FORCE, require_new

if TYPE_CHECKING:
    from deliberate.core.services.register.drawing import DrawnStratum, RegisterDraw

FINE, FINDINGS = 0, 1
HOUSEHOLDS, LARGE = range(2, 7), 5
"""Sizes of households whose least chance is told to a machine; and the one that people read of."""
HASH_SHOWN = 12
"""So many digits of a hash tell a reader enough; JSON has all."""


@command(
    _(
        "Draw from a register whom to invite.\n\n"
        "REGISTER is a CSV or Parquet file, or the address postgresql://… of a database with "
        "--table. Of each stratum the smallest SHA-256 of seed and identifier are drawn. Ends "
        "with 1 when a stratum has fewer people than are wanted; the list is written then too."
    ),
    name="draw",
)
@drawing_options("--id", "--id-column")
@click.option(
    "--keep", multiple=True, metavar="COLUMN", help=_("Take this column along; repeatable.")
)
@click.option("--out", required=True, metavar="FILE.csv", help=_("Where the list is written."))
@click.option(
    "--body",
    metavar="FILE.json",
    help=_("Also write what a process puts on its record: for “do PROCESS STEP draw --body”."),
)
@click.option("--force", is_flag=True, help=_("Replace a list that is there already."))
@json_option
@click.pass_obj
def draw(
    house: House,
    keep: tuple[str, ...],
    out: str,
    body: str | None,
    force: bool,
    as_json: bool,
    **asked: Unpack[Asked],
) -> int:
    from rich.console import Console

    from deliberate.cli.writing import write_together
    from deliberate.core.services.register.drawing import draw as draw_lots
    from deliberate.core.services.register.listing import to_body, to_csv

    target = Path(out)
    if body is not None and Path(body).absolute() == target.absolute():
        raise WrongUsage(message("--out and --body name the same file."))
    for path in (target, *([Path(body)] if body else [])):
        _spare(path, asked["register"], force=force)
    if not is_counted(asked):
        raise WrongUsage(message("Give either --per-stratum or --total."))
    wanted = question(asked, keep)
    with Console(stderr=True).status(house.translator.render(message("Reading the register…"))):
        with opened(asked) as register:
            drawn = draw_lots(register, wanted)
        text = to_csv(drawn)
        files = {target: text.encode()} | ({Path(body): to_body(drawn)} if body else {})
        write_together(files)
    if as_json:
        house.tell_machine(_as_json(drawn, out, text))
    else:
        _show(house, drawn, *map(str, files))
    return FINDINGS if drawn.short else FINE


def _spare(target: Path, register: str, *, force: bool) -> None:
    """The list must have a place, not that of another file, and never that of the register."""
    if not target.absolute().parent.is_dir():
        raise UnusableInput(
            "NOT_WRITTEN",
            message("There is no folder “{folder}”.", folder=str(target.parent)),
            where=Where(str(target)),
            fix=message("Name another file with --out."),
        )
    if target.exists() and Path(register).exists() and target.samefile(register):
        raise UnusableInput(
            "NOT_WRITTEN",
            message("The list would overwrite the register."),
            where=Where(str(target)),
            fix=message("Name another file with --out."),
        )
    if not force:
        require_new((target,), FORCE)


def _show(house: House, drawn: RegisterDraw, *written: str) -> None:
    say = house.translator
    homes, first = bool(drawn.columns.household), len(drawn.columns.strata)
    words = [_("People"), _("Wanted"), _("Drawn"), _("Chance")]
    words += [_("Alone"), _("In a household of {count}, at least")] if homes else []
    titles = [column.head for column in drawn.columns.strata]
    titles += [say.gettext(word).format(count=LARGE) for word in (*words, _("Last hash"))]
    rows = [_cells(house, one, homes) for one in drawn.strata]
    last = first + len(words)
    show_table(house, titles, rows, numbers=range(first, last), narrow=(last,))
    click.echo()
    total = len(drawn.people)
    house.say(message("Drawn: {drawn} of {people} people.", drawn=total, people=drawn.rows))
    if drawn.columns.household:
        house.say(
            message(
                "One in a household: the chances are means. At the ranks where this draw ended, "
                "who lives alone has more, and who shares a household less."
            )
        )
    for one in drawn.short:
        house.say(
            message(
                "{stratum} has too few people; lacking: {short}.",
                stratum=" / ".join(one.stratum),
                short=one.short,
            )
        )
    house.say(message("Seed: {seed}", seed=drawn.seed))
    if drawn.sha256:
        house.say(message("SHA-256 of the register: {hash}", hash=drawn.sha256))
    for path in written:
        house.say(message("Written: {path}", path=path))


def _cells(house: House, one: DrawnStratum, homes: bool) -> list[str]:
    last, chances = one.selected.last_hash, [one.chance]
    if homes:
        chances += [one.chance_alone, one.chance_in(LARGE)]
    return [
        *one.stratum,
        *(house.translator.number(number) for number in (one.size, one.wanted, one.drawn)),
        *(house.translator.value(Rounded(chance, 6)) for chance in chances),
        f"{last[:HASH_SHOWN]}…" if last else "—",
    ]


def _as_json(drawn: RegisterDraw, out: str, text: str) -> dict[str, Any]:
    from deliberate.core.canonical import digest

    heads = [column.head for column in drawn.columns.strata]
    return {
        "status": "short" if drawn.short else "drawn",
        "register": {"name": drawn.shown, "rows": drawn.rows, "sha256": drawn.sha256 or None},
        "seed": drawn.seed,
        "strata": [
            {
                "stratum": dict(zip(heads, one.stratum, strict=True)),
                "size": one.size,
                "wanted": one.wanted,
                "drawn": one.drawn,
                "short": one.short,
                "chance": float(one.chance),
                "chance_alone": float(one.chance_alone),
                "chance_in_household": {str(m): float(one.chance_in(m)) for m in HOUSEHOLDS},
                "last_rank": one.selected.considered,
                "last_hash": one.selected.last_hash,
            }
            for one in drawn.strata
        ],
        "household": [column.head for column in drawn.columns.household],
        "drawn": len(drawn.people),
        "out": {"name": out, "sha256": digest(text.encode())},
        "seconds": drawn.seconds,
    }
