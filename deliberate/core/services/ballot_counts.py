"""A vote counted from a file: the rules and the papers held against each other, then counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from deliberate.core.canonical import canonical, digest
from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.count import count
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.outcome import Outcome
from deliberate.core.decision.counting.paper_faults import faults_of_papers
from deliberate.core.decision.counting.threshold import Threshold
from deliberate.core.errors import Finding, Message, UnusableInput, Where, message
from deliberate.core.services.ballot_files import BallotFile
from deliberate.core.services.ballot_options import label, names_of

_SEATS = "Papers: {cast} from {seats} seats; without an opinion: {opt_outs}."
THRESHOLD_FIX = message(
    "Write 20 for votes, 4/5 or 80% for a share to be reached, >1/2 for one to be exceeded; a "
    "share is more than nothing and not more than all."
)
Place = Callable[[str], Where]
"""Where a rule of the ballot was written, by its key."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The rules of a vote: the keys of a definition without its options. `seats` may be left out:
    then there are as many as papers. `place`: where each was written."""

    rules: Mapping[str, Any]
    place: Place
    present: int | None = None
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A count with all it rests on. `input_hash`: SHA-256 over rules, papers, members present and
    seed, the same for any order of rows and columns. `seats_known`: False where the papers were
    taken for all the seats there are."""

    file: BallotFile
    ballot: BallotDefinition
    outcome: Outcome
    input_hash: str
    seed: str
    seats_known: bool

    @property
    def explanation(self) -> tuple[Message, ...]:
        """The count in words, without a sentence on seats that nobody told of."""
        told = self.outcome.explanation
        return told if self.seats_known else tuple(one for one in told if one.text != _SEATS)


def count_file(file: BallotFile, asked: Asked) -> Counted:
    """Count the papers of a file.

    Raises `UnusableInput` with every fault of rules, rows and papers, and for a share of a base of
    zero; nothing is counted then.
    """
    ballot, faults = _ruled(file, asked)
    if ballot is not None:
        faults += _papers_at_fault(file, ballot)
    faults = [*_presence(file, asked), *faults, *file.faults]
    if faults or ballot is None:
        raise _unusable(file, faults)
    present = len(file.papers) if asked.present is None else asked.present
    outcome = count(ballot, file.papers, present=present, seed=asked.seed or None)
    if (fault := _share_of_nobody(ballot, outcome, asked)) is not None:
        raise _unusable(file, [fault])
    hashed = _input_hash(ballot, file.papers, present, asked.seed)
    return Counted(file, ballot, outcome, hashed, asked.seed, "seats" in asked.rules)


def _unusable(file: BallotFile, faults: list[Finding]) -> UnusableInput:
    return UnusableInput(
        "BALLOTS",
        message("Faults: {count}. Nothing was counted.", count=len(faults)),
        where=Where(str(file.path)),
        findings=tuple(sorted(faults, key=partial(_in_order, str(file.path)))),
    )


def _share_of_nobody(ballot: BallotDefinition, outcome: Outcome, asked: Asked) -> Finding | None:
    """A vote of a process has to end, so that the engine adopts nothing then; a file is mended."""
    whole = ballot.threshold is None or ballot.threshold.at_least_votes is not None
    if outcome.base or whole or outcome.result == "no_quorum":
        return None
    return Finding(
        "EMPTY_BASE",
        "error",
        message("The base is zero: no paper states an opinion, and there is no share of nobody."),
        asked.place("base"),
        message(
            "Name another base, such as the papers handed in (cast), or state the threshold in "
            "votes: 20."
        ),
    )


def _in_order(file: str, fault: Finding) -> tuple[bool, int]:
    """Rules come first, then the rows of the file from above."""
    own = fault.where is not None and fault.where.file == file
    return own, fault.where.line if fault.where is not None and own else 0


def _ruled(file: BallotFile, asked: Asked) -> tuple[BallotDefinition | None, list[Finding]]:
    """The rules as a definition, or what is wrong with them, at the places where they stand."""
    faults = list(_shares_at_fault(asked))
    if faults:
        return None, faults
    try:
        return _definition(file, asked), []
    except UnusableInput as error:
        found = [(f.where.path if f.where else "", f) for f in error.findings]
        return None, [
            replace(fault, where=asked.place(key), fix=fault.fix or _fix(asked, key))
            for key, fault in found
        ]


