"""What a rulebook may ask of a lottery."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError

from deliberate.core.recruitment.lottery_step import LOTTERY

PARAMETERS = {"seats": "jury", "quotas": ["sex"]}


@pytest.mark.parametrize("objective", ["leximin", "maximin", "nash"])
def test_a_rulebook_says_what_is_fairest(objective: str) -> None:
    assert LOTTERY.parameters is not None
    loaded = LOTTERY.parameters().load({**PARAMETERS, "objective": objective})
    assert loaded.objective == objective


def test_no_process_draws_greedily() -> None:
    assert LOTTERY.parameters is not None
    with pytest.raises(ValidationError) as caught:
        LOTTERY.parameters().load({**PARAMETERS, "objective": "legacy"})
    assert set(caught.value.messages) == {"objective"}
