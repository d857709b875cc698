"""Recruitment on the web: the page where people answer, and the desk of those who organise."""

from deliberate_web.recruiting import (  # noqa: F401  (each registers its views)
    organising,
    registering,
    replying,
)
from deliberate_web.recruiting.blueprint import blueprint

__all__ = ["blueprint"]
