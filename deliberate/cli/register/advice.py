"""`deliberate register advice`: how many to invite, from what came of earlier invitations."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import House
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.tables import show_table
from deliberate.cli.usage import WrongUsage
from deliberate.core.errors import message
from deliberate.core.rounded import Rounded

if TYPE_CHECKING:
    from deliberate.core.recruitment.register.invitations import StratumAdvice
    from deliberate.core.recruitment.register.rates import Rate

FINE, FINDINGS = 0, 1
LEAST_SURE, MOST_SURE = 50, 99.9999
"""In per cent; with 100 no number of invitations would do."""


@command(
    _(
        "Say how many to invite of each stratum.\n\n"
        "From the rates of earlier invitations, with intervals of 95 %: so many that with the "
        "stated probability enough are willing in all strata together. Ends with 1 when a stratum "
        "has no answer."
    ),
    name="advice",
)
@click.option(
    "--rates",
    required=True,
    metavar="FILE.csv",
    help=_("Earlier invitations: stratum,invited,answered,accepted[,eligible][,size]."),
)
@click.option(
    "--seats",
    metavar="TARGETS.csv",
    help=_("Quotas of the panel; strata are called like their values."),
)
@click.option(
    "--pool", type=click.IntRange(1, 10**6), metavar="N", help=_("So many willing people in all.")
)
@click.option(
    "--per-seat",
    type=click.IntRange(1, 1000),
    metavar="N",
    default=10,
    show_default=True,
    help=_("Willing people for each seat."),
)
@click.option(
    "--probability",
    type=float,
    metavar="N",
    default=95.0,
    show_default=True,
    help=_("How sure, in per cent, that enough are willing."),
)
@json_option
@click.pass_obj
def advice(
    house: House,
    rates: str,
    seats: str | None,
    pool: int | None,
    per_seat: int,
    probability: float,
    as_json: bool,
) -> int:
    from deliberate.core.services.register.advising import advice_for_pool, advice_for_seats

    if (seats is None) == (pool is None):
        raise WrongUsage(message("Give either --seats or --pool."))
    if not LEAST_SURE <= probability <= MOST_SURE:
        raise WrongUsage(
            message(
                "--probability is {value}; per cent from {least} to {most} are expected. Nothing "
                "makes it certain that enough are willing.",
                value=f"{probability:g}",
                least=LEAST_SURE,
                most=str(MOST_SURE),
            )
        )
    certain = Fraction(str(probability)) / 100
    if seats is not None:
        found = advice_for_seats(Path(rates), Path(seats), per_seat, certain)
    else:
        found = advice_for_pool(Path(rates), pool or 0, certain)
    if as_json:
        house.tell_machine(_as_json(found, probability))
    else:
        _show(house, found, probability)
    return FINDINGS if any(one.cautious is None or one.invite is None for one in found) else FINE


def _show(house: House, found: tuple[StratumAdvice, ...], probability: float) -> None:
    say = house.translator
    titles = (
        _("Stratum"),
        _("Were invited"),
        _("Answered, %"),
        _("Willing, %"),
        _("Wanted"),
        _("Invite"),
        _("To be safe"),
    )
    rows = [
        (
            one.answers.stratum,
            say.number(one.answers.invited),
            _percent(house, one.response),
            _percent(house, one.willing),
            say.number(one.needed),
            _number(house, one.invite),
            _number(house, one.cautious),
        )
        for one in found
    ]
    show_table(house, [say.gettext(word) for word in titles], rows, numbers=range(1, 7))
    click.echo()
    house.say(
        message(
            "Invite: with a probability of {probability} % enough are willing in all strata, if "
            "the rates stay as they were. To be safe: if they are as low as the intervals of 95 % "
            "allow.",
            probability=f"{probability:g}",
        )
    )
    invite, safe = (_total([one.invite for one in found]), _total([one.cautious for one in found]))
    if invite is not None and safe is not None:
        house.say(message("In all: {invite}; to be safe {safe}.", invite=invite, safe=safe))
    for one in found:
        _warn(house, one)


def _warn(house: House, one: StratumAdvice) -> None:
    name, size = one.answers.stratum, one.answers.size
    if one.invite is None or one.cautious is None:
        house.say(
            message(
                "{stratum}: nobody was willing, so no number can be reckoned. Join it with "
                "another stratum, or take rates from elsewhere.",
                stratum=name,
            )
        )
    elif size is not None and one.invite > size:
        house.say(
            message("{stratum}: more than the {size} people there are.", stratum=name, size=size)
        )


def _total(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _percent(house: House, rate: Rate) -> str:
    share, low, high = (
        house.translator.value(Rounded(float(part) * 100, 1))
        for part in (rate.share, rate.low, rate.high)
    )
    return f"{share} ({low}–{high})"


def _number(house: House, number: int | None) -> str:
    return "—" if number is None else house.translator.number(number)


def _as_json(found: tuple[StratumAdvice, ...], probability: float) -> dict[str, Any]:
    return {
        "probability": probability / 100,
        "strata": [
            {
                "stratum": one.answers.stratum,
                "invited": one.answers.invited,
                "response": _rate(one.response),
                "willing": _rate(one.willing),
                "needed": one.needed,
                "invite": one.invite,
                "invite_to_be_safe": one.cautious,
            }
            for one in found
        ],
    }


def _rate(rate: Rate) -> dict[str, float]:
    return {"share": float(rate.share), "low": float(rate.low), "high": float(rate.high)}
