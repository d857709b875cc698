"""People who were invited or registered, as a kind of step sees them: by number, without a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Standing = Literal["invited", "willing", "declined", "ineligible", "withdrawn"]
"""Where somebody stands: invited and silent, or as the last answer says. Who withdrew had answered
before and asks for nothing more."""

ANSWERS: tuple[Standing, ...] = ("willing", "declined", "ineligible", "withdrawn")
"""What an answer may say."""


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person of a registration, without anything that names one.

    `number`: the public pseudonym, 1..n in a step; `values`: feature -> value, as the lottery needs
    them; `household`: an opaque tag that those of one address share, or empty; `salt`: 32 random
    bytes in hexadecimal, which the person holds too.
    """

    number: int
    values: Mapping[str, str] = field(default_factory=dict)
    household: str = ""
    salt: str = ""
    standing: Standing = "invited"

    @property
    def willing(self) -> bool:
        """Whether the person takes part in the lottery: willing, and eligible by the answers."""
        return self.standing == "willing"

    @property
    def eligible(self) -> bool:
        return self.standing != "ineligible"


def printed(number: int) -> str:
    """The pseudonym as papers print it: R0001."""
    return f"R{number:04d}"
