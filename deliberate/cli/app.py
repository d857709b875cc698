"""The command line's frame: which command lives where, and the boundary that errors stop at."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from deliberate.cli.house import PROGRAM, House
from deliberate.cli.language import VARIABLE, asked_in, of_machine, wants_json
from deliberate.cli.overview import SUMMARIES, grouped
from deliberate.cli.speaking import Group, house_of
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.usage import in_own_words
from deliberate.core.errors import DeliberateError, Refused, Unknown, UnusableInput, Where, message
from deliberate.core.system_reason import system_reason

COMMANDS: dict[str, str] = {
    "models": "deliberate.cli.models:models",
    "advise": "deliberate.cli.advise:advise",
    "new": "deliberate.cli.new:new",
    "check": "deliberate.cli.check:check",
    "explain": "deliberate.cli.explain:explain",
    "diff": "deliberate.cli.diff:diff",
    "plan": "deliberate.cli.plan:plan",
    "rehearse": "deliberate.cli.rehearse:rehearse",
    "verify": "deliberate.cli.verify:verify",
    "export": "deliberate.cli.export:export",
    "open": "deliberate.cli.open:open_",
    "status": "deliberate.cli.status:status",
    "do": "deliberate.cli.do:do",
    "approve": "deliberate.cli.approve:approve",
    "quotas": "deliberate.cli.quotas:quotas",
    "draw": "deliberate.cli.draw:draw",
    "lottery": "deliberate.cli.lottery:lottery",
    "recruit": "deliberate.cli.recruit:recruit",
    "replace": "deliberate.cli.replace:replace",
    "count": "deliberate.cli.count:count",
    "register": "deliberate.cli.register:register",
    "tables": "deliberate.cli.table_plan:tables",
    "documents": "deliberate.cli.documents:documents",
    "letters": "deliberate.cli.mail:letters",
    "import": "deliberate.cli.import_:import_",
    "execution": "deliberate.cli.execution:execution",
    "communication": "deliberate.cli.registers:communication",
    "risks": "deliberate.cli.registers:risks",
    "indicators": "deliberate.cli.registers:indicators",
    "demo": "deliberate.cli.demo:demo",
    "serve": "deliberate.cli.serve:serve",
    "db": "deliberate.cli.db:db",
    "user": "deliberate.cli.user:user",
    "plugins": "deliberate.cli.plugins:plugins",
    "doctor": "deliberate.cli.doctor:doctor",
}
"""Name of a command -> `module:attribute`; a module is imported when its command is called."""

COMPLETION = "_DELIBERATE_COMPLETE"
"""Set by a shell that asks for completions."""

FINE, FINDINGS, UNUSABLE, STOPPED, CLOSED = 0, 1, 2, 130, 141
"""Exit codes: fine; findings, or a rule refused; input that cannot be used; stopped by Ctrl-C;
the reader of the output went away."""
MISNAMED = frozenset({"NO_ACCOUNT", "NO_PROCESS"})
"""What names nothing that there is cannot be used, whichever command was given it."""


class LazyGroup(Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by group, without importing one."""
        say = house_of(ctx).translator.gettext
        for title, names in grouped(list(COMMANDS)).items():
            with formatter.section(say(title)):
                formatter.write_dl([(name, say(self._summary(ctx, name))) for name in names])

    def _summary(self, ctx: click.Context, name: str) -> str:
        if name in SUMMARIES:
            return SUMMARIES[name]
        command = self.get_command(ctx, name)
        return command.get_short_help_str() if command is not None else ""


def _tell_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"{PROGRAM} {version(PROGRAM)}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    help=_(
        "Run a representative deliberative process, from the question to the last executed point."
    ),
)
@click.option("--lang", envvar=VARIABLE, metavar="kk|ru|en", help=_("Language of the answers."))
@click.option(
    "--database",
    envvar="DELIBERATE_DATABASE_URL",
    show_envvar=True,
    default="deliberate.sqlite",
    show_default=True,
    metavar="PATH",
    help=_("The database: a file, or the address of a PostgreSQL database."),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_version,
    help=_("Show the version and exit."),
)
@click.pass_context
def cli(ctx: click.Context, lang: str | None, database: str) -> None:
    if isinstance(ctx.obj, House):
        ctx.obj.database = database
    else:
        ctx.obj = House.of(lang, database)
    if ctx.invoked_subcommand is None:
        click.echo(_overview(ctx))


def _overview(ctx: click.Context) -> str:
    """What there is, in a few lines, and how to learn more."""
    say, formatter = house_of(ctx).translator, ctx.make_formatter()
    purpose = ctx.command.get_short_help_str()
    formatter.write_text(say.gettext(purpose))
    if isinstance(ctx.command, Group):
        ctx.command.format_commands(ctx, formatter)
    formatter.write_paragraph()
    more = message("More about a command: {command}", command="deliberate check --help")
    formatter.write_text(say.render(more))
    return formatter.getvalue().rstrip("\n")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the program with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a terminal that lacks a letter shows another one instead of stopping the program
            stream.reconfigure(errors="replace")
    sys.exit(_guarded(words))


def _guarded(words: Sequence[str]) -> int:
    as_json = wants_json(words)
    try:
        house = House.of(asked_in(words), "")
    except UnusableInput as error:
        return _complained(House.of(of_machine(), ""), as_json, error)
    house.as_json = as_json
    return _bounded(house, lambda: _run(house, words))


def _run(house: House, words: Sequence[str]) -> int:
    if COMPLETION in os.environ:
        cli.main(list(words), prog_name=PROGRAM)  # answers the shell and ends
    answer: Any = None
    try:
        with cli.make_context(PROGRAM, list(words), obj=house) as ctx:
            answer = cli.invoke(ctx)
    except click.exceptions.Exit as ended:
        answer = ended.exit_code
    sys.stdout.flush()
    return answer if isinstance(answer, int) else FINE


def _complained(house: House, as_json: bool, error: DeliberateError) -> int:
    house.as_json = as_json
    house.complain(error)
    misnamed = isinstance(error, Unknown) or error.code in MISNAMED
    return FINDINGS if isinstance(error, Refused) and not misnamed else UNUSABLE


def _bounded(house: House, work: Callable[[], int]) -> int:
    """Do the work; every mistake of the world outside becomes a sentence and an exit code."""
    try:
        return work()
    except DeliberateError as error:
        return _complained(house, house.as_json, error)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return UNUSABLE
    except click.ClickException as error:
        return _complained(house, house.as_json, in_own_words(error))
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo(err=True)
        click.echo(house.translator.render(message("Stopped, as you asked.")), err=True)
        return STOPPED
    except BrokenPipeError:
        return _reader_left()
    except OSError as error:
        if error.errno == errno.EPIPE:
            return _reader_left()
        return _complained(house, house.as_json, _of_system(error))


def _of_system(error: OSError) -> UnusableInput:
    return UnusableInput(
        "SYSTEM",
        message("The system refuses: {reason}.", reason=system_reason(error)),
        where=Where(str(error.filename)) if error.filename else None,
        fix=message("Check the name, the permissions and the free space."),
    )


def _reader_left() -> int:
    """Nobody reads on; the interpreter must not complain about that when it ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    return CLOSED
