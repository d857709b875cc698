"""An issue before a model is chosen: what an agency says about it, and what it chose in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deliberate.core.rulebook.source import TomlSource
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Chosen:
    """The model (`model/variant`) that the agency chose, and why."""

    model: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Issue:
    """Answers by question; what is not answered is absent.

    `preflight` holds `yes`, `no` or `unsure`; `answers` one word of `issue_vocabulary.CHOICES`;
    `means` whole numbers (days, people, weeks, person-days). `jurisdiction` is empty where none is
    stated.
    """

    preflight: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    means: Mapping[str, int] = field(default_factory=dict)
    title: Text = field(default_factory=Text)
    jurisdiction: str = ""
    chosen: Chosen | None = None
    source: TomlSource | None = None
