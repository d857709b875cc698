"""A plugin that fails while it is asked: an error with its place, and never a traceback."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from deliberate import jurisdictions
from deliberate.api import hookimpl
from deliberate.core.errors import UnusableInput
from deliberate.core.registry import Registry
from deliberate.core.services.files import check_pilot

NOW = datetime(2027, 1, 1, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "data"


def failing() -> ModuleType:
    plugin = ModuleType("failing")

    @hookimpl
    def deliberate_models() -> list[Path]:
        return [DATA / "tables_rulebook.toml"]

    @hookimpl
    def deliberate_check(process: object) -> list[object]:
        raise KeyError("agenda")

    for hook in (deliberate_models, deliberate_check):
        setattr(plugin, hook.__name__, hook)
    return plugin


def test_it_is_named_with_its_hook_and_its_line() -> None:
    registry = Registry.load(points=(), extra=(jurisdictions, failing()))
    with pytest.raises(UnusableInput) as failed:
        check_pilot(registry, DATA / "tables_pilot.toml", NOW)
    error = failed.value
    assert error.code == "PLUGIN"
    assert str(error.message) == (
        "The plugin of “sitting” failed in deliberate_check: KeyError('agenda')"
    )
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    assert error.where is not None
    assert error.where.file == __file__
    assert lines[(error.where.line or 0) - 1].strip() == 'raise KeyError("agenda")'
