"""What `draw` and `check` both are told: the register, its columns, the seed, how many."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, TypeVar

import click

from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.usage import WrongUsage
from deliberate.core.errors import message

if TYPE_CHECKING:
    from deliberate.core.recruitment.register.allocation import Wanted
    from deliberate.core.recruitment.register.reader import Reader
    from deliberate.core.services.register.drawing import Question

Function = TypeVar("Function", bound=Callable[..., object])


class Asked(TypedDict):
    """The values of the options below."""

    register: str
    stratum: tuple[str, ...]
    per_stratum: str | None
    total: int | None
    seed: str
    id_column: str
    household: tuple[str, ...]
    table: str
    memory: int
    threads: int


OPTIONS = (
    click.argument("register", metavar="REGISTER"),
    click.option(
        "--stratum",
        multiple=True,
        required=True,
        metavar="COLUMN",
        help=_("Draw apart for each value of this column; repeatable."),
    ),
    click.option(
        "--per-stratum",
        metavar="N|FILE",
        help=_("So many of each stratum, or a table of the strata with a column count."),
    ),
    click.option(
        "--total",
        type=click.IntRange(min=1),
        metavar="N",
        help=_("So many in all, in proportion to the strata, by the largest remainder."),
    ),
    click.option("--seed", required=True, metavar="TEXT", help=_("What the draw is made from.")),
    click.option(
        "--household",
        multiple=True,
        metavar="COLUMN",
        help=_("At most one of those who agree in this column; repeatable."),
    ),
    click.option("--table", default="", metavar="TABLE", help=_("The table, in a database.")),
    click.option(
        "--memory",
        type=click.IntRange(min=64),
        metavar="N",
        default=1024,
        show_default=True,
        help=_("Memory for reading a file, in MiB; what does not fit goes to the disk."),
    ),
    click.option(
        "--threads",
        type=click.IntRange(min=0),
        metavar="N",
        default=0,
        help=_("Threads for reading a file; without it, all there are."),
    ),
)


def drawing_options(*names: str) -> Callable[[Function], Function]:
    """The register and everything that decides who is drawn; `names` of the option that names the
    column of identifiers."""
    own = click.option(
        *names, "id_column", default="", metavar="COLUMN", help=_("Column of identifiers.")
    )

    def decorate(function: Function) -> Function:
        for option in (own, *reversed(OPTIONS)):
            function = option(function)
        return function

    return decorate


def opened(asked: Asked) -> AbstractContextManager[Reader]:
    """The register that was named."""
    from deliberate.core.services.register.opening import opened as open_register

    return open_register(
        asked["register"],
        table=asked["table"],
        memory=asked["memory"],
        threads=asked["threads"],
    )


def is_counted(asked: Asked) -> bool:
    """Whether it was said how many are drawn; raises `WrongUsage` when it was said twice."""
    given = (asked["per_stratum"], asked["total"])
    if None not in given:
        raise WrongUsage(message("Give either --per-stratum or --total."))
    return given != (None, None)


def question(asked: Asked, keep: tuple[str, ...] = ()) -> Question:
    """What is to be drawn; of nobody, when it was not said how many."""
    from deliberate.core.services.register.drawing import Question

    return Question(
        strata=asked["stratum"],
        seed=asked["seed"],
        wanted=_wanted(asked),
        id_column=asked["id_column"],
        household=asked["household"],
        keep=keep,
    )


def _is_number(words: str) -> bool:
    """Whether somebody meant a number and no file."""
    try:
        float(words)
    except ValueError:
        return False
    return not Path(words).exists()


def _wanted(asked: Asked) -> Wanted:
    from deliberate.core.recruitment.register.allocation import each, in_all
    from deliberate.core.services.register.tables import listed, read_counts

    some, total = asked["per_stratum"], asked["total"]
    if total is not None:
        return in_all(total)
    words = (some or "0").strip()
    if words.isascii() and words.isdigit() and len(words) < 10:
        return each(int(words))
    if _is_number(words):
        raise WrongUsage(
            message(
                "--per-stratum is “{value}”; a whole number from 0 to 999999999 is expected.",
                value=words,
            )
        )
    path = Path(words)
    return listed(read_counts(path, asked["stratum"]), path)
