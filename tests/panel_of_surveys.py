"""A panel of five who are asked what they think, by every kind of question."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.randomness import Generator
from deliberate.core.registry import Registry
from deliberate.core.services.accounts import add_account
from deliberate.core.services.context import Context
from deliberate.core.services.opening import open_process
from deliberate.core.storage import Store
from tests.panel_of_ballots import AGENCY, DATA, NOW, SEATS, act, pilot

SURVEY = """
[[steps]]
id = "poll"
kind = "survey"
phase = "decision"
title = { en = "What you think" }
after = ["constitution"]
questionnaire = "poll"
source = "own"
status = "practice"

[[questionnaires]]
id = "poll"
source = "own"
status = "practice"

[[questionnaires.items]]
id = "opinion"
text = { en = "Should there be a park?" }
kind = "single"
options = [{ id = "yes", text = { en = "Yes" } }, { id = "no", text = { en = "No" } }]

[[questionnaires.items]]
id = "uses"
text = { en = "What for?" }
kind = "multiple"
options = [{ id = "play", text = { en = "Play" } }, { id = "rest", text = { en = "Rest" } }]

[[questionnaires.items]]
id = "worth"
text = { en = "How much is it worth to you?" }
kind = "scale"
lowest = 0
highest = 3
lowest_text = { en = "nothing" }
highest_text = { en = "much" }

[[questionnaires.items]]
id = "visits"
text = { en = "How often a year would you come?" }
kind = "number"
lowest = 0
highest = 365

[[questionnaires.items]]
id = "remark"
text = { en = "What else?" }
kind = "text"
"""


def asked(store: Store, folder: Path, survey: str = SURVEY) -> Context:
    """Five members with accounts of their own, and a survey that is not open yet."""
    plugin, path = ModuleType("small_plugin"), folder / "rulebook.toml"
    path.write_text((DATA / "ballots_rulebook.toml").read_text() + survey)

    def deliberate_models() -> tuple[Path, ...]:
        return (path,)

    plugin.deliberate_models = jurisdictions.hookimpl(deliberate_models)  # type: ignore[attr-defined]
    registry = Registry.load(points=(), extra=(jurisdictions, plugin))
    made = Context(store, registry, SimulatedClock(NOW), Generator(b"survey").bytes)
    open_process(made, AGENCY, pilot())
    for seat in SEATS:
        act(made, "constitution", "send_letter", AGENCY, seat=seat)
        holder = {"holder": f"person-{seat}", "name": {"en": "N"}, "letter": "1"}
        act(made, "constitution", "delegate", AGENCY, seat=seat, **holder)
        add_account(made, f"member-{seat}", "Member")
        act(made, "seats", "link", AGENCY, seat=seat, account=f"member-{seat}")
    return made
