"""A new pilot file: every key that a model leaves open, with what belongs there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from deliberate.core.advice.issue import Issue
from deliberate.core.errors import Message, message
from deliberate.core.jurisdiction import Jurisdiction
from deliberate.core.registry import Registry
from deliberate.core.rulebook.checks.context import names
from deliberate.core.rulebook.checks.letter import invites_by_letter
from deliberate.core.rulebook.model import OpenParameter, Rulebook, Step
from deliberate.core.rulebook.pilot_schema import INFLUENCES, LEVELS, STAGES
from deliberate.core.services.files import open_rulebook
from deliberate.core.services.new_files import write_all_new
from deliberate.core.services.pilot_needed import (
    dated_as,
    questionnaire_lines,
    questionnaires_needed,
    strand_lines,
    strand_names,
    views_needed,
)
from deliberate.core.services.pilot_tables import LISTS, TABLES
from deliberate.core.text import Text

Say = Callable[[Text | Message], str]
"""Renders a sentence in the language of the comments."""

LONGEST_ID = 64


def new_pilot(
    registry: Registry, model: str, path: Path, say: Say, issue: Issue | None = None
) -> tuple[Rulebook, tuple[Path, ...]]:
    """Write a commented pilot file for a model; returns its rulebook and all files written.

    What an issue says already is filled in: title, level, stage and influence.

    Where the model brings targets for a lottery, with the population they are made from, copies
    are laid beside the pilot file: PILOT.targets.csv and PILOT.population.csv. Raises
    `UnusableInput` when one of the files exists already (nothing is overwritten), when the folder
    does not, or when the model is not installed.
    """
    rulebook = open_rulebook(registry, model)
    home = registry.jurisdiction(rulebook.jurisdiction)
    text = pilot_text(rulebook, home, path.stem, say, issue)
    beside = {
        path.with_suffix(f".{what}.csv"): source.read_text(encoding="utf-8")
        for what, source in registry.tables_beside(rulebook.name).items()
    }
    write_all_new({path: text, **beside})
    return rulebook, (path, *beside)


def pilot_text(
    rulebook: Rulebook,
    jurisdiction: Jurisdiction,
    stem: str,
    say: Say,
    issue: Issue | None = None,
) -> str:
    """The text of a new pilot file. Optional keys are commented out; required ones are empty."""
    page = _Page(rulebook, jurisdiction, say, issue or Issue())
    return "\n".join([*page.head(stem), *page.body()]) + "\n"


LETTERS = frozenset({"recruitment"})
"""Tables that letters of invitation are written from."""


class _Page:
    """The pieces of one new pilot file."""

    def __init__(
        self, rulebook: Rulebook, jurisdiction: Jurisdiction, say: Say, issue: Issue
    ) -> None:
        self.rulebook, self.home, self.say, self.issue = rulebook, jurisdiction, say, issue

    def head(self, stem: str) -> Iterator[str]:
        book = self.rulebook
        yield from self.comment(
            message(
                "Pilot file for “{title}” ({name}, {version}).",
                title=book.title,
                name=book.name,
                version=book.version,
            )
        )
        yield from self.comment(
            message(
                "Fill in what is empty, take # away from what you need, then run: {command}",
                command="deliberate check FILE",
            )
        )
        yield ""
        yield "[pilot]"
        yield f'id = "{identifier(stem)}"'
        yield f'model = "{book.model}"'
        yield f'variant = "{book.variant}"'
        yield f"languages = {_list(self.home.languages)}"
        yield from self.comment(message("Texts in these languages have legal force."))
        yield f"authentic_languages = {_list(self.home.authentic_languages)}"
        yield f'time_zone = "{self.home.zone.key}"'
        answers = self.issue.answers
        level = answers.get("level") and _LEVEL_OF[answers["level"]]
        yield _one_of("level", LEVELS, level, LEVELS[-1])
        yield _one_of("policy_cycle_stage", STAGES, answers.get("stage"), STAGES[0])
        yield _one_of("influence", INFLUENCES, answers.get("participation"), INFLUENCES[-1])
        yield from self.comment(
            message("Days that a decree makes free, and days that it makes working:")
        )
        yield "# days_off = [2027-01-01]"
        yield "# working_days = [2027-01-02]"
        for language in self.home.languages:
            yield f"title.{language} = {toml(self.issue.title.get(language) or '')}"

    def body(self) -> Iterator[str]:
        yield from self.territory()
        yield from self.agency()
        yield from self.remit()
        yield from self.strands()
        yield from self.calendar()
        yield from self.open_parameters()
        yield from self.seats()
        yield from self.questionnaires()
        yield from self.lists()
        yield from self.optional_tables()
        yield from self.deviations()

    # ------------------------------------------------------------------ tables
    def territory(self) -> Iterator[str]:
        yield from self.table("territory", message("Where the process takes place."))
        yield from self.text("name")
        yield from self.text("venue", "" if invites_by_letter(self.rulebook) else "# ")
        yield '# code = ""'
        yield "# population = 100000"
        yield from self.comment(message("Parts of it that are counted apart, one table for each:"))
        yield "# [[territory.areas]]"
        yield '# id = "A1"'
        yield '# population_share = "3/5"'
        yield from self.text("name", "# ")

    def agency(self) -> Iterator[str]:
        yield from self.table(
            "agency", message("Who commissions the process and answers for what follows.")
        )
        yield from self.text("name")
        yield from self.comment(
            message("The seats of the responsible body and of the working body (the secretariat):")
        )
        yield '# responsible_body = ""'
        yield '# working_body = ""'
        yield from self.comment(message("The act on which the process rests:"))
        yield from self.text("legal_form")
        yield from self.comment(message("The published promise: what happens with the result."))
        yield from self.text("commitment")
        yield "# committed_on = 2027-01-20"
        yield from self.comment(
            message("Who signs for it, position and name; without them a line to write on:")
        )
        yield from self.text("signatory", "# ")
        yield from self.text("signatory_name", "# ")

    def remit(self) -> Iterator[str]:
        yield from self.table("remit", message("The question put to members, and its limits."))
        for key in ("question", "status_quo", "scope_in", "scope_out", "background"):
            yield from self.text(key)
        yield '# neutrality_signed_off_by = "oversight_group"'
        yield "# tested_with_readers = 12"
        yield from self.comment(message("Where more than one question is put, one table for each."))
        yield "# [[remit.questions]]"
        yield '# id = "Q1"'
        yield from self.text("text", "# ")

    def strands(self) -> Iterator[str]:
        """As many as the model cannot do without."""
        names = strand_names(self.rulebook)
        if names:
            yield ""
            yield from self.comment(
                message(
                    "Parallel groups, each with the same steps; one table for each of them. "
                    "led_by: who accompanies it."
                )
            )
        for name in names:
            yield from strand_lines(self.rulebook, name, self.home.languages)

    def questionnaires(self) -> Iterator[str]:
        """Those that nobody but the agency can word."""
        needed = questionnaires_needed(self.rulebook)
        if not needed:
            return
        yield ""
        yield from self.comment(
            message(
                "What surveys ask. Add questions and options; correct names the right option of a "
                "question of knowledge."
            )
        )
        for one in needed:
            yield from questionnaire_lines(one, self.home.languages)

    def calendar(self) -> Iterator[str]:
        yield from self.table(
            "calendar",
            message("One line for each step: a day, a moment with its offset, a span, or days."),
        )
        for example in (
            "2027-01-25",
            "2027-01-25T09:00:00+05:00",
            "{ from = 2027-02-18, until = 2027-03-03 }",
            "{ days = [2027-04-07, 2027-04-08] }",
        ):
            yield f"#   STEP = {example}"
        for step in self.rulebook.steps:
            yield from self.step(step)

    def step(self, step: Step) -> Iterator[str]:
        yield ""
        yield from self.comment(step.title)
        for rule in self.rulebook.rules:
            if rule.check in _TIMED and step.id in _steps_in(rule.parameters):
                yield from self.comment(message("{code}: {text}", code=rule.code, text=rule.text))
        words, keys = dated_as(self.rulebook, step)
        for line in words:
            yield from self.comment(line)
        yield from (f"# {key} =" for key in keys)

    def open_parameters(self) -> Iterator[str]:
        yield from self.table(
            "open_parameters",
            message("What the model leaves open. These are its defaults; all are published."),
        )
        for parameter in self.rulebook.open_parameters.values():
            yield from self.comment(parameter.text)
            for choice in parameter.choices:
                label = parameter.labels.get(str(choice))
                words = f": {self.say(label)}" if label else ""
                yield f"#   {toml(choice)}{words}"
            yield f"{parameter.id} = {toml(parameter.default)}{_limits(parameter)}"

    def seats(self) -> Iterator[str]:
        for group in self.rulebook.seat_groups:
            if not group.kinds:
                continue
            yield ""
            yield from self.comment(
                message(
                    "{title}: {count} seats, one table for each.",
                    title=group.title,
                    count=group.count,
                )
            )
            yield "# [[seats]]"
            yield f'# id = "{group.name[:1].upper()}01"'
            yield f'# group = "{group.name}"'
            yield f'# kind = "{group.kinds[0]}"  # {" | ".join(group.kinds)}'
            yield '# authority = ""'
            yield from self.text("name", "# ")

    def lists(self) -> Iterator[str]:
        for name, keys, texts, words in LISTS:
            yield ""
            yield from self.comment(words)
            yield f"# [[{name}]]"
            if name == "agenda":
                yield from self.sessions()
            for key in keys:
                yield f"# {key}"
            for key in texts:
                yield from self.text(key, "# ")
            if name == "risks":
                yield from self.matrix()

    def sessions(self) -> Iterator[str]:
        """Of which session and round an item is, where the model has several."""
        if any(step.kind == "tables" for step in self.rulebook.steps):
            yield "# round = 1"
        known = [step.id for step in self.rulebook.steps if step.kind == "session"]
        if len(known) > 1:
            yield f'# step = "{known[0]}"  # {" | ".join(known)}'

    def matrix(self) -> Iterator[str]:
        """The model's own statements and where they meet, for an agency to add its own."""
        known = self.rulebook.background
        for item in known.swot:
            yield from self.comment(message("{id}: {text}", id=item.id, text=item.text))
        for cell in known.measures:
            yield from self.comment(
                message("{pair}: {text}", pair=" × ".join(cell.pair), text=cell.measure)
            )

    def optional_tables(self) -> Iterator[str]:
        """What may be left out stands there as a comment; what letters of invitation say, where
        the model sends some, may not."""
        needed = LETTERS if invites_by_letter(self.rulebook) else frozenset()
        for name, keys, texts, words in TABLES:
            mark = "" if name in needed else "# "
            yield ""
            yield from self.comment(words)
            if name == "oversight" and views_needed(self.rulebook):
                yield from self.oversight()
                continue
            yield f"{mark}[{name}]"
            for key in keys:
                yield f"{mark}{key}"
            for text in texts:
                yield from self.text(text, mark)

    def oversight(self) -> Iterator[str]:
        """The group where rules read which views its members hold."""
        yield "[oversight]"
        yield "# seats = 5"
        yield "tasks = []"
        least = views_needed(self.rulebook)
        yield from self.comment(
            message(
                "The views on the question that its members hold, at least {least}:", least=least
            )
        )
        yield "sides = []"
        yield from self.text("composition")

    def deviations(self) -> Iterator[str]:
        yield ""
        yield from self.comment(
            message("Rules that are only recommended may be left, with a published reason:")
        )
        yield "# [deviations]"
        for rule in self.rulebook.rules:
            if rule.level == "should":
                yield from self.comment(message("{code}: {text}", code=rule.code, text=rule.text))
                yield from self.text(rule.code, "# ")

    # ------------------------------------------------------------------ lines
    def table(self, name: str, words: Message) -> Iterator[str]:
        yield ""
        yield from self.comment(words)
        yield f"[{name}]"

    def text(self, key: str, mark: str = "") -> Iterator[str]:
        for language in self.home.languages:
            yield f'{mark}{key}.{language} = ""'

    def comment(self, words: Text | Message) -> Iterator[str]:
        for line in self.say(words).splitlines():
            yield f"# {line}"


_LEVEL_OF = {"local": "local", "regional": "local", "central": "central"}
"""The level of a pilot for the level that an issue states."""


def _one_of(key: str, options: tuple[str, ...], given: str | None, example: str) -> str:
    mark = "" if given else "# "
    return f'{mark}{key} = "{given or example}"  # {" | ".join(options)}'


_TIMED = frozenset({"lead", "window", "order", "days", "gap", "advice"})


def _steps_in(parameters: Any) -> set[str]:
    found: set[str] = set()
    for key in ("step", "before", "steps"):
        found |= set(names(parameters.get(key)))
    return found


def _limits(parameter: OpenParameter) -> str:
    if parameter.minimum is None and parameter.maximum is None:
        return ""
    least = "" if parameter.minimum is None else parameter.minimum
    most = "" if parameter.maximum is None else parameter.maximum
    return f"  # {least}..{most}"


def _list(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(toml(word) for word in words) + "]"


def toml(value: Any) -> str:
    """A word, a whole number or a truth value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", escaped) + '"'


def identifier(stem: str) -> str:
    """An identifier from a file's name: latin letters, digits, hyphen and underscore."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-_")[:LONGEST_ID]
    return plain or "pilot"
