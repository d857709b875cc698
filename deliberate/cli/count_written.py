"""The result of a count as a page or a PDF, with the command that counts again."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.writing import write_together

if TYPE_CHECKING:
    from deliberate.cli.house import House
    from deliberate.core.services.ballot_counts import Counted

ELSEWHERE = frozenset({"as_json", "page", "sheet", "question", "ballots"})
"""Parameters that change nothing of the count."""


def write_counted(
    house: House, counted: Counted, ctx: click.Context, page: str | None, sheet: str | None
) -> tuple[Path, ...]:
    """Write the files that were asked for, all or none; returns their names."""
    if page is None and sheet is None:
        return ()
    from deliberate.documents.counting import count_report
    from deliberate.documents.html import html_page

    document = count_report(
        counted, house.translator, question=ctx.params["question"], command=command_of(ctx)
    )
    files: dict[Path, bytes] = {}
    if page is not None:
        files[Path(page)] = html_page(document).encode()
    if sheet is not None:
        from deliberate.documents.pdf import Typesetter

        files[Path(sheet)] = Typesetter().pdf(document)
    write_together(files)
    return tuple(files)


def command_of(ctx: click.Context) -> str:
    """The command of this call, without what only writes files; places of files are left out."""
    words = ["deliberate", "count", Path(ctx.params["ballots"]).name]
    for param in ctx.command.params:
        if isinstance(param, click.Option) and param.name not in ELSEWHERE:
            words += _said(param, ctx.params.get(param.name or ""))
    return shlex.join(words)


def _said(param: click.Option, value: Any) -> list[str]:
    name = max(param.opts, key=len)
    if value in (None, (), False, ""):
        return []
    if param.is_flag:
        return [name]
    values = value if isinstance(value, tuple) else (value,)
    return [word for one in values for word in (name, str(one))]
