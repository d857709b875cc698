"""All commands at a glance: which there are, in which group, and what each is for.

The sentences stand here and not with the commands, so that the overview imports none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from deliberate.cli.speaking import lazy_gettext as _

FILES, PROCESS, OPERATION = _("Files"), _("Process"), _("Operation")

GROUPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        FILES: {
            "models": _("List the installed models, or show one with its rules and sources."),
            "advise": _("Say which models suit an issue, with reasons for and against."),
            "new": _("Write a commented pilot file for a model."),
            "check": _("Hold pilot files against the rules of their model."),
            "explain": _("Say what a rule asks for, where it comes from and how it is checked."),
            "diff": _("Say what changed between two pilot files and which rules that touches."),
            "plan": _("Reckon a pilot's calendar with its notice periods."),
            "rehearse": _("Live through the whole process with invented people."),
            "register": _("Draw from a register whom to invite."),
            "quotas": _("Make the targets of a panel from the make-up of a population."),
            "draw": _("Draw a panel from a pool by a civic lottery."),
            "lottery": _("Draw a panel in public: fix the list of panels, then let dice pick."),
            "replace": _("Replace people who left a panel, within its quotas."),
            "count": _("Count a vote from a table of ballots."),
            "tables": _("Plan tables: who sits where in each round."),
            "verify": _("Recompute everything that a bundle claims."),
        },
        PROCESS: {
            "open": _("Open the real process from a pilot file."),
            "status": _("Show what is open, due, overdue and blocked."),
            "do": _("Take one action of a step."),
            "approve": _("Approve what waits for a second person."),
            "execution": _("Follow the points of the protocol until they are executed."),
            "import": _("Take in what comes from outside as a table."),
            "recruit": _(
                "Invite people, take in their answers, call those drawn, thank the others."
            ),
            "communication": _("Show the communication plan: what is told when, where, by whom."),
            "risks": _(
                "Show the decision matrix: threats met with strengths, weaknesses with "
                "opportunities."
            ),
            "indicators": _(
                "Show the indicators by year and category, and what the sources counted."
            ),
            "documents": _("List the documents of a process, or write them as files."),
            "letters": _("List the letters of a process, or send those that wait."),
            "export": _("Write the public bundle of a process."),
        },
        OPERATION: {
            "demo": _("Rehearse the example and serve its portal."),
            "serve": _("Serve the portal."),
            "db": _("Make the database or bring it up to date."),
            "user": _("Add people, give them roles, let them sign in."),
            "plugins": _("List the installed plugins and what they bring."),
            "doctor": _("Look whether everything that is needed is there."),
        },
    }
)

SUMMARIES: Mapping[str, str] = MappingProxyType(
    {name: words for group in GROUPS.values() for name, words in group.items()}
)


def grouped(names: Sequence[str]) -> dict[str, list[str]]:
    """The commands that there are, by group; one that no group lists belongs to operation."""
    found = {group: [name for name in listed if name in names] for group, listed in GROUPS.items()}
    found[OPERATION] += [name for name in names if name not in SUMMARIES]
    return {group: commands for group, commands in found.items() if commands}
