"""The agency's desk of a lottery: taking in a pool, setting quotas, and what a draw would do."""

from deliberate_web.lottery_desk import (  # noqa: F401  (each registers its views)
    drawing,
    index,
    pool,
    quotas,
)
from deliberate_web.lottery_desk.blueprint import blueprint

__all__ = ["blueprint"]
