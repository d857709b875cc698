"""Tables for people: as wide as the terminal, words wrapped, nothing cut."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import click

from deliberate.cli.house import House


def show_table(
    house: House,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str = "",
    narrow: Sequence[int] = (),
    numbers: Sequence[int] = (),
) -> None:
    """Print rows under translated headings; columns in `narrow` are never wrapped, those in
    `numbers` stand to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if title:
        show_title(house, title)
    table = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
        header_style="bold",
    )
    for number, heading in enumerate(headings):
        table.add_column(
            Text(heading),
            no_wrap=number in narrow,
            overflow="fold",
            justify="right" if number in numbers else "left",
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    _print(house, table)


def folded(text: str, width: int, first: str, hang: int) -> list[str]:
    """A text in lines of `width` columns: `first` stands before it, further lines hang below."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def show_title(house: House, title: str) -> None:
    click.echo()
    click.secho(title, bold=True)


def show_pairs(house: House, pairs: Iterable[tuple[str, str]]) -> None:
    """Print what each thing is, one line for each; pairs without a value are left out."""
    from rich.table import Table
    from rich.text import Text

    grid: Any = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    for name, value in pairs:
        if value:
            grid.add_row(Text(name), Text(value))
    _print(house, grid)


def _print(house: House, thing: Any) -> None:
    """Without the blanks that fill each line up to the margin."""
    with house.console.capture() as captured:
        house.console.print(thing)
    for line in captured.get().splitlines():
        click.echo(line.rstrip())
