"""The engine on a small invented jury of three: order, roles, rules, two persons, the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from deliberate.core.calendar import Calendar
from deliberate.core.errors import Finding, Refused, UnusableInput, message
from deliberate.core.kinds import kinds
from deliberate.core.process.engine import decide, possible_actions
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.rulebook.checks import CheckContext, check_rules
from deliberate.core.rulebook.loader import load_pilot, load_rulebook
from deliberate.core.rulebook.source import read_toml
from deliberate.jurisdictions.plain import plain_jurisdiction

DATA = Path(__file__).parents[1] / "data"

AGENCY = Actor("agency-1", "agency")
SECRETARY = Actor("secretary-1", "secretary")
SHEET = {"sheet_sha256": "a" * 64}
START = datetime(2027, 1, 4, 9, tzinfo=UTC)


def judge(process: Process) -> tuple[Finding, ...]:
    return check_rules(
        CheckContext(
            process.rulebook,
            process.pilot,
            process.calendar,
            process,
            process.scheduled,
            process,
        )
    )


def opened(now: datetime = START) -> Process:
    known = kinds()
    schemas = {name: kind.parameters for name, kind in known.items() if kind.parameters}
    rulebook = load_rulebook(read_toml(DATA / "small_rulebook.toml"), schemas)
    pilot = load_pilot(read_toml(DATA / "small_pilot.toml"))
    calendar = Calendar(ZoneInfo("UTC"), plain_jurisdiction().holidays)
    return Process("small", rulebook, pilot, calendar, known, (), now)


def act(
    process: Process,
    step: str,
    action: str,
    body: Mapping[str, Any] | None = None,
    *,
    actor: Actor = AGENCY,
    approved: bool = True,
) -> Process:
    drafts = decide(process, actor, step, action, body or {}, rules=judge, approved=approved)
    return process.after(drafts, actor)


def seated() -> Process:
    process = opened()
    for seat in "ABC":
        process = act(process, "constitution", "send_letter", {"seat": seat})
        process = act(
            process,
            "constitution",
            "delegate",
            {"seat": seat, "holder": f"person-{seat}", "name": {"en": "N"}, "letter": "1"},
        )
    return process


def regulated() -> Process:
    process = act(seated(), "regulation", "draft")
    for seat in "ABC":
        process = act(process, "regulation", "agree_on_paper", {"seat": seat, **SHEET})
    return act(process, "regulation", "freeze", {"number": "1", "date": "2027-01-04"})


def in_session(now: datetime = datetime(2027, 3, 1, 10, tzinfo=UTC)) -> Process:
    process = regulated().at(datetime(2027, 1, 25, 9, tzinfo=UTC))
    process = act(process, "agenda", "publish", {"channels": ["portal", "social"]})
    process = act(process.at(now), "session", "open", {"present": ["A", "B", "C"]})
    return act(process, "decision", "open", {"text": {"en": "Yes?"}})


def voted(process: Process, *choices: str) -> Process:
    for seat, choice in zip("ABC", choices, strict=True):
        vote = {"seat": seat, "choice": choice}
        process = act(process, "decision", "cast", vote, actor=SECRETARY)
    process = act(process, "decision", "count")
    for item in ("1:discussion", "2:ballot"):
        process = act(process, "session", "close_item", {"item": item})
    return act(process, "session", "close")


def code(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


def test_steps_wait_for_those_before_them() -> None:
    process = opened()
    assert process.state("constitution").state in {"open", "due"}
    assert process.state("regulation").state == "waiting"
    with pytest.raises(Refused) as error:
        act(process, "regulation", "draft")
    assert code(error) == "ORDER"


def test_silence_is_not_consent() -> None:
    process = act(seated(), "regulation", "draft")
    for seat in "AB":
        process = act(process, "regulation", "agree_on_paper", {"seat": seat, **SHEET})
    with pytest.raises(Refused) as error:
        act(process, "regulation", "freeze", {"number": "1", "date": "2027-01-04"})
    assert code(error) == "AGREEMENT"
    assert process.progress("regulation").count == (2, 3)


def test_a_refusal_returns_the_document_and_a_new_version_starts_at_zero() -> None:
    process = act(seated(), "regulation", "draft")
    process = act(process, "regulation", "agree_on_paper", {"seat": "A", **SHEET})
    no = {"seat": "B", "reason": {"en": "No."}, **SHEET}
    process = act(process, "regulation", "refuse_on_paper", no)
    with pytest.raises(Refused) as error:
        act(process, "regulation", "agree_on_paper", {"seat": "C", **SHEET})
    assert code(error) == "RETURNED"
    process = act(process, "regulation", "draft")
    assert process.progress("regulation").count == (0, 3)


@pytest.mark.parametrize("day", ["1999-01-01", "2027-01-03", "2027-01-05"])
def test_a_document_is_registered_between_its_draft_and_today(day: str) -> None:
    process = act(seated(), "regulation", "draft")
    for seat in "ABC":
        process = act(process, "regulation", "agree_on_paper", {"seat": seat, **SHEET})
    with pytest.raises(Refused) as error:
        act(process, "regulation", "freeze", {"number": "1", "date": day})
    assert code(error) == "REGISTERED"


def test_a_delegate_is_named_in_every_authentic_language() -> None:
    body = {"seat": "A", "holder": "person-A", "name": {"de": "N"}, "letter": "1"}
    process = act(opened(), "constitution", "send_letter", {"seat": "A"})
    with pytest.raises(Refused) as error:
        act(process, "constitution", "delegate", body)
    assert code(error) == "LANGUAGES"


def test_a_step_is_not_moved_over_those_that_wait_for_it() -> None:
    process = regulated()
    moved = {"step": "agenda", "starts": "2027-03-10", "reason": {"en": "Later."}}
    with pytest.raises(Refused) as error:
        act(process, "process", "reschedule", moved)
    assert code(error) == "ORDER"


def test_a_finding_of_an_act_names_no_line_of_a_file() -> None:
    process = regulated().at(datetime(2027, 2, 2, 9, tzinfo=UTC))
    with pytest.raises(Refused) as error:
        act(process, "agenda", "publish", {"channels": ["portal", "social"]})
    assert [finding.where for finding in error.value.findings] == [None]


def test_a_step_done_twice_is_refused() -> None:
    with pytest.raises(Refused) as error:
        act(regulated(), "regulation", "freeze", {"number": "2", "date": "2027-01-04"})
    assert code(error) == "DONE"


def test_the_agenda_is_refused_one_day_after_the_last_lawful_day() -> None:
    last = datetime(2027, 2, 1, 9, tzinfo=UTC)
    process = regulated()
    body = {"channels": ["portal", "social"]}
    assert act(process.at(last), "agenda", "publish", body).progress("agenda").done
    with pytest.raises(Refused) as error:
        act(process.at(last + timedelta(days=1)), "agenda", "publish", body)
    assert code(error) == "T1"


def test_a_later_session_makes_a_late_agenda_lawful_and_an_earlier_one_is_refused() -> None:
    late = regulated().at(datetime(2027, 2, 10, 9, tzinfo=UTC))
    moved = {"step": "session", "starts": "2027-03-15", "reason": {"en": "More notice."}}
    late = act(late, "process", "reschedule", moved)
    late = act(late, "agenda", "publish", {"channels": ["portal", "social"]})
    with pytest.raises(Refused) as error:
        act(late, "process", "reschedule", {**moved, "starts": "2027-03-05"})
    assert code(error) == "T1"


@pytest.mark.parametrize(
    ("choices", "outcome"),
    [
        (("for", "for", "against"), "adopted"),
        (("for", "abstain", "abstain"), "not_adopted"),
        (("for", "against", "abstain"), "not_adopted"),
    ],
)
def test_the_threshold_counts_seats(choices: tuple[str, ...], outcome: str) -> None:
    process = voted(in_session(), *choices)
    assert process.progress("decision", 1).outcome == outcome


def test_a_failed_vote_schedules_the_repeat_after_fourteen_days_on_a_working_day() -> None:
    process = voted(in_session(datetime(2027, 3, 6, 10, tzinfo=UTC)), "for", "against", "abstain")
    assert process.occurrence("session") == 2
    assert str(process.planned_start("session", 2)) == "2027-03-22"  # the 20th is a Saturday
    assert process.state("session").state in {"open", "due"}


def test_the_last_failure_closes_the_attempts() -> None:
    process = voted(in_session(), "for", "against", "abstain")
    later = process.at(datetime(2027, 3, 15, 10, tzinfo=UTC))
    later = act(later, "session", "open", {"present": ["A", "B", "C"]})
    later = voted(
        act(later, "decision", "open", {"text": {"en": "Yes?"}}), "for", "against", "abstain"
    )
    assert later.outcome("decision") == "failed"
    assert later.occurrence("session") == 2


def test_no_vote_is_taken_with_fewer_present_than_could_decide() -> None:
    process = regulated().at(datetime(2027, 1, 25, 9, tzinfo=UTC))
    process = act(process, "agenda", "publish", {"channels": ["portal", "social"]})
    process = process.at(datetime(2027, 3, 1, 10, tzinfo=UTC))
    process = act(process, "session", "open", {"present": ["A", "B"]})
    process = act(process, "session", "attend", {"seat": "B", "presence": "absent"})
    with pytest.raises(Refused) as error:
        act(process, "decision", "open", {"text": {"en": "Yes?"}})
    assert code(error) == "PRESENT"
    adjourned = act(
        process, "session", "adjourn", {"reason": {"en": "Too few."}, "starts": "2027-03-08"}
    )
    assert adjourned.occurrence("session") == 1
    assert str(adjourned.planned_start("session")) == "2027-03-08"


NEXT_WEEK = {"reason": {"en": "Too few."}, "starts": "2027-03-08"}


def announced() -> Process:
    process = regulated().at(datetime(2027, 1, 25, 9, tzinfo=UTC))
    return act(process, "agenda", "publish", {"channels": ["portal", "social"]})


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"starts": "2027-02-26"}, "PAST"),
        ({"starts": "2027-03-01"}, "PAST"),
        ({"starts": "2027-03-01T09:00:00+00:00"}, "PAST"),
        ({"starts": "2027-03-09", "ends": "2027-03-08"}, "DATES"),
        ({"starts": "2027-03-09", "reason": {"ru": "Мало."}}, "LANGUAGES"),
        ({"starts": "2027-03-09", "present": ["A"]}, "ATTENDANCE"),
    ],
)
def test_an_open_session_is_adjourned_to_a_day_ahead(body: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as error:
        act(in_session(), "session", "adjourn", {**NEXT_WEEK, **body})
    assert code(error) == reason


def test_an_adjournment_corrects_what_was_announced() -> None:
    drafts = decide(in_session(), AGENCY, "session", "adjourn", NEXT_WEEK, rules=judge)
    assert [draft.kind for draft in drafts] == [
        "session.adjourned",
        "process.scheduled",
        "announcement.corrected",
    ]
    assert drafts[-1].step == "agenda"
    assert drafts[-1].public["starts"] == "2027-03-08"


def test_the_rules_are_asked_about_the_new_day() -> None:
    def closed_in_march(process: Process) -> tuple[Finding, ...]:
        start = process.planned_start("session")
        text = message("A rule.")
        return (Finding("T9", "must", text),) if str(start) >= "2027-03-08" else ()

    with pytest.raises(Refused) as error:
        decide(in_session(), AGENCY, "session", "adjourn", NEXT_WEEK, rules=closed_in_march)
    assert code(error) == "T9"


@pytest.mark.parametrize(
    ("now", "body", "reason"),
    [
        (datetime(2027, 2, 26, 10, tzinfo=UTC), {"present": []}, "ORDER"),
        (datetime(2027, 3, 2, 10, tzinfo=UTC), {"present": []}, "ORDER"),
        (datetime(2027, 3, 1, 10, tzinfo=UTC), {}, "ATTENDANCE"),
        (datetime(2027, 3, 1, 10, tzinfo=UTC), {"present": ["A", "B"]}, "QUORUM"),
        (datetime(2027, 3, 1, 10, tzinfo=UTC), {"present": ["Z"]}, "NO_SEAT"),
    ],
)
def test_a_session_that_is_not_open_is_adjourned_for_want_of_a_quorum_alone(
    now: datetime, body: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused) as error:
        act(announced().at(now), "session", "adjourn", {**NEXT_WEEK, **body})
    assert code(error) == reason


def test_too_few_came_on_the_day() -> None:
    process = announced().at(datetime(2027, 3, 1, 10, tzinfo=UTC))
    process = act(process, "session", "adjourn", {**NEXT_WEEK, "present": ["A"]})
    assert process.latest("session.adjourned").public["present"] == ["A"]
    assert str(process.planned_start("session")) == "2027-03-08"
    later = process.at(datetime(2027, 3, 8, 10, tzinfo=UTC))
    assert act(later, "session", "open", {"present": ["A", "B"]}).facts[-1].n == 1


def test_only_the_member_acts_for_the_own_seat() -> None:
    member = Actor("account-A", "member")
    process = act(seated(), "regulation", "draft")
    for stranger in (member, Actor("person-A", "member")):
        with pytest.raises(Refused) as error:
            act(process, "regulation", "agree", actor=stranger)
        assert code(error) == "NO_SEAT"
    process = act(process, "seats", "link", {"seat": "A", "account": "account-A"})
    with pytest.raises(Refused) as error:
        act(process, "regulation", "agree", {"seat": "B"}, actor=member)
    assert code(error) == "OTHER_SEAT"
    process = act(process, "regulation", "agree", actor=member)
    assert process.progress("regulation").count == (1, 3)


def test_a_role_without_the_right_is_refused() -> None:
    with pytest.raises(Refused) as error:
        act(seated(), "regulation", "draft", actor=Actor("someone", "citizen"))
    assert code(error) == "ROLE"


def test_an_act_of_two_persons_waits_for_the_second() -> None:
    body = {
        "seat": "A",
        "holder": "new",
        "name": {"en": "N"},
        "letter": "2",
        "reason": {"en": "Left."},
    }
    waiting = act(seated(), "constitution", "replace", body, approved=False)
    assert waiting.facts[-1].kind == "approval.requested"
    assert waiting.roster.seat_of("person-A") is not None
    done = act(seated(), "constitution", "replace", body, approved=True)
    assert done.roster.seat_of("person-A") is None
    assert done.roster.seat_of("new") is not None


def test_the_clock_set_back_changes_nothing() -> None:
    process = seated()
    with pytest.raises(Refused) as error:
        act(process.at(START - timedelta(seconds=1)), "regulation", "draft")
    assert code(error) == "CLOCK"


@pytest.mark.parametrize(
    ("step", "action", "body"),
    [
        ("regulatoin", "draft", {}),
        ("regulation", "drafft", {}),
        ("constitution", "send_letter", {"seat": "A", "colour": "red"}),
        ("constitution", "delegate", {"seat": 5}),
    ],
)
def test_unknown_words_are_named(step: str, action: str, body: dict[str, Any]) -> None:
    with pytest.raises(UnusableInput):
        act(opened(), step, action, body)


def test_a_suspended_process_only_resumes() -> None:
    process = act(opened(), "process", "suspend", {"reason": {"en": "A court order."}})
    with pytest.raises(Refused) as error:
        act(process, "constitution", "send_letter", {"seat": "A"})
    assert code(error) == "STATUS"
    process = act(process, "process", "resume", {"reason": {"en": "It is lifted."}})
    act(process, "constitution", "send_letter", {"seat": "A"})


def test_possible_actions_follow_the_state() -> None:
    names = {(view.step.id, action.name) for view, action in possible_actions(opened(), "agency")}
    assert ("constitution", "send_letter") in names
    assert ("regulation", "draft") not in names


def test_the_same_facts_read_later_show_what_is_overdue() -> None:
    process = replace(opened(), now=datetime(2027, 1, 6, tzinfo=UTC))
    assert process.state("constitution").state == "overdue"
