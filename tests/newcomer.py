"""The environment of a reader's shell: what rules the test run that is going on is not in it."""

from __future__ import annotations

import os


def newcomers_environment(**settings: str) -> dict[str, str]:
    """The variables of this process without the options meant for its own pytest alone."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    return kept | settings
