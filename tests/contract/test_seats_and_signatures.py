"""One account and one person for each seat and office, and one of these for each of those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from deliberate import jurisdictions
from deliberate.core.clock import SimulatedClock
from deliberate.core.errors import Conflict, DeliberateError, Refused
from deliberate.core.identity.signatures import SignedText
from deliberate.core.identity.test_authority import TestAuthority
from deliberate.core.process.facts import Actor
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.record.entry import parse_entry
from deliberate.core.record.verify import verify_file
from deliberate.core.registry import Registry
from deliberate.core.rulebook.loader import load_pilot
from deliberate.core.rulebook.source import read_toml
from deliberate.core.services.accounts import add_account, disable_account, grant_role, grants_of
from deliberate.core.services.acting import actor_for, possible_for
from deliberate.core.services.approving import approve
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.commands import Done, perform
from deliberate.core.services.context import Context
from deliberate.core.services.opening import open_process
from deliberate.core.services.signing import protocol_text, sign_protocol
from deliberate.core.storage import PositionAccountRow, PositionSignerRow, Store

DATA = Path(__file__).parents[1] / "data"
NAME = "signed"
AGENCY = Actor("agency-1", "agency")
OTHER = Actor("agency-2", "agency")
WORDS = {"en": "Words."}
AUTHORITY = TestAuthority(b"seats")
Race = Callable[[int, Callable[[int], object]], list[object]]


@pytest.fixture
def context(store: Store) -> Context:
    plugin = ModuleType("small_plugin")

    def deliberate_models() -> Sequence[Path]:
        return (DATA / "protocol_rulebook.toml",)

    plugin.deliberate_models = jurisdictions.hookimpl(deliberate_models)  # type: ignore[attr-defined]
    registry = Registry.load(points=(), extra=(jurisdictions, plugin))
    clock = SimulatedClock(datetime(2027, 1, 5, 9, tzinfo=UTC))
    made = Context(store, registry, clock, Generator(b"seats").bytes)
    open_process(made, AGENCY, load_pilot(read_toml(DATA / "protocol_pilot.toml")))
    for name in ("agency-1", "agency-2", "clerk", "ann", "bob", "cem", "dora"):
        add_account(made, name, name)
    for name in ("agency-1", "agency-2"):
        grant_role(made, name, "agency", "process", NAME)
    return made


def act(context: Context, step: str, action: str, actor: Actor = AGENCY, **body: Any) -> Done:
    return perform(context, actor, NAME, step, action, body)


def by_two(context: Context, step: str, action: str, **body: Any) -> None:
    approve(context, OTHER, NAME, act(context, step, action, **body).last_seq)


def process_of(context: Context) -> Process:
    with context.store.read() as unit:
        return context.read_process(unit, NAME)


def refusal(what: Callable[[], object]) -> str:
    with pytest.raises(DeliberateError) as caught:
        what()
    return caught.value.code


@pytest.fixture
def seated(context: Context) -> Context:
    for seat in "ABC":
        body = {"seat": seat, "holder": f"h-{seat}", "name": {"en": "N"}, "letter": "1"}
        act(context, "constitution", "delegate", **body)
    return context


@pytest.fixture
def linked(seated: Context) -> Context:
    for seat, account in zip("ABC", ("ann", "bob", "cem"), strict=True):
        act(seated, "seats", "link", seat=seat, account=account)
    return seated


@pytest.fixture
def elected(linked: Context) -> Context:
    for office, holder in (("chair", "A"), ("deputy_chair", "B"), ("secretary", "clerk")):
        act(linked, "officers", "elect", office=office, holder=holder)
    return linked


@pytest.fixture
def frozen(elected: Context) -> Context:
    item = {"id": "K1", "kind": "decision", "owner": "A", "due": "2027-03-01", "text": WORDS}
    act(elected, "protocol", "draft", items=[item])
    act(elected, "protocol", "freeze", number="1", date="2027-01-05")
    return elected


# ---------------------------------------------------------------- accounts and seats


def replace(context: Context, seat: str, holder: str = "new") -> None:
    body = {"seat": seat, "holder": holder, "name": {"en": "M"}, "letter": "2", "reason": WORDS}
    by_two(context, "constitution", "replace", **body)


def test_an_account_acts_for_the_seat_that_it_is_tied_to(linked: Context) -> None:
    assert actor_for(linked, "ann", NAME, "regulation", "agree") == Actor("ann", "member")
    act(linked, "regulation", "draft")
    act(linked, "regulation", "agree", Actor("ann", "member"))
    assert process_of(linked).select("document.agreed")[-1].body["seat"] == "A"
    assert ("member", "process", NAME) in {
        (grant.role, grant.scope, grant.target) for grant in grants_of(linked, "ann")
    }


def test_the_record_says_that_there_is_an_account_and_not_which(linked: Context) -> None:
    with linked.store.read() as unit:
        entries = unit.entries(NAME)
    ties = [parse_entry(line) for line in entries if b'"seat.linked"' in line]
    assert [entry.public for entry in ties] == [{"seat": "A"}, {"seat": "B"}, {"seat": "C"}]
    assert b"ann" not in b"".join(entries)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"seat": "A", "account": "dora"}, "LINKED"),
        ({"seat": "B", "account": "ann"}, "LINKED"),
        ({"seat": "Z", "account": "dora"}, "NO_SEAT"),
        ({"seat": "A", "account": ""}, "FORMAT"),
    ],
)
def test_a_tie_that_cannot_be(linked: Context, body: dict[str, str], code: str) -> None:
    before = process_of(linked).facts
    assert refusal(lambda: act(linked, "seats", "link", **body)) == code
    assert process_of(linked).facts == before


def test_who_has_no_account_or_another_seat_is_not_tied(seated: Context) -> None:
    before = process_of(seated).facts
    assert refusal(lambda: act(seated, "seats", "link", seat="A", account="ghost")) == "NO_ACCOUNT"
    disable_account(seated, "dora")
    assert refusal(lambda: act(seated, "seats", "link", seat="A", account="dora")) == "DISABLED"
    assert process_of(seated).facts == before
    act(seated, "seats", "link", seat="A", account="ann")
    assert refusal(lambda: act(seated, "seats", "link", seat="B", account="ann")) == "ONE_SEAT"


def test_the_constraints_hold_without_the_checks(linked: Context) -> None:
    """Two accounts for one seat and two seats for one account, past every check of the facts."""
    for row in (
        PositionAccountRow(NAME, "seat:A", "dora"),
        PositionAccountRow(NAME, "seat:D", "ann"),
    ):
        with pytest.raises(Conflict) as caught, linked.store.transaction() as unit:
            unit.tie_account(row)
        assert caught.value.code == "ACCOUNT_TAKEN"
    with linked.store.transaction() as unit:
        unit.bind_signer(PositionSignerRow(NAME, "seat:A", "t1"))
    for row in (PositionSignerRow(NAME, "seat:A", "t2"), PositionSignerRow(NAME, "seat:B", "t1")):
        with pytest.raises(Conflict) as caught, linked.store.transaction() as unit:
            unit.bind_signer(row)
        assert caught.value.code == "SIGNER_TAKEN"
    with linked.store.read() as unit:
        assert unit.signers(NAME) == (PositionSignerRow(NAME, "seat:A", "t1"),)


def test_of_eight_who_tie_one_account_at_once_one_wins(seated: Context, race: Race) -> None:
    results = race(8, lambda n: act(seated, "seats", "link", seat="ABC"[n % 3], account="ann"))
    assert sum(isinstance(result, Done) for result in results) == 1
    with seated.store.read() as unit:
        assert len(unit.positions(NAME)) == 1


def test_a_replaced_delegate_acts_no_more(linked: Context) -> None:
    act(linked, "regulation", "draft")
    replace(linked, "A")
    member = Actor("ann", "member")
    assert refusal(lambda: act(linked, "regulation", "agree", member)) == "NO_SEAT"
    assert refusal(lambda: actor_for(linked, "ann", NAME, "regulation", "agree")) == "NO_SEAT"
    with linked.store.read() as unit:
        assert [row.position for row in unit.positions(NAME)] == ["seat:B", "seat:C"]
    act(linked, "seats", "link", seat="A", account="dora")
    act(linked, "regulation", "agree", Actor("dora", "member"))


def test_two_persons_untie_an_account(linked: Context) -> None:
    by_two(linked, "seats", "unlink", seat="A", reason=WORDS)
    seat = process_of(linked).roster.seat("A")
    assert seat is not None
    assert (seat.state, seat.holder, seat.account) == ("filled", "h-A", "")
    act(linked, "seats", "link", seat="A", account="dora")


# ---------------------------------------------------------------- roles of offices


def test_the_chair_acts_and_nobody_else_whatever_was_granted(elected: Context) -> None:
    for account in ("bob", "dora"):
        grant_role(elected, account, "chair", "process", NAME)
    assert actor_for(elected, "ann", NAME, "session", "open") == Actor("ann", "chair")
    for account in ("bob", "dora"):
        assert refusal(lambda who=account: actor_for(elected, who, NAME, "session", "open")) == (
            "OFFICE"
        )
        chair = Actor(account, "chair")
        code = refusal(lambda who=chair: act(elected, "session", "open", who, present=["A"]))
        assert code == "OFFICE"
    assert not [p for p in possible_for(elected, "dora", NAME) if p.step == "session"]
    act(elected, "session", "open", Actor("ann", "chair"), present=["A"])


def test_before_an_office_is_filled_it_is_said_who_may_act(linked: Context) -> None:
    grant_role(linked, "dora", "chair", "process", NAME)
    grant_role(linked, "dora", "secretary", "process", NAME)
    with pytest.raises(Refused) as caught:
        act(linked, "session", "open", Actor("dora", "chair"), present=["A"])
    assert caught.value.code == "NO_OFFICE"
    assert caught.value.fix is not None
    assert caught.value.fix.values["roles"] == ("agency", "facilitator", "secretary")
    # Whoever was made secretary prepares the session until the office is filled.
    assert actor_for(linked, "dora", NAME, "session", "open") == Actor("dora", "secretary")
    act(linked, "officers", "elect", office="secretary", holder="clerk")
    secretary = Actor("dora", "secretary")
    code = refusal(lambda: act(linked, "session", "open", secretary, present=["A"]))
    assert code == "OFFICE"
    assert actor_for(linked, "clerk", NAME, "session", "open") == Actor("clerk", "secretary")


def test_an_act_for_the_chair_alone_waits_for_the_chair(linked: Context) -> None:
    with pytest.raises(Refused) as caught:
        actor_for(linked, "ann", NAME, "execution", "notice")
    assert caught.value.code == "NO_OFFICE"
    act(linked, "officers", "elect", office="chair", holder="A")
    assert actor_for(linked, "ann", NAME, "execution", "notice") == Actor("ann", "chair")
    assert refusal(lambda: actor_for(linked, "bob", NAME, "execution", "notice")) == "OFFICE"


def test_the_deputy_acts_while_the_chair_is_absent_or_gone(elected: Context) -> None:
    deputy = Actor("bob", "chair")
    assert refusal(lambda: act(elected, "session", "open", deputy, present=["B"])) == "OFFICE"
    act(elected, "session", "open", present=["A", "B"])
    came = {"seat": "C", "presence": "present"}
    assert refusal(lambda: act(elected, "session", "attend", deputy, **came)) == "OFFICE"
    act(elected, "session", "attend", seat="A", presence="absent")
    act(elected, "session", "attend", deputy, **came)
    act(elected, "session", "attend", seat="A", presence="present")
    assert refusal(lambda: act(elected, "session", "close", deputy)) == "OFFICE"
    replace(elected, "A")
    assert process_of(elected).roster.office("chair") is None
    act(elected, "session", "close", deputy)


def test_an_office_does_not_pass_on_with_the_seat(elected: Context) -> None:
    replace(elected, "A")
    act(elected, "seats", "link", seat="A", account="dora")
    assert refusal(lambda: actor_for(elected, "dora", NAME, "execution", "notice")) == ("NO_OFFICE")
    act(elected, "officers", "elect", office="chair", holder="C")
    assert actor_for(elected, "cem", NAME, "execution", "notice") == Actor("cem", "chair")


def test_an_office_is_filled_once_until_somebody_is_relieved(elected: Context) -> None:
    elect = {"office": "secretary", "holder": "dora"}
    assert refusal(lambda: act(elected, "officers", "elect", **elect)) == "FILLED"
    by_two(elected, "officers", "relieve", office="secretary", reason=WORDS)
    assert process_of(elected).roster.office("secretary") is None
    for holder, code in (("A", "VOTELESS"), ("ann", "ONE_SEAT"), ("ghost", "NO_ACCOUNT")):
        elect["holder"] = holder
        assert refusal(lambda: act(elected, "officers", "elect", **elect)) == code
    act(elected, "officers", "elect", office="secretary", holder="dora")
    assert actor_for(elected, "dora", NAME, "session", "open") == Actor("dora", "secretary")
    assert refusal(lambda: act(elected, "seats", "link", seat="A", account="dora")) == "LINKED"
    with elected.store.read() as unit:
        assert b"dora" not in b"".join(unit.entries(NAME))


# ---------------------------------------------------------------- signatures


def signed(context: Context, person: str, who: str) -> SignedText:
    text = process_of(context).select("report.frozen")[0].body["sha256"]
    return AUTHORITY.sign(person, protocol_text(NAME, "protocol", text, who))


def sign(context: Context, person: str, who: str, account: str, role: str = "member") -> Done:
    message = signed(context, person, who)
    actor = Actor(account, role)
    return sign_protocol(context, AUTHORITY.verifier(), actor, NAME, "protocol", who, message)


ALL = (
    ("person-a", "A", "ann", "member"),
    ("person-b", "B", "bob", "member"),
    ("person-c", "C", "cem", "member"),
    ("person-a", "chair", "ann", "chair"),
    ("person-s", "secretary", "clerk", "secretary"),
)


def test_each_signs_once_with_one_person_for_seat_and_office(
    frozen: Context, tmp_path: Path
) -> None:
    for person, who, account, role in ALL:
        sign(frozen, person, who, account, role)
    act(frozen, "protocol", "publish")
    process = process_of(frozen)
    published = process.select("report.published")[0].body
    assert (published["signatures"], published["offices"]) == (3, ["chair", "secretary"])
    with frozen.store.read() as unit:
        assert len(unit.signed_messages(NAME)) == 5
        positions = [row.position for row in unit.signers(NAME)]
        text = b"".join(unit.entries(NAME)).decode()
        tags = [row.tag for row in unit.signers(NAME)]
    assert positions == ["office:secretary", "seat:A", "seat:B", "seat:C"]
    assert not [tag for tag in tags if tag in text]
    assert "person-a" not in repr([dict(fact.body) for fact in process.facts])
    export_bundle(frozen, NAME, tmp_path / "b.zip")
    verdicts = {item.code: item.verdict for item in verify_file(tmp_path / "b.zip")}
    assert (verdicts["S1"], "fail" in verdicts.values()) == ("pass", False)


def test_the_fact_names_the_message_that_was_kept_with_it(frozen: Context) -> None:
    done = sign(frozen, "person-a", "A", "ann")
    assert done.kinds == ("signer.bound", "report.signed")
    with frozen.store.read() as unit:
        kept = unit.signed_message(NAME, f"fact:{done.last_seq}")
    assert b'"signatory":"A"' in kept.content
    fact = process_of(frozen).facts[-1]
    assert (fact.kind, fact.seq) == ("report.signed", done.last_seq)


def test_one_person_does_not_sign_for_two_seats(frozen: Context) -> None:
    sign(frozen, "person-a", "A", "ann")
    before = process_of(frozen).facts
    for other in (("B", "bob", "member"), ("secretary", "clerk", "secretary")):
        assert refusal(lambda to=other: sign(frozen, "person-a", *to)) == "SIGNER_TAKEN"
    assert process_of(frozen).facts == before
    with frozen.store.read() as unit:
        assert len(unit.signed_messages(NAME)) == 1


def test_nobody_signs_in_the_place_of_the_person_of_the_seat(frozen: Context) -> None:
    """The chair's seat is settled: no other person's signature serves for the office."""
    sign(frozen, "person-a", "A", "ann")
    assert refusal(lambda: sign(frozen, "person-x", "chair", "ann", "chair")) == "OTHER_SIGNER"
    assert refusal(lambda: sign(frozen, "person-x", "chair", "agency-1", "agency")) == (
        "OTHER_SIGNER"
    )
    sign(frozen, "person-a", "chair", "agency-1", "agency")


def test_the_first_signature_comes_from_the_account_of_the_seat(frozen: Context) -> None:
    code = refusal(lambda: sign(frozen, "person-x", "B", "agency-1", "agency"))
    assert code == "FIRST_SIGNATURE"
    assert refusal(lambda: sign(frozen, "person-x", "secretary", "agency-1", "agency")) == code
    assert refusal(lambda: sign(frozen, "person-a", "B", "ann")) == "OTHER_SEAT"
    assert refusal(lambda: sign(frozen, "person-b", "chair", "bob")) == "OTHER_OFFICE"
    assert refusal(lambda: sign(frozen, "person-d", "A", "dora")) == "NO_SEAT"
    with frozen.store.read() as unit:
        assert unit.signers(NAME) == ()
        assert unit.signed_messages(NAME) == ()


def test_a_new_delegate_signs_with_another_hand(frozen: Context) -> None:
    sign(frozen, "person-b", "B", "bob")
    replace(frozen, "C")
    act(frozen, "seats", "link", seat="C", account="dora")
    assert refusal(lambda: sign(frozen, "person-b", "C", "dora")) == "SIGNER_TAKEN"
    sign(frozen, "person-d", "C", "dora")
    replace(frozen, "B", "newer")
    with frozen.store.read() as unit:
        assert [row.position for row in unit.signers(NAME)] == ["seat:C"]


def test_a_signature_that_was_not_verified_is_none(frozen: Context) -> None:
    body = {"by": "A", "signature_sha256": "a" * 64}
    assert refusal(lambda: act(frozen, "protocol", "sign", **body)) == "UNVERIFIED"
    member = Actor("ann", "member")
    assert refusal(lambda: act(frozen, "protocol", "sign", member, **body)) == "UNVERIFIED"
    message = signed(frozen, "person-a", "B")
    code = refusal(
        lambda: sign_protocol(frozen, AUTHORITY.verifier(), member, NAME, "protocol", "A", message)
    )
    assert code == "SIG_CONTENT"


def test_fact_and_message_are_written_together_or_not_at_all(
    frozen: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deliberate.core.storage.vote_repository import VoteRepository

    def full(self: VoteRepository, *rows: object) -> None:
        raise OSError("no space left")

    before = process_of(frozen).facts
    with monkeypatch.context() as broken:
        broken.setattr(VoteRepository, "add_signed_messages", full)
        with pytest.raises(OSError, match="no space"):
            sign(frozen, "person-a", "A", "ann")
    assert process_of(frozen).facts == before
    with frozen.store.read() as unit:
        assert unit.signers(NAME) == ()
    sign(frozen, "person-a", "A", "ann")


def test_a_signature_by_hand_takes_two_and_says_so(frozen: Context, tmp_path: Path) -> None:
    paper = {"by": "C", "sheet_sha256": "c" * 64}
    member = Actor("cem", "member")
    assert refusal(lambda: act(frozen, "protocol", "sign_on_paper", member, **paper)) == "ROLE"
    wrong = {**paper, "sheet_sha256": "C" * 64}
    assert refusal(lambda: act(frozen, "protocol", "sign_on_paper", **wrong)) == "SIGNATURE"
    for person, who, account, role in ALL:
        if who != "C":
            sign(frozen, person, who, account, role)
    by_two(frozen, "protocol", "sign_on_paper", **paper)
    act(frozen, "protocol", "publish")
    fact = process_of(frozen).select("report.signed")[-1]
    assert (fact.public["seat"], fact.public["form"]) == ("C", "paper")
    export_bundle(frozen, NAME, tmp_path / "b.zip")
    (line,) = [item for item in verify_file(tmp_path / "b.zip") if item.code == "S1"]
    assert (line.verdict, line.reason.values["paper"]) == ("pass", 1)
