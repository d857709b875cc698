"""Commands that speak the reader's language: help texts, Click's own words, wrong usage.

`lazy_gettext` marks a sentence for the catalogues where a command is declared; it is translated
when it is shown, since the language is known only then.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import click

from deliberate.cli.house import House
from deliberate.cli.usage import WrongUsage, closest
from deliberate.core.errors import message

LONGEST_NAME = 22
"""Names up to this width stand beside their description, longer ones above it."""

Function = TypeVar("Function", bound=Callable[..., Any])


def lazy_gettext(msgid: str) -> str:
    """Mark a sentence for the catalogues; it is translated when it is shown."""
    return msgid


_ = lazy_gettext

PLACEHOLDERS = (
    _("[OPTIONS]"),
    _("COMMAND [ARGS]..."),
    _("[COMMAND] [ARGS]..."),
    _("TEXT"),
    _("INTEGER"),
    _("FILE"),
    _("FOLDER"),
    _("PATH"),
)
"""What stands in a usage line for something to be written there."""


def house_of(ctx: click.Context) -> House:
    """The house of this call; before the first command has begun, one of the environment."""
    house = ctx.find_root().obj
    return house if isinstance(house, House) else House.of(None, "")


class Command(click.Command):
    """A command whose help is written in the reader's language."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        strict, ctx.allow_extra_args = not ctx.allow_extra_args, True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and strict and not ctx.resilient_parsing:
            raise WrongUsage(message("Not expected here: {words}.", words=" ".join(rest)), ctx)
        return rest

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.short_help or (self.help or "").strip().partition("\n")[0]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        say = house_of(ctx).translator.gettext
        return [say(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        say = house_of(ctx).translator.gettext
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=say(_("Usage:")) + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.help:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(house_of(ctx).translator.gettext(inspect.cleandoc(self.help)))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Arguments are explained by the command's text."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        house = house_of(ctx)
        rows = [
            _record(param, ctx, house)
            for param in self.get_params(ctx)
            if isinstance(param, click.Option) and not param.hidden
        ]
        if rows:
            with formatter.section(house.translator.gettext("Options")):
                formatter.write_dl(rows, col_max=2 * LONGEST_NAME)


class Group(Command, click.Group):
    """A group of commands in the reader's language, which suggests what was probably meant."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            raise WrongUsage(
                message("There is no command “{name}”.", name=name),
                ctx,
                suggestion=closest(name, self.list_commands(ctx)),
            )
        return name, command, args[1:]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        say = house_of(ctx).translator.gettext
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, _first_line(item, say)) for name, item in commands if item]
        if rows:
            with formatter.section(say(_("Commands"))):
                formatter.write_dl(rows, col_max=LONGEST_NAME)


def _first_line(item: click.Command, say: Callable[[str], str]) -> str:
    """What a command is for, in one line: the catalogues know its help as a whole."""
    return say(item.short_help or inspect.cleandoc(item.help or "")).partition("\n")[0]


def command(
    help: str, *, name: str | None = None, **settings: Any
) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function; `help` is marked by `lazy_gettext`, its first line the short
    help. The function returns its exit code, or None for 0."""
    return click.command(name, cls=Command, help=help, **settings)


def group(
    help: str, *, name: str | None = None, **settings: Any
) -> Callable[[Callable[..., Any]], Group]:
    """Make a group of a function; its own `.command` takes the same arguments as `command`."""
    return click.group(name, cls=Group, help=help, **settings)


def json_option(function: Function) -> Function:
    """The option `--json`, for an answer that a machine reads."""
    return click.option("--json", "as_json", is_flag=True, help=_("Answer in JSON."))(function)


def _record(param: click.Option, ctx: click.Context, house: House) -> tuple[str, str]:
    say = house.translator.gettext
    names = ", ".join(sorted(param.opts, key=len))
    if param.secondary_opts:
        names += " / " + ", ".join(sorted(param.secondary_opts, key=len))
    takes_value = not param.is_flag and not param.count
    spec = f"{names} {say(param.make_metavar(ctx))}" if takes_value else names
    return spec, " ".join(filter(None, (say(param.help or ""), _extra(param, house))))


def _extra(param: click.Option, house: House) -> str:
    say, extra = house.translator.gettext, []
    if param.show_envvar and isinstance(param.envvar, str):
        extra.append(say(_("environment: {name}")).format(name=param.envvar))
    if param.show_default:
        words = param.show_default if isinstance(param.show_default, str) else str(param.default)
        extra.append(say(_("default: {value}")).format(value=words))
    if param.required:
        extra.append(say(_("required")))
    return f"[{'; '.join(extra)}]" if extra else ""


CLICKS_OWN = (_("Show this message and exit."), _("Show the version and exit."))
"""Help texts that Click brings along; translated with the others."""
