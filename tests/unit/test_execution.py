"""The points of a protocol: every cell of the published tables, letters, reports, the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deliberate import jurisdictions
from deliberate.core.errors import DeliberateError, Refused, UnusableInput
from deliberate.core.follow_up.commitments import Commitment, commitments, read_at
from deliberate.core.follow_up.late import late
from deliberate.core.follow_up.weekly import report_weeks
from deliberate.core.process.engine import decide
from deliberate.core.process.facts import Actor, Fact
from deliberate.core.process.process import Process
from deliberate.core.registry import Registry
from deliberate.core.services.files import read_sheet
from deliberate.core.services.portal.following import execution_of
from deliberate.core.services.rules import rules_of

PROJECT = Path(__file__).parents[2]
REGISTRY = Registry.load(extra=(jurisdictions,))
SHEET = read_sheet(REGISTRY, PROJECT / "examples" / "temirkent-heating-2027.toml")
TABLES = (PROJECT / "docs" / "explanation" / "execution.md").read_text(encoding="utf-8")

ACTIVITIES = SHEET.pilot.engagement
OFFICE, CHAIR = Actor("office", "agency"), Actor("D-P07", "chair")
WORDS = {"kk": "Сөз.", "ru": "Слово.", "en": "Word."}
PUBLISHED = datetime(2027, 4, 30, 7, tzinfo=UTC)
DUE = date(2027, 6, 10)
JUDGES = ["P07", "N01", "N02"]
CHANNELS = ["portal", "social", "press"]


def item(name: str, due: date = DUE, **more: Any) -> dict[str, Any]:
    given = {"id": name, "kind": "instruction", "owner": "P02", "text": WORDS, **more}
    return {**given, "due": due.isoformat()}


def followed(*items: dict[str, Any]) -> Process:
    """A process whose protocol has just been published, with these points."""
    seats = [seat.id for seat in SHEET.pilot.seats] + [f"N{n:02}" for n in range(1, 11)]
    points = list(items) or [item("K1"), item("K2", date(2028, 4, 28))]
    story: list[tuple[str, str, dict[str, Any]]] = [
        *[("seat.filled", "constitution", {"seat": s, "holder": f"D-{s}"}) for s in seats],
        ("seat.linked", "constitution", {"seat": "P07", "account": CHAIR.id}),
        ("appointment.office", "officers", {"office": "chair", "holder": "P07"}),
        *[("engagement.summarised", "engagement", {"activity": a.id}) for a in ACTIVITIES],
        ("session.closed", "session", {}),
        ("ballot.opened", "decision", {"text": WORDS}),
        ("ballot.counted", "decision", {"outcome": "adopted"}),
        ("report.frozen", "protocol", {"items": points, "sha256": "0" * 64}),
        ("report.published", "protocol", {"sha256": "0" * 64}),
    ]
    facts = tuple(
        Fact("p", seq, PUBLISHED, OFFICE, kind, step, body=body)
        for seq, (kind, step, body) in enumerate(story, start=1)
    )
    return Process(
        "p", SHEET.rulebook, SHEET.pilot, SHEET.calendar, REGISTRY.kinds, facts, PUBLISHED
    )


def act(process: Process, action: str, step: str = "execution", **body: Any) -> Process:
    chairs = action in {"change_due", "notice", "complain", "claim", "accept", "return"}
    actor = CHAIR if chairs else OFFICE
    drafts = decide(process, actor, step, action, body, rules=lambda _: (), approved=True)
    return process.after(drafts, actor)


def code(process: Process, action: str, step: str = "execution", **body: Any) -> str:
    with pytest.raises(DeliberateError) as caught:
        act(process, action, step, **body)
    return caught.value.code


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


def on(process: Process, day: date) -> Process:
    return process.at(max(process.now, noon(day)))


def point(process: Process, name: str = "K1") -> Commitment:
    return commitments(process)[name]


def binding(process: Process) -> date:
    """The date that binds K1 now."""
    here = point(process)
    return here.due if here.deadline is None else here.deadline


def passed(process: Process) -> Process:
    """The day after the date that binds."""
    return on(process, binding(process) + timedelta(days=1))


# ---------------------------------------------------------------- late, told in one way


@pytest.mark.parametrize(
    ("handed_in", "returned", "is_late"),
    [
        (date(2027, 6, 9), None, False),
        (date(2027, 6, 10), None, False),
        (date(2027, 6, 11), None, True),
        (date(2027, 6, 9), date(2027, 6, 12), True),
        (None, None, True),
    ],
)
def test_what_waits_to_be_judged_in_time_is_late_nowhere(
    handed_in: date | None, returned: date | None, is_late: bool
) -> None:
    process = followed()
    if handed_in is not None:
        process = submit(on(process, handed_in))
    if returned is not None:
        process = send_back(on(process, returned))
    process = on(process, date(2027, 6, 15))
    board = execution_of(process)
    assert board is not None
    assert [item.late for item in board.points if item.id == "K1"] == [is_late]
    assert [item.id for item in late(process)] == ["K1"] * is_late
    assert point(process).late is point(process).lapsed is is_late
    assert not point(on(followed(), DUE)).late


def test_nothing_becomes_late_in_a_suspension() -> None:
    process = on(followed(), date(2027, 6, 8))
    reason = {"reason": WORDS}
    process = on(act(process, "suspend", "process", **reason), date(2027, 6, 15))
    board = execution_of(process)
    assert board is not None
    assert not any(item.late for item in board.points)
    assert late(process) == ()


# ---------------------------------------------------------------- the published tables


def submit(process: Process) -> Process:
    return act(process, "submit", commitment="K1", evidence="a link")


def send_back(process: Process) -> Process:
    return act(process, "return", commitment="K1", seats=JUDGES, remarks=WORDS)


def write(process: Process, letter: str) -> Process:
    return act(process, letter, commitment="K1", text=WORDS)


def reached(state: str) -> Process:
    """A process in which K1 has come to a state, with the date that binds still ahead if it can."""
    process = followed()
    match state:
        case "returned":
            return send_back(submit(process))
        case "overdue":
            return passed(process)
        case "noticed":
            return write(reached("overdue"), "notice")
        case "notice_expired":
            return passed(reached("noticed"))
        case "complained":
            return write(reached("notice_expired"), "complain")
        case "complaint_expired":
            return passed(reached("complained"))
        case "claimed":
            return write(reached("complaint_expired"), "claim")
        case "accepted":
            return act(submit(process), "accept", commitment="K1", seats=JUDGES)
    return process


def change_due(process: Process, to: date = date(2029, 3, 1)) -> Process:
    return act(process, "change_due", commitment="K1", due=to.isoformat(), reason=WORDS)


ACTS: Mapping[str, Callable[[Process], Process]] = {
    "submit": submit,
    "return": send_back,
    "accept": lambda p: act(p, "accept", commitment="K1", seats=JUDGES),
    "change_due": change_due,
    "notice": lambda p: write(p, "notice"),
    "complain": lambda p: write(p, "complain"),
    "claim": lambda p: write(p, "claim"),
    "answer": lambda p: write(p, "answer"),
    "the date passes": passed,
}


def table(heading: str) -> list[tuple[str, str, str]]:
    """(row, column, cell) of the table in the documentation whose header begins with `heading`."""
    lines = iter(TABLES.splitlines())
    header = next(line for line in lines if line.startswith(f"| {heading} |"))
    next(lines)
    columns = cells(header)
    found: list[tuple[str, str, str]] = []
    for line in lines:
        if not line.startswith("|"):
            break
        first, *rest = cells(line)
        found += [(first, name, cell) for name, cell in zip(columns[1:], rest, strict=True)]
    return found


def cells(line: str) -> list[str]:
    return [re.sub("`", "", cell).strip() for cell in line.strip("|\n ").split("|")]


def test_the_documentation_has_every_state_and_every_act() -> None:
    states, columns = ({line[k] for line in table("state")} for k in (0, 1))
    assert columns == set(ACTS)
    assert states == {
        *("in_progress", "returned", "overdue", "noticed", "notice_expired", "complained"),
        *("complaint_expired", "claimed", "accepted"),
    }


@pytest.mark.parametrize(("state", "name", "cell"), table("state"))
def test_each_act_in_each_state(state: str, name: str, cell: str) -> None:
    process = reached(state)
    assert point(process).state == state
    if cell == "-":
        with pytest.raises(Refused) as refused:
            ACTS[name](process)
        assert refused.value.code == "STATE"
    else:
        assert point(ACTS[name](process)).state == cell


@pytest.mark.parametrize(
    ("state", "name", "cell"),
    [line for line in table("submitted while") if line[1].startswith("returned")],
)
def test_a_return_gives_back_the_stage_reached_and_its_deadline(
    state: str, name: str, cell: str
) -> None:
    before = reached(state)
    process = submit(before)
    assert point(process).state == "submitted"
    if name.endswith("has passed"):
        process = passed(process)
    after = point(send_back(process))
    assert after.state == cell
    assert (after.stage, after.deadline) == (point(before).stage, point(before).deadline)
    assert after.letters == point(before).letters


def test_evidence_in_time_holds_the_next_letter_up_and_late_evidence_does_not() -> None:
    begin = TABLES.index("next letter, date passed, still waiting")
    lines = [cells(line) for line in TABLES[begin:].splitlines() if line.startswith("| `")]
    assert len(lines) == 6
    for state, letter in lines:
        waiting = passed(submit(reached(state)))
        for name in ("notice", "complain", "claim"):
            if name == letter:
                after = point(write(waiting, name))
                assert (after.state, len(after.letters)) == (
                    "submitted",
                    len(point(waiting).letters) + 1,
                )
            else:
                assert code(waiting, name, commitment="K1", text=WORDS) == "STATE"


# ---------------------------------------------------------------- dates and letters


def test_worthless_evidence_gains_no_time() -> None:
    """Once, submitting and having it returned began the escalation anew."""
    noticed = reached("noticed")
    deadline = point(noticed).deadline
    again = noticed
    for _ in range(3):
        again = send_back(submit(again))
        assert (point(again).state, point(again).deadline) == ("noticed", deadline)
    assert code(again, "notice", commitment="K1", text=WORDS) == "STATE"
    expired = passed(again)
    assert point(expired).state == "notice_expired"
    assert point(write(expired, "complain")).stage == "complained"


def test_the_last_minute_of_the_day_is_in_time() -> None:
    midnight = datetime(2027, 6, 10, 19, tzinfo=UTC)  # 24:00 in Almaty
    process = followed().at(midnight - timedelta(seconds=1))
    assert point(process).state == "in_progress"
    assert point(process.at(midnight)).state == "overdue"
    assert point(submit(process).at(midnight)).lapsed is False
    assert point(submit(process.at(midnight))).lapsed is True


def test_a_later_date_leaves_the_notice_without_object_and_visible() -> None:
    noticed = write(reached("noticed"), "answer")
    agreed = change_due(noticed, date(2027, 12, 1))
    here = point(agreed)
    assert (here.state, here.stage, here.deadline) == ("in_progress", "none", None)
    assert (here.first_due, here.due) == (DUE, date(2027, 12, 1))
    (letter,) = here.letters
    assert letter.closed_at == agreed.now
    assert (letter.stage, letter.deadline, len(letter.answers)) == (
        "noticed",
        point(noticed).deadline,
        1,
    )
    assert point(on(agreed, date(2027, 11, 30))).state == "in_progress"
    late = on(agreed, date(2027, 12, 2))
    assert point(late).state == "overdue"
    assert code(late, "complain", commitment="K1", text=WORDS) == "STATE"
    second = point(write(late, "notice"))
    assert [bool(item.closed_at) for item in second.letters] == [True, False]


def test_an_answer_belongs_to_the_latest_letter() -> None:
    answered = point(write(reached("complained"), "answer"))
    assert [len(letter.answers) for letter in answered.letters] == [0, 1]


@pytest.mark.parametrize(
    ("due", "wanted"),
    [
        ("2027-06-12", "DAY_OFF"),
        ("2027-04-30", "PAST"),
        ("2027-06-10", "SAME"),
        ("June", "FORMAT"),
    ],
)
def test_a_new_date_is_another_working_day_ahead(due: str, wanted: str) -> None:
    body = {"commitment": "K1", "due": due, "reason": WORDS}
    assert code(followed(), "change_due", **body) == wanted


@pytest.mark.parametrize("action", ["notice", "complain", "claim", "change_due", "return"])
def test_what_the_chair_writes_is_complete_in_kazakh_and_russian(action: str) -> None:
    state = {
        "notice": "overdue",
        "complain": "notice_expired",
        "claim": "complaint_expired",
    }.get(action, "in_progress")
    process = reached(state) if action != "return" else submit(followed())
    half = {"ru": "Слово.", "en": "Word."}
    body = {
        "change_due": {"due": "2027-12-01", "reason": half},
        "return": {"seats": JUDGES, "remarks": half},
    }.get(action, {"text": half})
    assert code(process, action, commitment="K1", **body) == "LANGUAGES"


def test_evidence_is_not_empty_and_the_point_is_known() -> None:
    assert code(followed(), "submit", commitment="K1", evidence=" ") == "FORMAT"
    assert code(followed(), "submit", commitment="K9", evidence="a link") == "UNKNOWN"


@pytest.mark.parametrize(
    ("seats", "wanted"),
    [
        (["N01", "N02"], "ACCEPTANCE"),
        (["P07", "N01"], "ACCEPTANCE"),
        (["P07", "P08", "P09"], "ACCEPTANCE"),
        (["P07", "N01", "N01"], "TWICE"),
        (["P07", "N01", "N99"], "NO_SEAT"),
        ([], "ACCEPTANCE"),
    ],
)
@pytest.mark.parametrize("action", ["accept", "return"])
def test_the_chair_and_two_non_permanent_members_judge(
    action: str, seats: list[str], wanted: str
) -> None:
    more = {"remarks": WORDS} if action == "return" else {}
    assert code(submit(followed()), action, commitment="K1", seats=seats, **more) == wanted


# ---------------------------------------------------------------- reports


def line(name: str, percent: int = 50, **more: Any) -> dict[str, Any]:
    return {"commitment": name, "percent": percent, "text": WORDS, **more}


def report(process: Process, *lines: dict[str, Any], **more: Any) -> Process:
    return act(process, "report", **{"channels": CHANNELS, "items": list(lines), **more})


@pytest.mark.parametrize(
    ("lines", "more", "wanted"),
    [
        ([line("K1")], {}, "POINTS"),
        ([line("K1"), line("K1"), line("K2")], {}, "TWICE"),
        ([line("K1"), line("K2"), line("K3")], {}, "UNKNOWN"),
        ([line("K1", 101), line("K2")], {}, "PERCENT"),
        ([line("K1", -1), line("K2")], {}, "PERCENT"),
        ([line("K1"), line("K2", spent=-5)], {}, "FORMAT"),
        ([line("K1"), {**line("K2"), "text": {"en": "Words."}}], {}, "LANGUAGES"),
        ([line("K1"), line("K2")], {"channels": ["portal", "social"]}, "CHANNELS"),
        ([line("K1"), line("K2")], {"proofs": {"radio": "a tape"}}, "UNKNOWN"),
        ([line("K1"), line("K2")], {"proofs": {"press": ""}}, "FORMAT"),
    ],
)
def test_a_report_is_complete_and_exact(
    lines: list[dict[str, Any]], more: dict[str, Any], wanted: str
) -> None:
    body = {"channels": CHANNELS, "items": lines, **more}
    assert code(followed(), "report", **body) == wanted


def test_there_is_no_report_before_the_protocol_is_published() -> None:
    process = followed()
    draft = replace(process, facts=process.facts[:-1])
    assert code(draft, "report", channels=CHANNELS, items=[line("K1"), line("K2")]) == "ORDER"
    steps = tuple(
        replace(step, after=()) if step.id == "execution" else step for step in SHEET.rulebook.steps
    )
    unbound = replace(draft, rulebook=replace(SHEET.rulebook, steps=steps))
    assert code(unbound, "report", channels=CHANNELS, items=[]) == "NO_POINTS"


def test_percent_is_the_owners_word_until_the_point_is_accepted() -> None:
    process = report(followed(), line("K1", 60), line("K2", 10))
    assert point(process).percent == 60
    process = report(process, line("K1", 40), line("K2", 10))
    assert point(process).percent == 40
    process = submit(process)
    assert point(process).percent == 100
    process = send_back(process)
    assert point(process).percent == 40
    process = act(submit(process), "accept", commitment="K1", seats=JUDGES)
    body = {"channels": CHANNELS, "items": [line("K1", 90), line("K2", 10)]}
    assert code(process, "report", **body) == "PERCENT"
    assert point(report(process, line("K1", 100), line("K2", 10))).percent == 100


def test_a_percentage_that_falls_is_shown_with_the_one_before() -> None:
    process = report(followed(), line("K1", 60), line("K2"))
    process = report(process, line("K1", 40, spent=700), line("K2"))
    board = execution_of(process)
    assert board is not None
    assert [item.before for item in board.points[0].reports] == [None, 60]
    assert (board.points[0].spent, board.points[1].spent) == (700, None)


# ---------------------------------------------------------------- the end


def accept(process: Process, *names: str) -> Process:
    for name in names:
        process = act(process, "submit", commitment=name, evidence="a link")
        process = act(process, "accept", commitment=name, seats=JUDGES)
    return process


def test_mandates_end_with_the_report_that_publishes_the_last_accepted_point() -> None:
    process = accept(followed(), "K1", "K2")
    assert not process.select("execution.completed", "execution.mandates_ended")
    progress = process.progress("execution")
    assert (progress.done, progress.count) == (False, (2, 2))
    assert [dict(text.values) for text in progress.outstanding][1] == {"points": ("K1", "K2")}
    assert process.roster.seats[0].mandate_ended is None
    assert code(process, "close", "closing", conclusion="extend", text=WORDS) == "ORDER"

    reported = report(process.at(process.now + timedelta(days=2)), line("K1", 100), line("K2", 100))
    assert [fact.kind for fact in reported.facts[-3:]] == [
        "execution.reported",
        "execution.completed",
        "execution.mandates_ended",
    ]
    assert reported.progress("execution").at == reported.now
    ended = {s.id for s in reported.roster.seats if s.mandate_ended == reported.now}
    assert ended == {f"N{n:02}" for n in range(1, 11)}
    assert {p.published_at for p in commitments(reported).values()} == {reported.now}


def test_the_last_report_names_every_point_that_no_report_has_published() -> None:
    process = report(accept(followed(), "K1"), line("K1", 100), line("K2"))
    first = point(process).published_at
    assert first == process.now
    process = accept(process.at(process.now + timedelta(days=1)), "K2")
    body = {"channels": CHANNELS, "items": [line("K1", 100)]}
    assert code(process, "report", **body) == "POINTS"
    process = report(process, line("K2", 100))
    assert process.progress("execution").done
    assert (point(process).published_at, point(process, "K2").published_at) == (first, process.now)


def test_weeks_are_owed_until_the_last_report() -> None:
    process = accept(followed(), "K1", "K2")
    step = process.step("execution")
    assert step is not None
    late = process.at(process.now + timedelta(days=9))
    assert [week.number for week in report_weeks(late.view(step)) if week.missing] == [1]
    done = report(late, line("K1", 100), line("K2", 100))
    much_later = done.at(done.now + timedelta(days=90))
    assert [week.missing for week in report_weeks(much_later.view(step))] == [True, False]


def test_a_must_refuses_mandates_that_end_unpublished() -> None:
    """Facts that say so, from wherever they come, break KZ14."""
    process = accept(followed(), "K1", "K2")
    ends = Fact("p", 99, process.now, OFFICE, "execution.mandates_ended", "execution")
    forged = replace(process, facts=(*process.facts, ends))
    broken = {f.code for f in rules_of(REGISTRY)(forged) if f.level == "must"}
    assert "KZ14" in broken
    assert "KZ14" not in {f.code for f in rules_of(REGISTRY)(process)}


# ---------------------------------------------------------------- suspended, cancelled, closed

EVERY_ACT: Mapping[str, dict[str, Any]] = {
    "report": {"channels": CHANNELS, "items": [line("K1"), line("K2")]},
    "submit": {"commitment": "K1", "evidence": "a link"},
    "accept": {"commitment": "K1", "seats": JUDGES},
    "return": {"commitment": "K1", "seats": JUDGES, "remarks": WORDS},
    "change_due": {"commitment": "K1", "due": "2028-03-01", "reason": WORDS},
    "notice": {"commitment": "K1", "text": WORDS},
    "complain": {"commitment": "K1", "text": WORDS},
    "claim": {"commitment": "K1", "text": WORDS},
    "answer": {"commitment": "K1", "text": WORDS},
}


def test_every_act_of_the_kind_is_tried_here() -> None:
    assert set(EVERY_ACT) == set(REGISTRY.kinds["execution"].actions)


@pytest.mark.parametrize("action", list(EVERY_ACT))
@pytest.mark.parametrize("ending", ["suspend", "cancel"])
def test_nothing_is_done_in_a_process_that_stands_still(ending: str, action: str) -> None:
    stopped = act(reached("overdue"), ending, "process", reason=WORDS)
    assert code(stopped, action, **EVERY_ACT[action]) == "STATUS"


@pytest.mark.parametrize("action", list(EVERY_ACT))
def test_nothing_is_done_after_the_last_report_or_the_closing(action: str) -> None:
    done = report(accept(followed(), "K1", "K2"), line("K1", 100), line("K2", 100))
    assert code(done, action, **EVERY_ACT[action]) == "DONE"
    closed = act(done, "close", "closing", conclusion="extend", text=WORDS)
    assert code(closed, action, **EVERY_ACT[action]) == "STATUS"


def test_no_date_passes_while_the_process_is_suspended() -> None:
    paused = act(reached("noticed"), "suspend", "process", reason=WORDS)
    later = paused.at(paused.now + timedelta(days=100))
    assert point(later).state == "noticed"
    step = later.step("execution")
    assert step is not None
    missed = len([week for week in report_weeks(paused.view(step)) if week.missing])
    assert [week.missing for week in report_weeks(later.view(step))].count(True) == missed
    again = act(later, "resume", "process", reason=WORDS)
    assert point(again).state == "notice_expired"
    weeks = report_weeks(again.view(step))
    assert [week.missing for week in weeks].count(True) == missed
    # From 11 June, the end of the sixth week, to 17 September.
    assert [week.number for week in weeks if week.suspended] == list(range(6, 21))
    owed = again.at(again.now + timedelta(days=7))
    assert [week.missing for week in report_weeks(owed.view(step))].count(True) == missed + 1


def test_a_cancelled_process_shows_its_points_as_they_stood() -> None:
    stopped = act(report(followed(), line("K1"), line("K2")), "cancel", "process", reason=WORDS)
    later = stopped.at(stopped.now + timedelta(days=900))
    board = execution_of(later)
    assert board is not None
    assert [item.state for item in board.points] == ["in_progress", "in_progress"]
    assert not any(item.late for item in board.points)
    assert (board.week, board.missing, board.stopped_at) == (None, (), stopped.now)


# ---------------------------------------------------------------- what a protocol may hold


def drafting() -> Process:
    process = followed()
    return replace(process, facts=process.facts[:-2])


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ([], "POINTS"),
        ([item("K1"), item("K1")], "TWICE"),
        ([item("K1", owner="P99")], "UNKNOWN"),
        ([item("K1", co_executors=["P03", "P99"])], "UNKNOWN"),
        ([item("K1", co_executors=["P03", "P03"])], "TWICE"),
        ([item("K1", co_executors=["P02"])], "TWICE"),
        ([item("K1", kind="wish")], "FORMAT"),
        ([item("K 1")], "FORMAT"),
        ([item("K1", cost=-1)], "FORMAT"),
        ([item("K1", date(2027, 4, 29))], "PAST"),
        ([item("K1", date(2027, 6, 12))], "DAY_OFF"),
        ([item("K1", text={"kk": "Сөз."})], "LANGUAGES"),
    ],
)
def test_a_protocol_holds_points_that_can_be_followed(
    items: list[dict[str, Any]], wanted: str
) -> None:
    ready = drafting()
    assert act(ready, "draft", "protocol", items=[item("K1")]).facts[-1].kind == "report.drafted"
    assert code(ready, "draft", "protocol", items=items) == wanted


def test_a_point_shows_who_pays_and_whose_decision_it_waits_for() -> None:
    more = {"depends_on": WORDS, "funding": WORDS, "co_executors": ["P03", "N01"]}
    board = execution_of(followed(item("K1", cost=0, **more), item("K2", funding=WORDS)))
    assert board is not None
    first, second = board.points
    assert (first.cost, first.funding.get("ru"), first.depends_on.get("kk")) == (
        0,
        "Слово.",
        "Сөз.",
    )
    assert [body.seat for body in first.co_executors] == ["P03", "N01"]
    assert (second.cost, second.funding.get("ru")) == (None, "Слово.")


def test_reading_changes_nothing() -> None:
    process = reached("notice_expired")
    here = point(process)
    assert read_at(here, process.now, process.calendar) == here
    assert point(replace(process)) == here
    with pytest.raises(UnusableInput):
        act(process, "report", channels="portal", items=[])
