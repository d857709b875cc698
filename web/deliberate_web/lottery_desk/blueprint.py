"""What the pages that prepare a lottery share: who sees them, how they are made, their words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flask import Blueprint, render_template, url_for

from deliberate.core.recruitment.lottery.examination import Feasibility
from deliberate.core.services.feasibility import told, verdict
from deliberate.core.services.lottery_desk import LotteryDesk, lottery_desk
from deliberate.core.services.member.landing import RECRUITS
from deliberate.core.services.member.shapes import Frame
from deliberate.core.text import Text
from deliberate_web.current import current_context, current_translator
from deliberate_web.headers import keep_nothing
from deliberate_web.member.blueprint import me
from deliberate_web.portal.shown import Shown

blueprint = Blueprint("lottery_desk", __name__)

ORGANISERS = tuple(sorted(RECRUITS))
"""Who works here; nobody else sees who registered, not even as numbers."""


class Names:
    """What the reader's language calls features and values; a region goes by its name."""

    def __init__(self, regions: Mapping[str, Text]) -> None:
        self._regions, self._translator = regions, current_translator()

    def feature(self, code: str) -> str:
        return self._translator.word("feature", code)

    def value(self, code: str) -> str:
        if code in self._regions:
            return self._translator.text(self._regions[code])
        return self._translator.word("feature value", code)

    def both(self, feature: str, value: str) -> str:
        return f"{self.feature(feature)}: {self.value(value)}"


def desk(process_id: str, step_id: str) -> LotteryDesk:
    return lottery_desk(current_context(), me(), process_id, step_id)


def page(template: str, frame: Frame, **values: Any) -> str:
    """A page about one process; no browser keeps it."""
    keep_nothing()
    show = Shown(current_translator(), frame.zone)
    return render_template(f"lottery_desk/{template}.html", frame=frame, show=show, **values)


def words_of(found: Feasibility, names: Names) -> dict[str, Any]:
    """The answer of an examination in the reader's words."""
    render = current_translator().render
    return {
        "feasible": None if found.undecided is not None else found.feasible,
        "verdict": render(verdict(found, names.both)),
        "lines": [render(line) for line in told(found, names.both)],
    }


@blueprint.app_template_global()
def lottery_desk_url(process: str) -> str:
    return url_for("lottery_desk.index", process_id=process)


@blueprint.app_template_global()
def percent_words(share: float | Fraction) -> str:
    """A share or a chance in percent, as the reader's language writes it."""
    return current_translator().share(Fraction(share))
