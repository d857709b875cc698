"""A public draw: what is fixed before the dice, what they pick, and the forgeries it notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from deliberate.core import merkle
from deliberate.core.errors import Refused, UnusableInput
from deliberate.core.process.respondents import Respondent
from deliberate.core.randomness import Generator
from deliberate.core.record.bundle import Bundle
from deliberate.core.record.check_lottery import check_pick
from deliberate.core.record.draw_record import (
    begin,
    drawn_by_beacon,
    drawn_by_dice,
    entries_of,
    verify_draw,
)
from deliberate.core.record.entry import Entry
from deliberate.core.record.own_panels import read_own
from deliberate.core.record.promise import CheckFailed
from deliberate.core.record.reading import Reading
from deliberate.core.recruitment.lottery.hidden_list import AuditedPool, own_leaf
from deliberate.core.recruitment.lottery.pool import Quota, Targets
from deliberate.core.recruitment.lottery.public_draw import Prepared, picked_by, prepare
from deliberate.core.recruitment.tie_draw import Commitment, Reveal, commit, common_seed
from deliberate.core.services.public_draws import own_proof

NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)
TARGETS = Targets(
    4,
    (
        Quota("sex", "f", 2, 2),
        Quota("sex", "m", 2, 2),
        Quota("age", "old", 1, 3),
        Quota("age", "young", 1, 3),
    ),
)


def pool(count: int = 14) -> tuple[Respondent, ...]:
    chance = Generator(b"pool")
    return tuple(
        Respondent(
            number,
            {"sex": "mf"[number % 2], "age": ("old", "young")[number % 3 == 0]},
            f"H{number // 2}" if number < 6 else "",
            chance.bytes(32).hex(),
            "willing",
        )
        for number in range(1, count + 1)
    )


PREPARED = prepare(pool(), TARGETS)
AUDITED = AuditedPool(pool(), PREPARED.hidden.own())
RECORD = begin("draw", NOW, PREPARED)


def drawn(digits: tuple[int, ...] = (4, 0, 7)) -> bytes:
    return drawn_by_dice(RECORD, NOW + timedelta(hours=1), digits, AUDITED)[0]


def verdicts(record: bytes, people: AuditedPool | None = None) -> dict[str, str]:
    return {item.code: item.verdict for item in verify_draw(record, people)}


def test_everything_is_kept_by_a_genuine_draw() -> None:
    assert verdicts(drawn(), AUDITED) == dict.fromkeys(("R1", "C1", "C2", "C3", "C4"), "pass")
    turned = replace(AUDITED, people=tuple(reversed(pool())))
    assert verdicts(drawn(), turned) == verdicts(drawn(), AUDITED)


def test_before_the_dice_and_without_the_pool_less_is_shown() -> None:
    assert verdicts(RECORD) == {
        "R1": "pass", "C1": "pass", "C2": "not_shown", "C3": "not_shown", "C4": "not_shown",
    }  # fmt: skip


def test_the_dice_pick_the_panel_of_their_number() -> None:
    record, entry = drawn_by_dice(RECORD, NOW, (0, 1, 2), AUDITED)
    assert entry.public["panel"] == list(PREPARED.panels[12])
    assert record.startswith(RECORD), "what was fixed stands at the beginning, byte for byte"


def test_the_list_follows_from_pool_and_targets_alone() -> None:
    assert begin("draw", NOW, prepare(tuple(reversed(pool())), TARGETS)) == RECORD


@pytest.mark.parametrize("digits", [(4, 0), (4, 0, 7, 1), (4, 0, 10), (4, 0, -1), ()])
def test_dice_that_cannot_be(digits: tuple[int, ...]) -> None:
    with pytest.raises(UnusableInput):
        drawn_by_dice(RECORD, NOW, digits, AUDITED)


def test_nothing_is_drawn_twice() -> None:
    with pytest.raises(Refused):
        drawn_by_dice(drawn(), NOW, (1, 2, 3), AUDITED)


def test_people_who_cannot_be_together_are_on_no_panel() -> None:
    home = {one.number: one.household for one in pool()}
    for panel in PREPARED.panels:
        shared = [home[number] for number in panel if home[number]]
        assert len(set(shared)) == len(shared)


Change = Callable[[list[Entry]], None]


def forged(record: bytes, change: Change) -> bytes:
    """The record after a change, with all numbers and hashes mended."""
    entries = list(entries_of(record))
    change(entries)
    mended: list[Entry] = []
    for seq, entry in enumerate(entries, start=1):
        previous = mended[-1].hash if mended else ""
        mended.append(replace(entry, seq=seq, previous=previous))
    return b"".join(entry.json + b"\n" for entry in mended)


def public(kind: str, **values: Any) -> Change:
    def change(entries: list[Entry]) -> None:
        for place, entry in enumerate(entries):
            if entry.kind == kind:
                entries[place] = replace(entry, public={**entry.public, **values})

    return change


OTHER = replace(
    PREPARED.hidden,
    panels=(*PREPARED.panels[:407], *reversed(PREPARED.panels[407:409]), *PREPARED.panels[409:]),
)
"""The list with two panels exchanged."""


def swap_a_panel(entries: list[Entry]) -> None:
    """The neighbour in the drawn place, opened as the list that was fixed opens it."""
    body = {"panel": list(OTHER.panels[407]), **PREPARED.hidden.opened(407)}
    entries[4] = replace(entries[4], public={**entries[4].public, **body})


def swap_in_the_list(entries: list[Entry]) -> None:
    """The same in the list itself, its hash mended."""
    again = replace(PREPARED, hidden=OTHER)
    entries[2] = replace(entries[2], public={**again.as_body(), "randomness": "dice"})
    body = {"panel": list(OTHER.panels[407]), **OTHER.opened(407), "alternates": []}
    entries[4] = replace(entries[4], public={**entries[4].public, **body})


def dice_before_the_list(entries: list[Entry]) -> None:
    fixed, dice = entries[2:4]
    entries[2:4] = [replace(dice, at=fixed.at), replace(fixed, at=dice.at)]


def list_before_its_targets(entries: list[Entry]) -> None:
    entries[1], entries[2] = entries[2], entries[1]


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (public("lottery.drawn", number=408), "C2"),
        (public("lottery.drawn", panel=[1, 2, 3, 4]), "C2"),
        (public("lottery.thrown", digits=[4, 0, 8]), "C2"),
        (public("lottery.thrown", digits=[40, 7]), "C2"),
        (public("lottery.committed", panels_hash="0" * 64), "C2"),
        (public("lottery.committed", smallest_chance="1/2"), "C1"),
        (public("lottery.committed", targets_hash="0" * 64), "C1"),
        (public("lottery.committed", pool_hash="0" * 64), "C1"),
        (public("lottery.committed", panel_count=100), "C1"),
        (public("lottery.committed", panel_count=999), "C1"),
        (public("lottery.committed", panels_hash="00"), "C1"),
        (public("lottery.committed", quotas=[["sex", 1]]), "C1"),
        (public("lottery.committed", numbers=[1, 2, 3]), "C1"),
        (public("lottery.committed", numbers=[]), "C1"),
        (public("lottery.committed", numbers=[*range(2, 15), 1]), "C1"),
        (public("lottery.committed", chances=[["2/7", 14]]), "C1"),
        (public("lottery.committed", chances=[["0", 10], ["1", 4]]), "C1"),
        (public("lottery.committed", chances=[["1e99999999", 4]]), "C1"),
        (public("lottery.committed", chances=None), "C1"),
        (public("lottery.committed", size=0), "C1"),
        (public("lottery.committed", excluded=-1), "C1"),
        (public("lottery.committed", excluded=1), "C3"),
        (public("lottery.targets_set", size=5), "C1"),
        (public("lottery.committed", randomness="mine"), "C2"),
        (public("lottery.committed", randomness="commit_reveal"), "C2"),
        (public("lottery.drawn", salt="00" * 32), "C2"),
        (public("lottery.drawn", path=[]), "C2"),
        (public("lottery.drawn", path=["zz"]), "C2"),
        (public("lottery.drawn", alternates=[99]), "C2"),
        (public("lottery.drawn", alternates=list(PREPARED.panels[407][:1])), "C2"),
        (public("lottery.drawn", alternates=[]), "C3"),
        (public("lottery.drawn", counts=[]), "C3"),
        (public("lottery.committed", bound="0.990000000"), "C4"),
        (public("lottery.committed", bound="1e99999999"), "C4"),
        (public("lottery.committed", gap="0.000001000"), "C4"),
        (public("lottery.committed", largest_deviation="0/1"), "C4"),
        (public("lottery.committed", largest_deviation=None), "C4"),
        (public("lottery.committed", method="columns"), "C4"),
        (dice_before_the_list, "C2"),
        (list_before_its_targets, "C1"),
        (swap_a_panel, "C2"),
        (swap_in_the_list, "C3"),
    ],
)
def test_a_forgery_that_mends_all_hashes_is_named(change: Change, broken: str) -> None:
    found = verdicts(forged(drawn(), change), AUDITED)
    assert next(code for code, verdict in found.items() if verdict == "fail") == broken


def test_last_digits_that_another_machine_rounds_otherwise_are_no_forgery() -> None:
    """A bound is a sum of floats; within 10⁻⁷ it is the same one. The list is the same or not."""
    body = entries_of(RECORD)[2].public
    near = Fraction(body["bound"]) + Fraction(5, 10**8)
    far = Fraction(body["bound"]) + Fraction(5, 10**7)
    for bound, said in ((near, "pass"), (far, "fail")):
        change = public("lottery.committed", bound=f"{float(bound):.9f}")
        assert verdicts(forged(drawn(), change), AUDITED)["C4"] == said


def test_a_byte_changed_breaks_the_chain() -> None:
    assert verdicts(drawn().replace(b'"digits":[4,0,7]', b'"digits":[4,0,8]', 1))["R1"] == "fail"


def test_another_pool_is_noticed() -> None:
    people = list(pool())
    people[3] = replace(people[3], values={**people[3].values, "sex": "f"})
    assert verdicts(drawn(), replace(AUDITED, people=tuple(people)))["C3"] == "fail"
    assert verdicts(drawn(), replace(AUDITED, people=pool()[:-1]))["C3"] == "fail"


def test_a_panel_that_breaks_a_quota_is_noticed_though_its_hash_is_right() -> None:
    women = sorted(one.number for one in pool() if one.values["sex"] == "f")[:4]
    hidden = replace(PREPARED.hidden, panels=(tuple(women), *PREPARED.panels[1:]))
    record = begin("draw", NOW, replace(PREPARED, hidden=hidden))
    found = verify_draw(record, AuditedPool(pool(), hidden.own()))
    assert [item.code for item in found if item.verdict == "fail"] == ["C3", "C4"]


def test_a_panel_too_large_beside_one_too_small_is_noticed() -> None:
    """The sums of all chances come to the seats, and the wide quotas are kept."""
    wide = Targets(4, (Quota("sex", "f", 1, 4), Quota("sex", "m", 1, 4)))
    prepared = prepare(pool(), wide)
    first, second, *others = prepared.panels
    moved = next(n for n in first if n not in second and n > 5)
    two = (tuple(n for n in first if n != moved), tuple(sorted((*second, moved))))
    assert {len(panel) for panel in two} == {3, 5}
    hidden = replace(prepared.hidden, panels=(*two, *others))
    record = begin("draw", NOW, replace(prepared, hidden=hidden))
    found = verify_draw(record, AuditedPool(pool(), hidden.own()))
    assert [item.code for item in found if item.verdict == "fail"] == ["C3", "C4"]


def test_panels_of_a_file_that_are_not_those_fixed() -> None:
    own = dict(AUDITED.own or {})
    own[1] = None
    assert verdicts(drawn(), replace(AUDITED, own=own))["C3"] == "fail"
    own[1] = (1000,)
    assert verdicts(drawn(), replace(AUDITED, own=own))["C3"] == "fail"
    exchanged = verdicts(drawn(), replace(AUDITED, own=OTHER.own()))
    assert exchanged["C3"] == "fail", "the hash alone tells: same chances, and all quotas are kept"
    untold = verdicts(drawn(), replace(AUDITED, own=None))
    assert (untold["C3"], untold["C4"]) == ("not_shown", "pass")
    with pytest.raises(UnusableInput):
        drawn_by_dice(RECORD, NOW, (1, 2, 3), replace(AUDITED, own=own))
    with pytest.raises(UnusableInput):
        drawn_by_dice(RECORD, NOW, (1, 2, 3), replace(AUDITED, own=None))


def test_a_pool_with_other_values_is_not_drawn_from() -> None:
    """The list would keep its hash; counts and alternates would follow from wrong values."""
    people = (replace(pool()[0], values={"sex": "m", "age": "old"}), *pool()[1:])
    assert people != pool()
    with pytest.raises(UnusableInput, match="pool_hash"):
        drawn_by_dice(RECORD, NOW, (1, 2, 3), replace(AUDITED, people=people))
    twice = replace(AUDITED, people=(*pool(), pool()[0]))
    assert verdicts(drawn(), twice)["C3"] == "fail"
    assert verdicts(drawn(), twice)["C4"] == "fail"


def test_the_record_tells_nobodys_panels_but_the_one_drawn() -> None:
    """Neither a panel nor the salt of a person or of another panel stands in it."""
    text = drawn().decode()
    shown = str(list(PREPARED.panels[407])).replace(" ", "")
    assert shown in text
    for place, panel in enumerate(PREPARED.panels):
        if place != 407:
            assert str(list(panel)).replace(" ", "") not in text or panel == PREPARED.panels[407]
            assert place % 100 or PREPARED.hidden.opened(place)["salt"] not in text
    assert not any(one.salt in text for one in pool())


def test_people_find_the_own_panels_behind_the_hash(tmp_path: Path) -> None:
    drawn_one = PREPARED.panels[407][0]
    left_out = next(n for n in PREPARED.hidden.numbers if n not in PREPARED.panels[407])
    for number in (drawn_one, left_out):
        file = tmp_path / f"{number}.json"
        file.write_bytes(own_proof(AUDITED, number))
        for record in (RECORD, drawn()):
            mine = verify_draw(record, own=read_own(file))[-1]
            assert (mine.code, mine.verdict) == ("N1", "pass")


@pytest.mark.parametrize("key", ["number", "panels", "salt", "path"])
def test_panels_of_a_person_that_are_not_those_fixed(key: str) -> None:
    proof = PREPARED.hidden.proof(3)
    wrong = {"number": 4, "panels": [], "salt": "00" * 32, "path": proof["path"][1:]}
    assert verify_draw(drawn(), own={**proof, key: wrong[key]})[-1].verdict == "fail"


def test_somebody_left_out_of_the_panel_that_was_drawn_notices() -> None:
    """The tree holds what each person was told beside the panels: here the two do not agree."""
    left_out = PREPARED.panels[407][0]
    own = tuple(place for place in PREPARED.hidden.own()[left_out] or () if place != 407)
    assert 407 not in own
    told = {**PREPARED.hidden.proof(left_out), "panels": list(own)}
    leaves = PREPARED.hidden._leaves()
    place = len(PREPARED.panels) + PREPARED.hidden.numbers.index(left_out)
    leaves[place] = own_leaf(left_out, own, told["salt"])
    told["path"] = [step.hex() for step in merkle.path(leaves, place)]

    def lying(entries: list[Entry]) -> None:
        way = [step.hex() for step in merkle.path(leaves, 407)]
        hashed = merkle.root(leaves).hex()
        entries[2] = replace(entries[2], public={**entries[2].public, "panels_hash": hashed})
        entries[4] = replace(entries[4], public={**entries[4].public, "path": way})

    found = verify_draw(forged(drawn(), lying), AUDITED, told)
    assert {item.code for item in found if item.verdict == "fail"} == {"C3", "C4", "N1"}


@pytest.mark.parametrize(
    "record", [b"", b"{}\n", b"nonsense", RECORD[:-1], RECORD.split(b"\n")[0] + b"\n"]
)
def test_what_is_no_record_of_a_draw(record: bytes) -> None:
    with pytest.raises(UnusableInput):
        drawn_by_dice(record, NOW, (1, 2, 3), AUDITED)


VALUE = "c0ffee" * 8


def test_a_round_of_a_beacon_that_was_named_beforehand() -> None:
    fixed = begin("draw", NOW, PREPARED, beacon_round=4_242)
    record, entry = drawn_by_beacon(fixed, NOW, VALUE, AUDITED)
    assert entry.public["panel"] in [list(panel) for panel in PREPARED.panels]
    assert set(verdicts(record, AUDITED).values()) == {"pass"}
    for change in (
        public("lottery.beacon", round=4_243),
        public("lottery.beacon", value="00" * 24),
        public("lottery.committed", round=4_241),
    ):
        assert verdicts(forged(record, change))["C2"] == "fail"
    with pytest.raises(Refused):
        drawn_by_dice(fixed, NOW, (1, 2, 3), AUDITED)
    with pytest.raises(Refused):
        drawn_by_beacon(RECORD, NOW, VALUE, AUDITED)


@pytest.mark.parametrize("value", ["", "zz", "c0ffee", "c0ffe" * 9])
def test_a_value_that_no_beacon_gave(value: str) -> None:
    with pytest.raises(UnusableInput):
        drawn_by_beacon(begin("draw", NOW, PREPARED, beacon_round=1), NOW, value, AUDITED)


class Parties:
    """The record of a draw by the values of two parties."""

    def __init__(self, prepared: Prepared, roles: tuple[str, str] = ("agency", "observer")) -> None:
        self.entries = list(entries_of(begin("p", NOW, prepared)))
        body = {**self.entries[2].public, "randomness": "commit_reveal"}
        self.entries[2] = replace(self.entries[2], public=body)
        self.context = f"p/lottery/1/{body['panels_hash']}"
        self.values = {"a": b"\x01" * 32, "b": b"\x02" * 32}
        self.commitments: list[Commitment] = []
        for minute, (party, role) in enumerate(zip(self.values, roles, strict=True)):
            sealed = commit(party, self.values[party], self.context)
            self.commitments.append(sealed)
            more = {"reveal_by": (NOW + timedelta(days=3)).isoformat()} if minute else {}
            self.add("value_committed", role, minute, party=party, hash=sealed.hash, **more)
        self.roles = dict(zip(self.values, roles, strict=True))

    def add(self, kind: str, role: str, minutes: float, **body: Any) -> None:
        at = (NOW + timedelta(minutes=minutes)).isoformat()
        self.entries.append(
            Entry(
                "p",
                len(self.entries) + 1,
                at,
                role,
                f"lottery.{kind}",
                "lottery",
                1,
                None,
                body,
                "",
            )
        )

    def reveal(self, *parties: str, minutes: float = 10, role: str = "") -> Parties:
        for party in parties:
            value = self.values[party].hex()
            self.add("value_revealed", role or self.roles[party], minutes, party=party, value=value)
        return self

    def draw(self, *revealed: str, minutes: float = 20) -> None:
        """Draw and check."""
        hashed = PREPARED.hidden.hash
        missing = [party for party in self.values if party not in revealed]
        given = [Reveal(party, self.values[party]) for party in revealed]
        seed = common_seed(given, self.commitments, self.context, instead=hashed if missing else "")
        number = picked_by(seed, len(PREPARED.panels))
        opened = PREPARED.hidden.opened(number)
        panel = list(PREPARED.panels[number])
        body: dict[str, Any] = {"number": number, "panel": panel, "alternates": [], **opened}
        body["seed"] = seed
        if missing:
            body["not_revealed"] = missing
        self.add("drawn", "agency", minutes, **body)
        check_pick(Reading(Bundle({}, {}, ""), tuple(self.entries)))


def test_two_values_pick_a_panel() -> None:
    Parties(PREPARED).reveal("a", "b").draw("a", "b")


def test_a_value_that_is_kept_back_is_replaced_once_its_time_is_over() -> None:
    Parties(PREPARED).reveal("a").draw("a", minutes=3 * 24 * 60 + 5)
    with pytest.raises(CheckFailed):
        Parties(PREPARED).reveal("a").draw("a", minutes=60)


def test_parties_of_one_side_are_noticed() -> None:
    with pytest.raises(CheckFailed):
        Parties(PREPARED, ("agency", "secretary")).reveal("a", "b").draw("a", "b")


def test_a_value_revealed_too_late_or_for_another_is_noticed() -> None:
    with pytest.raises(CheckFailed):
        late = Parties(PREPARED).reveal("a").reveal("b", minutes=4 * 24 * 60)
        late.draw("a", "b", minutes=5 * 24 * 60)
    with pytest.raises(CheckFailed):
        Parties(PREPARED).reveal("a").reveal("b", role="agency").draw("a", "b")


def test_a_seed_of_ones_own_is_noticed() -> None:
    parties = Parties(PREPARED).reveal("a", "b")
    parties.commitments = [commit("a", b"x", parties.context), parties.commitments[1]]
    parties.values["a"] = b"x"
    with pytest.raises((CheckFailed, Refused)):
        parties.draw("a", "b")
