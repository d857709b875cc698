"""Services on every store: opening, acting, approving, repeating, exporting, verifying."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import Conflict, DeliberateError, Refused
from deliberate.core.process.facts import Actor
from deliberate.core.randomness import Generator
from deliberate.core.record.bundle import read_bundle
from deliberate.core.record.entry import parse_entry
from deliberate.core.record.verify import verify, verify_file
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.accounts import (
    add_account,
    disable_account,
    enable_account,
    grant_role,
    revoke_role,
)
from deliberate.core.services.approving import approve, pending_requests, reject, withdraw
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.opening import open_process
from deliberate.core.storage import Store

DATA = Path(__file__).parents[1] / "data"
AGENCY = Actor("agency-1", "agency")
OTHER = Actor("agency-2", "agency")
Race = Callable[[int, Callable[[int], object]], list[object]]


@pytest.fixture
def context(store: Store) -> Context:
    plugin = ModuleType("small_plugin")

    def deliberate_models() -> Sequence[Path]:
        return (DATA / "small_rulebook.toml",)

    plugin.deliberate_models = jurisdictions.hookimpl(deliberate_models)  # type: ignore[attr-defined]
    registry = Registry.load(points=(), extra=(jurisdictions, plugin))
    clock = SimulatedClock(datetime(2027, 1, 4, 9, tzinfo=UTC))
    made = Context(store, registry, clock, Generator(b"services").bytes)
    open_process(made, AGENCY, load_pilot(read_toml(DATA / "small_pilot.toml")))
    for actor in (AGENCY, OTHER):
        add_account(made, actor.id, actor.id)
        grant_role(made, actor.id, actor.role, "process", "small")
    return made


def delegate(context: Context, seat: str) -> None:
    body = {"seat": seat, "holder": f"h-{seat}", "name": {"en": "N"}, "letter": "1"}
    perform(context, AGENCY, "small", "constitution", "delegate", body)


def test_a_second_process_with_the_same_id_is_refused(context: Context) -> None:
    with pytest.raises(Conflict):
        open_process(context, AGENCY, load_pilot(read_toml(DATA / "small_pilot.toml")))
    with context.store.read() as unit:
        assert len(unit.facts("small")) == 1


def test_every_fact_has_its_entry_and_private_parts_stay_out(context: Context) -> None:
    delegate(context, "A")
    with context.store.read() as unit:
        facts, entries = unit.facts("small"), unit.entries("small")
    assert [parse_entry(line).seq for line in entries] == [fact.seq for fact in facts] == [1, 2]
    assert b"h-A" not in b"".join(entries)
    assert b"agency-1" not in b"".join(entries)


def test_a_repeated_command_with_its_key_costs_nothing(context: Context) -> None:
    body = {"seat": "A"}
    first = perform(context, AGENCY, "small", "constitution", "send_letter", body, key="k1")
    again = perform(context, AGENCY, "small", "constitution", "send_letter", body, key="k1")
    assert again.repeated
    assert (again.last_seq, again.kinds) == (first.last_seq, first.kinds)
    with pytest.raises(Refused) as error:
        perform(context, AGENCY, "small", "constitution", "send_letter", {"seat": "B"}, key="k1")
    assert error.value.code == "KEY_REUSED"


def test_letters_are_queued_with_the_fact(context: Context) -> None:
    perform(context, AGENCY, "small", "constitution", "send_letter", {"seat": "B"})
    with context.store.read() as unit:
        (letter,) = unit.letters("small")
    assert (letter.recipient, letter.rehearsal) == ("seat:B", False)


def test_nothing_real_is_marked_as_rehearsed(context: Context) -> None:
    delegate(context, "A")
    with context.store.read() as unit:
        entries = unit.entries("small")
    assert not any(b'"rehearsal":true' in line for line in entries)
    assert not any(parse_entry(line).rehearsal for line in entries)


def test_what_would_be_refused_at_the_approval_is_refused_at_once(context: Context) -> None:
    reason = {"reason": {"en": "Flood."}}
    asked = perform(context, AGENCY, "small", "process", "suspend", reason)
    approve(context, OTHER, "small", asked.last_seq)
    with pytest.raises(Refused) as error:
        perform(context, AGENCY, "small", "process", "suspend", reason)
    assert error.value.code == "TWICE"
    with context.store.read() as unit:
        assert pending_requests(context.read_process(unit, "small")) == ()


def test_two_persons_replace_a_delegate(context: Context) -> None:
    delegate(context, "A")
    body = {
        "seat": "A",
        "holder": "new",
        "name": {"en": "M"},
        "letter": "2",
        "reason": {"en": "Left the organisation."},
    }
    asked = perform(context, AGENCY, "small", "constitution", "replace", body)
    assert asked.waits_for_approval
    with pytest.raises(Refused) as error:
        approve(context, AGENCY, "small", asked.last_seq)
    assert error.value.code == "SAME_PERSON"
    approve(context, OTHER, "small", asked.last_seq)
    with context.store.read() as unit:
        process = context.read_process(unit, "small")
    assert process.roster.seat_of("new") is not None
    assert pending_requests(process) == ()
    with pytest.raises(Refused):
        approve(context, OTHER, "small", asked.last_seq)


REPLACEMENT = {
    "seat": "A",
    "holder": "new",
    "name": {"en": "M"},
    "letter": "2",
    "reason": {"en": "Left the organisation."},
}
REASON = {"reason": {"en": "The letter is not signed."}}


def asked(context: Context) -> int:
    """The number of a request of the agency's first account."""
    delegate(context, "A")
    return perform(context, AGENCY, "small", "constitution", "replace", REPLACEMENT).last_seq


