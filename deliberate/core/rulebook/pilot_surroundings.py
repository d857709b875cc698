"""What a pilot file says about those around the process: whom it tells, what may go wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Communication:
    what: Text
    when: date
    channels: tuple[str, ...]
    responsible: str


@dataclass(frozen=True, slots=True)
class Publicity:
    """Where people find the process. `portal_address` is the address of its page, which notices and
    posts name; `press_contact` is who answers the press: a person or an office, how to reach it."""

    portal_address: str = ""
    press_contact: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Recruitment:
    """What a letter of invitation says beside the process: a telephone number and its hours, where
    an answer on paper goes, what becomes of the data (`privacy`: the legal ground, who may see
    them), and after how many days from the end of the process they are deleted."""

    phone: str = ""
    hours: Text = field(default_factory=Text)
    post: Text = field(default_factory=Text)
    privacy: Text = field(default_factory=Text)
    keep_days: int = 90


@dataclass(frozen=True, slots=True)
class Risk:
    """A cell of the decision matrix: threat x strength or weakness x opportunity, as a measure.

    `counterpart` is the strength or the opportunity that the measure draws on.
    """

    id: str
    kind: str
    threat: Text
    measure: Text
    owner: str
    source: str = ""
    counterpart: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """Who is affected and how they take part: `seat`, `heard`, `consulted`, `informed` or none."""

    id: str
    name: Text
    part: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A yearly figure by category; `baseline` marks figures from before the agenda."""

    id: str
    category: str
    year: int
    value: int
    source: Text | str
    baseline: bool = False
