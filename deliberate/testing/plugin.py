"""The pytest plugin (entry point `pytest11`): one test for each scenario of a model.

It is loaded by every pytest in which deliberate is installed, so it imports nothing of the house
before a test asks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from deliberate.core.registry import Registry
    from deliberate.testing.scenario import Run, Scenario

pytest.register_assert_rewrite("deliberate.testing.contract")

ASKED = "model_scenario"
"""The fixture that stands for one scenario; a test that asks for it is run for each."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test every scenario: those of the model that its class names, or of all models."""
    if ASKED not in metafunc.fixturenames:
        return
    from deliberate.testing.scenario import installed, scenarios

    found = scenarios(installed(), getattr(metafunc.cls, "model", None))
    metafunc.parametrize(ASKED, found, ids=str, indirect=True, scope="module")


@pytest.fixture(scope="module")
def model_scenario(request: pytest.FixtureRequest) -> Scenario:
    """A scenario of an installed model: its rulebook, its pilot file, what is expected."""
    scenario: Scenario = request.param
    return scenario


@pytest.fixture(scope="session")
def installed_models() -> Registry:
    """What is installed: every plugin that loads, with its rulebooks."""
    from deliberate.testing.scenario import installed

    return installed()


@pytest.fixture(scope="module")
def model_run(
    model_scenario: Scenario, installed_models: Registry, tmp_path_factory: pytest.TempPathFactory
) -> Run:
    """The scenario, rehearsed to its end once for all tests, and its bundle."""
    from deliberate.testing.scenario import walk

    bundle: Path = tmp_path_factory.mktemp("run") / "bundle.zip"
    return walk(model_scenario, installed_models, bundle)


def pytest_configure(config: Any) -> None:
    """Name the marker that narrows a run to the tests of models."""
    config.addinivalue_line("markers", "model: walks an installed model through its scenario")