def test_a_second_person_rejects_with_a_published_reason(context: Context) -> None:
    seq = asked(context)
    done = reject(context, OTHER, "small", seq, REASON)
    assert done.kinds == ("approval.rejected",)
    with context.store.read() as unit:
        process, entries = context.read_process(unit, "small"), unit.entries("small")
    assert parse_entry(entries[-1]).public == {"request": seq, "action": "replace", **REASON}
    assert pending_requests(process) == ()
    assert process.roster.seat_of("h-A") is not None
    for again in (
        lambda: approve(context, OTHER, "small", seq),
        lambda: reject(context, OTHER, "small", seq, REASON),
        lambda: withdraw(context, AGENCY.id, "small", seq, {}),
    ):
        with pytest.raises(Refused) as error:
            again()
        assert error.value.code in {"NO_REQUEST", "NO_ACCOUNT"}


def test_who_asked_withdraws_and_nobody_else(context: Context) -> None:
    seq = asked(context)
    with pytest.raises(Refused) as error:
        reject(context, AGENCY, "small", seq, REASON)
    assert error.value.code == "SAME_PERSON"
    with pytest.raises(Refused) as error:
        withdraw(context, OTHER.id, "small", seq, {})
    assert error.value.code == "OTHER_PERSON"
    withdraw(context, AGENCY.id, "small", seq, {})
    with context.store.read() as unit:
        process = context.read_process(unit, "small")
    assert pending_requests(process) == ()
    assert process.facts[-1].kind == "approval.withdrawn"
    assert process.facts[-1].actor == AGENCY


def test_the_wish_of_a_closed_account_is_not_carried_out(context: Context) -> None:
    seq = asked(context)
    disable_account(context, AGENCY.id)
    with pytest.raises(Refused) as error:
        approve(context, OTHER, "small", seq)
    assert error.value.code == "ASKER"
    with context.store.read() as unit:
        process = context.read_process(unit, "small")
    assert [fact.seq for fact in pending_requests(process)] == [seq]
    enable_account(context, AGENCY.id)
    approve(context, OTHER, "small", seq)


def test_the_wish_of_one_who_lost_the_role_is_not_carried_out(context: Context) -> None:
    seq = asked(context)
    revoke_role(context, AGENCY.id, AGENCY.role, "process", "small")
    with pytest.raises(Refused) as error:
        approve(context, OTHER, "small", seq)
    assert error.value.code == "ASKER"
    reject(context, OTHER, "small", seq, REASON)


@pytest.mark.parametrize("body", [{}, {"reason": {}}, {"reason": "no"}, {"reason": {"ru": "Нет."}}])
def test_a_rejection_needs_a_reason_in_every_authentic_language(
    context: Context, body: dict[str, object]
) -> None:
    seq = asked(context)
    with pytest.raises(DeliberateError):
        reject(context, OTHER, "small", seq, body)
    with context.store.read() as unit:
        assert len(pending_requests(context.read_process(unit, "small"))) == 1


def test_of_two_who_end_a_request_at_once_one_wins(context: Context, race: Race) -> None:
    seq = asked(context)
    ends = (
        lambda: approve(context, OTHER, "small", seq),
        lambda: reject(context, OTHER, "small", seq, REASON),
    )
    results = race(2, lambda number: ends[number % 2]())
    assert sum(isinstance(result, Done) for result in results) == 1
    with context.store.read() as unit:
        process = context.read_process(unit, "small")
    assert len(process.select("approval.given", "approval.rejected")) == 1


def test_a_refused_act_leaves_no_trace(context: Context) -> None:
    with context.store.read() as unit:
        before = unit.facts("small"), unit.entries("small")
    with pytest.raises(Refused):
        perform(context, AGENCY, "small", "regulation", "draft")
    with context.store.read() as unit:
        assert (unit.facts("small"), unit.entries("small")) == before


def test_a_bundle_verifies_and_any_changed_member_is_found(
    context: Context, tmp_path: Path
) -> None:
    delegate(context, "A")
    identity = export_bundle(context, "small", tmp_path / "b.zip")
    assert export_bundle(context, "small", tmp_path / "c.zip") == identity
    assert (tmp_path / "b.zip").read_bytes() == (tmp_path / "c.zip").read_bytes()
    assert not [p for p in verify_file(tmp_path / "b.zip") if p.verdict == "fail"]
    bundle = read_bundle(tmp_path / "b.zip")
    for name, content in bundle.members.items():
        members = {**bundle.members, name: content.replace(b"a", b"b", 1)}
        forged = verify(replace(bundle, members=members))
        assert [p.code for p in forged if p.verdict == "fail"]


def test_a_bundle_is_an_ordinary_archive(context: Context, tmp_path: Path) -> None:
    export_bundle(context, "small", tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert archive.testzip() is None
        assert {"manifest.json", "record.jsonl", "rulebook.toml", "pilot.toml"} <= set(
            archive.namelist()
        )
