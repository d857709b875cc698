"""A command line that was not understood, in the house's own words."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import click

from deliberate.core.errors import Message, UnusableInput, message

CODE = "USAGE"


def closest(word: str, known: Sequence[str]) -> str | None:
    """The known word that was probably meant, or None when none is close."""
    return next(iter(get_close_matches(word.lower(), known, n=1)), None)


class WrongUsage(click.UsageError):
    """A usage error with a translatable sentence and, perhaps, what was probably meant."""

    def __init__(
        self, text: Message, ctx: click.Context | None = None, *, suggestion: str | None = None
    ) -> None:
        super().__init__(str(text), ctx)
        self.text = text
        self.suggestion = suggestion


def in_own_words(error: click.ClickException) -> UnusableInput:
    """What Click complains about, as an error that the boundary can translate."""
    return UnusableInput(CODE, _what(error), fix=_remedy(error))


def _what(error: click.ClickException) -> Message:
    match error:
        case WrongUsage():
            return error.text
        case click.MissingParameter():
            return _missing(error)
        case click.BadParameter():
            return _bad(error)
        case click.NoSuchOption():
            return message("There is no option {name}.", name=error.option_name)
        case click.BadOptionUsage():
            return _misused(error)
        case click.BadArgumentUsage():
            return message("Too few values.")
        case click.FileError():
            return message("{file} cannot be opened.", file=error.ui_filename)
        case _:
            return message("The command is not complete.")


def _missing(error: click.MissingParameter) -> Message:
    if isinstance(error.param, click.Option):
        return message("The option {name} is missing.", name=max(error.param.opts, key=len))
    return message("{name} is missing.", name=_name(error))


def _bad(error: click.BadParameter) -> Message:
    name, kind = _name(error), error.param.type if error.param else None
    match kind:
        case click.Choice():
            options = tuple(str(choice) for choice in kind.choices)
            return message("{name}: choose one of {options}.", name=name, options=options)
        case click.types.IntRange() | click.types.FloatRange() if kind.max is None:
            return message(
                "{name}: a number of at least {minimum} is expected.", name=name, minimum=kind.min
            )
        case click.types.IntRange() | click.types.FloatRange():
            return message(
                "{name}: a number from {minimum} to {maximum} is expected.",
                name=name,
                minimum=kind.min,
                maximum=kind.max,
            )
        case click.types.IntParamType():
            return message("{name}: a whole number is expected.", name=name)
        case click.DateTime():
            return message("{name}: a date is expected, for example 2027-01-25.", name=name)
        case click.Path() | click.File():
            return message("{name}: there is no such file or folder, or it is closed.", name=name)
        case _:
            return message("{name}: this value cannot be used.", name=name)


def _misused(error: click.BadOptionUsage) -> Message:
    params = error.ctx.command.params if error.ctx is not None else []
    option = next((item for item in params if error.option_name in item.opts), None)
    if isinstance(option, click.Option) and option.is_flag:
        return message("The option {name} takes no value.", name=error.option_name)
    return message("The option {name} needs a value.", name=error.option_name)


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return error.param.human_readable_name if error.param is not None else ""


def _remedy(error: click.ClickException) -> Message | None:
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is None:
        return None
    manual = f"{ctx.command_path} --help"
    meant = _meant(error, ctx)
    if meant is None:
        return message("See: {command}", command=manual)
    return message("Did you mean {meant}? See: {command}", meant=meant, command=manual)


def _meant(error: click.ClickException, ctx: click.Context) -> str | None:
    if isinstance(error, WrongUsage):
        return error.suggestion
    if not isinstance(error, click.NoSuchOption):
        return None
    root = ctx.find_root()
    if any(error.option_name in param.opts for param in root.command.params):
        # an option of the whole program, written behind the command
        return f"{root.info_name} {error.option_name} … {ctx.info_name}"
    return error.possibilities[0] if error.possibilities else None
