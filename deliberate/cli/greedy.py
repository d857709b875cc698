"""The greedy draw of older tools at the command line: for comparison alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from deliberate.core.errors import UnusableInput, message
from deliberate.core.rounded import Rounded

if TYPE_CHECKING:
    from deliberate.cli.house import House
    from deliberate.core.recruitment.lottery.pool import Pool, Targets
    from deliberate.core.services.greedy_draws import GreedyDraw

LEGACY = "legacy"
FAIR_ONLY = (
    "report", "population", "panels", "list_file", "pick", "list_only", "alternates", "rates",
)  # fmt: skip
"""Parameters that a greedy draw cannot keep."""


def exclude(context: click.Context) -> None:
    """Raise `UnusableInput` for an option that needs a fair lottery."""
    given = next(
        (
            option.opts[0]
            for option in context.command.params
            if option.name in FAIR_ONLY and _is_given(context.params[option.name])
        ),
        None,
    )
    if given is not None:
        one = f"--objective {LEGACY}"
        raise UnusableInput(
            "OPTIONS",
            message("{one} and {other} exclude each other.", one=one, other=given),
            fix=message("The greedy draw is for comparison only: it draws a panel and no more."),
        )


def _is_given(value: Any) -> bool:
    """Whether an option was given; a number 0 was."""
    return value is not None and value is not False


def draw_for_comparison(
    house: House, pool: Pool, targets: Targets, seed: str, *, as_json: bool
) -> None:
    """Draw greedily and tell; raises `Refused` where no panel was found."""
    from rich.console import Console

    from deliberate.core.services.greedy_draws import draw_greedily

    with Console(stderr=True).status("") as status:

        def tell(_what: str, done: int, total: int) -> None:
            words = message("Simulated draws: {done} of {total}", done=done, total=total)
            status.update(house.translator.render(words))

        drawn = draw_greedily(pool, targets, seed, tell=tell)
    if as_json:
        house.tell_machine(greedy_json(drawn))
    else:
        show_greedy(house, drawn)


def show_greedy(house: House, drawn: GreedyDraw) -> None:
    """The panel, a person in each line, and what the draw is worth."""
    for name in drawn.panel:
        click.echo(name)
    click.echo()
    house.say(
        message(
            "For comparison only: the greedy draw of older tools, which makes no chance as fair "
            "as it could be."
        )
    )
    house.say(
        message(
            "People in the pool: {people}. On the panel: {panel}.",
            people=len(drawn.chances),
            panel=len(drawn.panel),
        )
    )
    house.say(
        message(
            "Smallest chance, estimated from {draws} simulated draws: {chance}.",
            draws=drawn.draws,
            chance=Rounded(drawn.smallest, 5),
        )
    )
    house.say(
        message(
            "People who can be chosen and were on none of them: {people}.",
            people=sum(1 for chance in drawn.possible.values() if not chance),
        )
    )
    house.say(message("Gini coefficient of the chances: {gini}.", gini=Rounded(drawn.gini, 4)))
    house.say(message("Seed: {seed}", seed=drawn.seed))
    hashed = drawn.input_hash
    house.say(message("SHA-256 of pool, quotas and way of drawing: {hash}", hash=hashed))


def greedy_json(drawn: GreedyDraw) -> dict[str, Any]:
    """The answer for a machine; of this draw no bound is known, and no lottery behind it."""
    return {
        "status": "drawn",
        "panel": list(drawn.panel),
        "alternates": [],
        "probabilities": {name: float(chance) for name, chance in drawn.chances.items()},
        "min_probability": float(drawn.smallest),
        "gini": drawn.gini,
        "objective": LEGACY,
        "certificate": {
            "bound": None,
            "gap": None,
            "method": "simulation",
            "draws": drawn.draws,
        },
        "never": [
            {
                "people": list(group.people),
                "because": [quota.name for quota in group.because],
                "households": group.households,
            }
            for group in drawn.never
        ],
        "lottery_size": None,
        "seed": drawn.seed,
        "input_hash": drawn.input_hash,
        "seconds": drawn.seconds,
    }
