"""The model runs: checked, planned, rehearsed to its end, verified, and the same again."""

from __future__ import annotations

from deliberate.testing.contract import ModelContract


class TestWorldCafe(ModelContract):
    model = "world_cafe"
