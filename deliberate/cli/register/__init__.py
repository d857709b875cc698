"""`deliberate register`: whom to invite, drawn from a register so that anybody can check it."""

from deliberate.cli.register.advice import advice
from deliberate.cli.register.check import check
from deliberate.cli.register.draw import draw
from deliberate.cli.speaking import group
from deliberate.cli.speaking import lazy_gettext as _


@group(
    _(
        "Draw from a register whom to invite.\n\n"
        "Of each stratum those with the smallest SHA-256 of seed and identifier are drawn: within "
        "it everybody has the same chance, and whoever has the register can draw again."
    )
)
def register() -> None:
    """Only its commands do something."""


for one in (draw, check, advice):
    register.add_command(one)
