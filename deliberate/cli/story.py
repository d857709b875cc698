"""The story of a rehearsal: what happened when, under the phases it happened in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from deliberate.cli.house import NARROWEST, House
from deliberate.cli.tables import folded
from deliberate.i18n import Translator

if TYPE_CHECKING:
    from deliberate.core.phases import Phase
    from deliberate.core.rulebook.model import Rulebook
    from deliberate.core.services.rehearsal.stage import Scene


class Storyteller:
    """Prints scenes as they come; a new phase gets a heading, a day and a step are named once.

    `width`: in columns; longer scenes go on below their beginning.
    """

    def __init__(self, words: Translator, rulebook: Rulebook, width: int = NARROWEST) -> None:
        self._width = width
        self._column = max(len(words.date(date(2000, month, 28))) for month in range(1, 13))
        self._words = words
        self._phases = {step.id: step.phase for step in rulebook.steps}
        self._titles = {step.id: step.title for step in rulebook.steps}
        self._phase: Phase | None = None
        self._day = self._title = ""

    def lines(self, scene: Scene) -> Iterator[tuple[str, str]]:
        """(`heading` or `scene`, line) for the lines of one more scene."""
        phase = self._phases.get(scene.step, self._phase)
        if phase is not None and phase is not self._phase:
            self._phase, self._day, self._title = phase, "", ""
            heading = self._words.phase(phase)
            yield "heading", heading[:1].upper() + heading[1:]
        day = self._words.date(scene.at.astimezone(self._zone()))
        shown, self._day = ("" if day == self._day else day), day
        title = self.title(scene)
        named, self._title = ("" if title == self._title and not shown else title), title
        text = self._words.render(scene.text)
        text, first = f"{named}. {text}" if named else text, f"{shown:>{self._column}}  "
        for line in folded(text, self._width, first, self._column + 2):
            yield "scene", line

    def title(self, scene: Scene) -> str:
        """The rulebook's words for the step of a scene, with its number where it has one."""
        found = self._titles.get(scene.step)
        title = "" if found is None else self._words.text(found)
        return f"{title} ({scene.n})" if title and scene.n else title

    def _zone(self) -> Any:
        return self._words.zone


def tell(house: House, teller: Storyteller, scene: Scene) -> None:
    """Print one scene on the terminal."""
    for kind, line in teller.lines(scene):
        if kind == "heading":
            click.echo()
            click.secho(line, bold=True)
        else:
            click.echo(line)


def written(teller: Storyteller, scenes: Iterable[Scene]) -> Iterator[str]:
    """The whole story for a file."""
    for scene in scenes:
        for kind, line in teller.lines(scene):
            if kind == "heading":
                yield ""
                yield line
            else:
                yield line
