"""`deliberate recruit`: every command of the group."""

from __future__ import annotations

from deliberate.cli import recruit_files, recruit_people  # noqa: F401  (each adds its commands)
from deliberate.cli.recruit_group import recruit

__all__ = ["recruit"]