def _fix(asked: Asked, key: str) -> Message | None:
    """How to write a threshold that is missing."""
    return THRESHOLD_FIX if key == "threshold" and key not in asked.rules else None


def _shares_at_fault(asked: Asked) -> Iterator[Finding]:
    for key in ("threshold", "quorum"):
        try:
            if asked.rules.get(key) is not None:
                Threshold.of_body(asked.rules[key])
        except UnusableInput as error:
            yield Finding(error.code, "error", error.message, asked.place(key), THRESHOLD_FIX)


def _definition(file: BallotFile, asked: Asked) -> BallotDefinition:
    options = [{"id": o.id, "text": o.text.as_dict()} for o in file.options]
    base = "seats" if "seats" in asked.rules else "cast"
    body = {"base": base, "seats": _seats(file, asked), **asked.rules, "options": options}
    if isinstance(body.get("tie_order"), list | tuple):
        names = names_of(body["method"], file.options)
        body["tie_order"] = [names.find(str(one)) or one for one in body["tie_order"]]
    return BallotDefinition.of_body(body)


def _seats(file: BallotFile, asked: Asked) -> int:
    """Seats where nobody told how many there are: those of the papers, and room for what is
    needed, which may be more."""
    needed = asked.rules.get("threshold") or {}
    return max(1, file.rows, needed.get("at_least_votes") or 0)


def _papers_at_fault(file: BallotFile, ballot: BallotDefinition) -> list[Finding]:
    """The faults of papers, each with its row; options are called as the file calls them."""
    words = {option.id: label(option) for option in ballot.options}
    found = []
    for fault in faults_of_papers(ballot, file.papers):
        where = fault.where or Where(str(file.path))
        path = words.get(where.path, where.path)
        told = _in_words(fault.message, words)
        found.append(replace(fault, message=told, where=replace(where, path=path)))
    return found


def _in_words(text: Message, words: Mapping[str, str]) -> Message:
    values = dict(text.values)
    if isinstance(values.get("option"), str):
        values["option"] = words.get(values["option"], values["option"])
    if isinstance(values.get("options"), tuple):
        values["options"] = tuple(words.get(name, name) for name in values["options"])
    return Message(text.text, values)


def _presence(file: BallotFile, asked: Asked) -> list[Finding]:
    """What is asked of seats and members present that nobody told."""
    papers = len(file.papers)
    found: list[tuple[str, Message]] = []
    rules, present, seats = asked.rules, asked.present, asked.rules.get("seats")
    if rules.get("base") == "seats" and seats is None:
        found.append(("seats", message("The base is all seats: say how many there are.")))
    if rules.get("quorum") is not None and seats is None:
        found.append(("seats", message("A quorum is of the seats: say how many there are.")))
    needs_present = rules.get("base") == "present" or rules.get("quorum") is not None
    if needs_present and present is None:
        found.append(("present", message("Say how many members were present.")))
    if present is not None and present < papers:
        text = message("{papers} papers, and only {present} members were present.",
                       papers=papers, present=present)  # fmt: skip
        found.append(("present", text))
    if present is not None and isinstance(seats, int) and present > seats:
        text = message("{present} members were present on {seats} seats.",
                       present=present, seats=seats)  # fmt: skip
        found.append(("present", text))
    return [Finding("BALLOT", "error", text, asked.place(key)) for key, text in found]


def _input_hash(
    ballot: BallotDefinition, papers: tuple[Paper, ...], present: int, seed: str
) -> str:
    """One hash for one question, whatever the order of rows and columns."""
    rules = ballot.as_body()
    rules["options"] = sorted(rules["options"], key=lambda option: str(option["id"]))
    told = sorted(
        ([paper.id, replace(paper, marks=tuple(sorted(paper.marks))).as_body()]
         for paper in papers),
        key=lambda one: str(one[0]),
    )  # fmt: skip
    return digest(canonical({"rules": rules, "papers": told, "present": present, "seed": seed}))
