"""The parts of a process, each a page of its own, in groups and in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deliberate.core.decision.gathering import SUM
from deliberate.core.errors import Message, message
from deliberate.core.services.portal.page import ProcessPage
from deliberate.core.text import Text


@dataclass(frozen=True, slots=True)
class Section:
    """One part. `name` stands in the address and names the endpoint and the template; the model
    itself gives some their `title`."""

    name: str
    title: Message | Text


@dataclass(frozen=True, slots=True)
class SectionGroup:
    title: Message
    sections: tuple[Section, ...]


GROUPS = (
    SectionGroup(
        message("About the process"),
        (
            Section("agenda", message("Question and agenda")),
            Section("calendar", message("Calendar")),
            Section("documents", message("Documents")),
        ),
    ),
    SectionGroup(
        message("Who takes part"),
        (
            Section("members", message("Members")),
            Section("candidates", message("Candidates and votes")),
            Section("lottery", message("Lottery")),
            Section("inputs", message("Public inputs")),
        ),
    ),
    SectionGroup(
        message("What the members work with"),
        (
            Section("materials", message("Papers")),
            Section("hearing", message("Questions and witnesses")),
            Section("sessions", message("Sessions")),
        ),
    ),
    SectionGroup(
        message("Decision and execution"),
        (
            Section("weighting", message("Points of the members")),
            Section("gathering", message("Results put together")),
            Section("surveys", message("Surveys")),
            Section("recommendations", message("Recommendations and answers")),
            Section("decision", message("Decision")),
            Section("protocol", message("Protocol")),
            Section("execution", message("Execution")),
        ),
    ),
    SectionGroup(
        message("How it is kept honest"),
        (
            Section("conformity", message("Rules kept")),
            Section("budget", message("Cost and funding")),
            Section("indicators", message("Indicators")),
            Section("communication", message("Communication plan")),
            Section("risks", message("Risks and measures")),
            Section("record", message("Public record")),
            Section("data", message("Open data")),
        ),
    ),
)

ELSEWHERE = frozenset({"record", "data", "documents", "materials"})
"""Parts whose views stand in modules of their own."""

PLAIN = tuple(
    section for group in GROUPS for section in group.sections if section.name not in ELSEWHERE
)
"""Parts that show the page of the process and nothing more."""

_OF_TODAY = {
    "candidates": ("candidates", ""),
    "nominations": ("candidates", "nominations"),
    "engagement": ("inputs", ""),
    "lottery": ("lottery", ""),
    "sessions": ("agenda", "sessions"),
    "decision": ("decision", ""),
    "execution": ("execution", ""),
}


HOW_TO = {"vote": "how-to-vote", "nominate": "how-to-nominate"}
"""The places that say how to do what can be done today."""


def groups_of(page: ProcessPage) -> tuple[SectionGroup, ...]:
    """The groups without the parts that the model of this process does not have."""
    left_out = set() if page.nominations or page.votes else {"candidates"}
    left_out |= set() if page.lotteries else {"lottery"}
    left_out |= set() if page.hearing else {"hearing"}
    left_out |= set() if page.recommendations else {"recommendations"}
    left_out |= set() if page.surveys else {"surveys"}
    left_out |= set() if page.rules else {"decision"}
    left_out |= set() if page.report_title else {"protocol"}
    titles = {"protocol": page.report_title}
    left_out |= set() if page.weightings is not None else {"weighting"}
    put_together = any(gathering.how != SUM for gathering in page.gatherings)
    left_out |= set() if put_together else {"gathering"}
    return tuple(
        SectionGroup(
            group.title,
            tuple(
                replace(item, title=titles.get(item.name, item.title))
                for item in group.sections
                if item.name not in left_out
            ),
        )
        for group in GROUPS
    )


def page_of_today(page: ProcessPage, section: str, kind: str) -> tuple[str, str]:
    """The part (its name and a place in it) that the one thing to do today is about.

    What came of a process without a vote of its members is told by its report.
    """
    if section == "decision" and not page.rules:
        return ("protocol" if page.report_title else "execution"), ""
    if kind == "session":
        return "sessions", ""
    if kind == "protocol":
        return "protocol", ""
    if kind in HOW_TO:
        return "candidates", HOW_TO[kind]
    return _OF_TODAY[section]
