"""The page of the command line: every command with its options."""

from __future__ import annotations

from collections.abc import Iterator

import click

from deliberate.cli.app import cli
from deliberate.cli.house import PROGRAM, House
from docs.generator.forms import table

HEAD = """# The command line

Every command explains itself with `--help`, in Kazakh, Russian or English: `--lang`, else
`DELIBERATE_LANG`, else the language of the machine (`LC_ALL`, `LC_MESSAGES`, `LANG`).

| exit code | meaning |
|---|---|
| 0 | fine |
| 1 | findings, or a rule refused |
| 2 | the input or the command line cannot be used, or names what is not there |
| 130 | stopped by Ctrl-C |
| 141 | whoever read the output went away |

Answers go to standard output, complaints to standard error: `file:line: CODE sentence`, and below
it what to do. With `--json` both are JSON on standard output; a complaint is `{"error": {"code",
"message", "where": {"file", "line", "column", "path"}, "fix", "findings"}}`, a finding `{"code",
"level", "message", "where", "fix", "steps"}`. Codes are stable; sentences are for people and stand
in the language asked for. Where a complaint has numbers, they stand beside them in `data`.

`deliberate do PROCESS STEP --json` lists for each action its `data`: `key`, `required`, and what it
`takes`, one of `text` · `texts` (a text by language: `key.kk`) · `integer` · `boolean` · `date` ·
`moment` · `identifier` · `fraction` · `choice` (with its `options`) · `table` · `map` · `list of`
one of them. The keys of a table follow it: `items[].due`. `deliberate check --json` counts rules
and findings apart: `obligatory` and `recommended` each have `rules` and `findings`.

Options of the whole program stand before the command: `deliberate --lang kk check pilot.toml`.
"""


def page() -> Iterator[str]:
    yield HEAD
    context = click.Context(cli, info_name=PROGRAM, obj=House.of("en", ""))
    yield from _command(context)


def _command(context: click.Context) -> Iterator[str]:
    command = context.command
    yield f"## `{context.command_path}`\n"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"`{context.command_path} {usage}`\n"
    yield f"{command.help or ''}\n"
    rows = [
        (f"`{', '.join(option.opts)}`", option.help or "", _default(option))
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden
    ]
    if rows:
        yield from table(("option", "what it does", "without it"), rows)
        yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            part = command.get_command(context, name)
            if part is not None:
                yield from _command(click.Context(part, parent=context, info_name=name))


def _default(option: click.Option) -> str:
    if option.required:
        return "needed"
    return f"`{option.default}`" if option.show_default else ""
