"""How a statement of a rulebook is known."""

from __future__ import annotations

from typing import Literal

Status = Literal["seen", "thesis", "law", "practice", "unverified"]
"""Read in its source, stated by the founding thesis, stated by a law, chosen by this project where
the sources are silent, or commonly quoted and not checked."""
