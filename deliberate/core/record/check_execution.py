"""Check of execution: every point followed in order, judged and published before mandates ended.

The points are those of the frozen protocol; who accepts, the channels and the mandates are those
of the frozen rules. Deadlines are not recomputed: they need the calendar of a jurisdiction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from deliberate.core.errors import Message, message
from deliberate.core.record import shapes
from deliberate.core.record.entry import Entry
from deliberate.core.record.frozen_rules import frozen_rules, step_of
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading

LETTERS = {
    "execution.noticed": ("", "noticed"),
    "execution.complained": ("noticed", "complained"),
    "execution.claimed": ("complained", "claimed"),
}
"""From which stage a letter leads to which."""


@dataclass
class Followed:
    """One point while the record is read: its dates, its stage, and how far its owner is."""

    first: str
    due: str
    concerned: frozenset[str]
    work: str = "open"
    stage: str = ""
    published: bool = False
    verdicts: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass
class Watch:
    """All points of one protocol, with the rules that they are followed by."""

    reading: Reading
    rules: Mapping[str, Any]
    points: dict[str, Followed]
    over: set[str] = field(default_factory=set)

    def read(self, entry: Entry) -> None:
        """Take one entry in, or raise `CheckFailed`."""
        match entry.kind:
            case "execution.reported":
                self._report(entry)
            case "execution.completed" | "execution.mandates_ended":
                self._end(entry)
            case _:
                self._act(entry, self._point(entry))

    @property
    def all_published(self) -> bool:
        return all(point.published for point in self.points.values())

    def _report(self, entry: Entry) -> None:
        if self.over:
            raise _wrong(entry)
        wanted, used = _names(self.rules, "channels"), shapes.texts(entry, "channels")
        listed = [str(line.get("commitment")) for line in shapes.tables(entry, "items")]
        owed = {key for key, point in self.points.items() if not point.published}
        if not set(wanted) <= set(used) or not owed <= set(listed) <= set(self.points):
            raise _wrong(entry)
        for key in listed:
            self.points[key].published |= self.points[key].work == "accepted"

    def _end(self, entry: Entry) -> None:
        last = entry.kind == "execution.mandates_ended"
        if last is not ("execution.completed" in self.over) or entry.kind in self.over:
            raise _wrong(entry)
        if not self.all_published:
            raise CheckFailed(
                message(
                    "Entry {entry}: execution ended before a report published all points.",
                    entry=entry.seq,
                )
            )
        if last and shapes.text(entry, "group") != self.rules.get("mandates"):
            raise _wrong(entry)
        self.over.add(entry.kind)

    def _point(self, entry: Entry) -> Followed:
        point = self.points.get(shapes.text(entry, "commitment"))
        if point is None or self.over or point.work == "accepted":
            raise _wrong(entry)
        return point

    def _act(self, entry: Entry, point: Followed) -> None:
        match entry.kind:
            case "execution.submitted" if point.work != "submitted":
                point.work, point.verdicts = "submitted", {}
            case "execution.judged" if point.work == "submitted":
                _require_judge(self.reading, entry, point)
                verdict = shapes.text(entry, "verdict")
                point.verdicts[shapes.text(entry, "seat")] = (verdict, entry.seq)
            case "execution.accepted" | "execution.returned" if point.work == "submitted":
                _require_judges(self.reading, entry, point, _names(self.rules, "accepted_by"))
                point.work = entry.kind.removeprefix("execution.")
            case "execution.due_changed" if point.work != "submitted" and point.stage != "claimed":
                shapes.require_same(entry, {"first": point.first, "from": point.due})
                point.due, point.stage, point.work = shapes.text(entry, "due"), "", "open"
            case "execution.answered" if point.stage:
                pass
            case kind if kind in LETTERS and point.stage == LETTERS[kind][0]:
                point.stage = LETTERS[kind][1]
            case _:
                raise _wrong(entry)


def check_execution(reading: Reading) -> Message | None:
    """Points, letters, acceptance and reports follow the rules; mandates end with the last one."""
    published = reading.select("report.published")
    followed = [entry for entry in reading.entries if entry.kind.startswith("execution.")]
    if not followed:
        return None
    if not published:
        raise _wrong(followed[0])
    shapes.require_order(published[0], followed[0])
    watch = Watch(reading, _rules(reading, followed[0]), _points(reading, published[0]))
    for entry in followed:
        watch.read(entry)
    _require_ends(watch)
    accepted = sum(point.work == "accepted" for point in watch.points.values())
    if watch.over:
        return message(
            "{count} points were accepted, and mandates ended with the report that said so.",
            count=accepted,
        )
    return message(
        "{accepted} of {points} points are accepted; the mandates go on.",
        accepted=accepted,
        points=len(watch.points),
    )


def _require_ends(watch: Watch) -> None:
    """The last report and the ends that follow from it are written together."""
    wanted = {"execution.completed"} if watch.all_published else set()
    if wanted and watch.rules.get("mandates"):
        wanted.add("execution.mandates_ended")
    if watch.over != wanted:
        raise CheckFailed(message("Every point is published, and the record lacks the end of it."))


def _names(rules: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of names in the rules; the kind's own default where they have none."""
    value = rules.get(key, ["chair"] if key == "accepted_by" else [])
    arrangements = rules.get("arrangements", {})
    if key == "accepted_by" and isinstance(value, str) and isinstance(arrangements, dict):
        # The pilot chose one of the arrangements by its name.
        value = arrangements.get(value)
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise CheckFailed(message("The texts of the rules cannot be read."))
    return tuple(value)


