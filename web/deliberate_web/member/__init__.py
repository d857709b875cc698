"""Behind sign-in: a member's place with its forms, and “Today” for the session."""

from deliberate_web.member import (  # noqa: F401  (each registers its views)
    agreeing,
    commenting,
    declaring,
    holding_points,
    index,
    judging,
    reading,
    signing,
    surveying,
    today,
    voting,
    weighing,
)
from deliberate_web.member.blueprint import blueprint

__all__ = ["blueprint"]