def _rules(reading: Reading, entry: Entry) -> Mapping[str, Any]:
    rules, step = reading.derived(frozen_rules), step_of(reading, entry)
    return {key: rules.resolved(value) for key, value in step.items()}


def _points(reading: Reading, published: Entry) -> dict[str, Followed]:
    """The points of the text that was frozen last before its publication."""
    frozen = reading.select("report.frozen", step=str(published.step), n=published.n)
    if not frozen:
        raise _wrong(published)
    found: dict[str, Followed] = {}
    for item in shapes.tables(frozen[-1], "items"):
        others = item.get("co_executors")
        named = others if isinstance(others, list) else ()
        concerned = {str(item.get("owner")), *map(str, named)}
        due = str(item.get("due"))
        found[str(item.get("id"))] = Followed(due, due, frozenset(concerned))
    return found


def _require_judge(reading: Reading, entry: Entry, point: Followed) -> None:
    """One who judges holds a seat and executes nothing of the point."""
    seat = shapes.text(entry, "seat")
    known = shapes.text(entry, "verdict") in ("accepted", "returned")
    if not known or seat not in _groups(reading, entry):
        raise _wrong(entry)
    if seat in point.concerned:
        raise CheckFailed(
            message(
                "Entry {entry}: {seat} judges a point that it executes itself.",
                entry=entry.seq,
                seat=seat,
            )
        )


def _require_judges(
    reading: Reading, entry: Entry, point: Followed, accepted_by: Sequence[str]
) -> None:
    """Exactly those whom the rules ask for, each with the same verdict of its own, no seat twice:
    an office by its holder or, where that executes the point or nobody holds it, by its deputy."""
    seats, verdict = list(shapes.texts(entry, "seats")), entry.kind.removeprefix("execution.")
    holders, groups = _holders(reading, entry), _groups(reading, entry)
    if len(set(seats)) != len(seats) or not set(seats) <= set(groups):
        raise _wrong(entry)
    for seat in seats:
        said, seq = point.verdicts.get(seat, ("", 0))
        if said != verdict or seat in point.concerned or _left_since(reading, seat, seq, entry):
            raise _wrong(entry)
    wanted = Counter(accepted_by)
    known = reading.derived(frozen_rules).seats
    for office in [name for name in wanted if name not in known]:
        able = (holders.get(name, "") for name in (office, f"deputy_{office}"))
        judge = next((seat for seat in able if seat and seat not in point.concerned), "")
        if judge not in seats:
            raise _wrong(entry)
        seats.remove(judge)
    have = Counter(groups[seat] for seat in seats)
    if have != Counter({name: count for name, count in wanted.items() if name in known}):
        raise _wrong(entry)


def _left_since(reading: Reading, seat: str, seq: int, moment: Entry) -> bool:
    """Whether somebody left a seat between two entries."""
    return any(
        seq < entry.seq < moment.seq and shapes.text(entry, "seat") == seat
        for entry in reading.select("seat.vacated")
    )


def _holders(reading: Reading, moment: Entry) -> dict[str, str]:
    """The seats that held offices when an entry was written; who holds one without a seat is not
    named in public."""
    held: dict[str, str] = {}
    for entry in reading.select("appointment.office", "appointment.relieved", "seat.vacated"):
        if entry.seq > moment.seq:
            break
        if entry.kind == "seat.vacated":
            left = shapes.text(entry, "seat")
            held = {name: seat for name, seat in held.items() if seat != left}
            continue
        office = shapes.text(entry, "office")
        held.pop(office, None)
        if entry.kind == "appointment.office" and "holder" in entry.public:
            held[office] = shapes.text(entry, "holder")
    return held


def _groups(reading: Reading, moment: Entry) -> dict[str, str]:
    """The group of every seat that was filled when an entry was written."""
    seated: dict[str, str] = {}
    for entry in reading.select("seat.filled", "seat.vacated"):
        if entry.seq > moment.seq:
            break
        if entry.kind == "seat.filled":
            seated[shapes.text(entry, "seat")] = shapes.text(entry, "group")
        else:
            seated.pop(shapes.text(entry, "seat"), None)
    return seated


def _wrong(entry: Entry) -> CheckFailed:
    return CheckFailed(
        message(
            "Entry {entry} (“{kind}”) does not follow from the rules and what was before it.",
            entry=entry.seq,
            kind=entry.kind,
        )
    )
