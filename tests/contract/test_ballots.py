"""The kind `ballot` with every method: opened, cast, counted, exported, verified, and forged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import DeliberateError
from deliberate.core.record.bundle import read_bundle, write_bundle
from deliberate.core.record.entry import parse_entry
from deliberate.core.record.outcome import outcome_of
from deliberate.core.record.verify import verify_file
from deliberate.core.services.bundling import export_bundle
from deliberate.core.services.context import Context
from deliberate.core.services.portal.decisions import rounds_of
from deliberate.core.services.rehearsal.rehearse import rehearse
from deliberate.core.storage import open_store
from tests.panel_of_ballots import NAME, SEATS, TEXT, act, in_session, pilot, process_of, registry


@pytest.fixture
def context() -> Iterator[Context]:
    with open_store(":memory:", migrate=True) as store:
        yield in_session(store)


def vote(context: Context, step: str, papers: Sequence[Mapping[str, Any]], **count: Any) -> Any:
    """One ballot from its opening to its count; the body of the count."""
    act(context, step, "open", text=TEXT)
    for seat, paper in zip(SEATS, papers, strict=True):
        act(context, step, "cast", seat=seat, form="roll_call", **paper)
    act(context, step, "count", **count)
    return process_of(context).select("ballot.counted", step=step)[-1].body


def refusal(what: Callable[[], object]) -> str:
    with pytest.raises(DeliberateError) as caught:
        what()
    return caught.value.code


def choices(words: str) -> list[dict[str, Any]]:
    return [{"choice": word} for word in words.split()]


def marks(*numbers: str) -> list[dict[str, Any]]:
    """Papers from digits beside park, road and wait; "-" leaves one blank."""
    names = ("park", "road", "wait")
    return [
        {"marks": {n: int(d) for n, d in zip(names, row, strict=True) if d != "-"}}
        for row in numbers
    ]


STORY: tuple[tuple[str, list[dict[str, Any]], str], ...] = (
    ("vote1", choices("not_retain not_retain retain abstain abstain"), "not_retain"),
    ("vote2", marks("123", "123", "213", "312", "231"), "park"),
    ("approving", marks("11-", "1--", "-11", "1-1", "---"), "tied"),
    ("ordering", marks("1--", "123", "213", "312", "231"), "park"),
    ("pairs", marks("123", "123", "213", "312", "231"), "park"),
    ("scoring", marks("900", "900", "090", "009", "555"), "park"),
    ("weights", marks("500", "032", "221", "005", "050"), "road"),
    (
        "agreeing",
        [*choices("consent consent stand_aside abstain"), {"choice": "object", "reason": "Costs."}],
        "not_adopted",
    ),
    ("living", marks("531", "431", "352", "455", "333"), "adopted_in_part"),
    ("plain", choices("for for for against abstain"), "adopted"),
)


def held(context: Context) -> Context:
    for step, papers, result in STORY:
        assert (step, vote(context, step, papers)["outcome"]) == (step, result)
    return context


def forge(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """The bundle after a change of its entries, with chain and outcome made to fit."""
    members = dict(read_bundle(path).members)
    records = [json.loads(line) for line in members["record.jsonl"].splitlines()]
    change(records)
    lines: list[bytes] = []
    previous = ""
    for number, record in enumerate(records, start=1):
        record["seq"], record["previous"] = number, previous
        lines.append(canonical(record))
        previous = digest(lines[-1])
    members["record.jsonl"] = b"".join(line + b"\n" for line in lines)
    members["outcome.json"] = canonical(outcome_of([parse_entry(x) for x in lines])) + b"\n"
    members.pop("manifest.json", None)
    write_bundle(path, members, {"process": NAME, "rehearsal": False})


def failures(path: Path) -> set[str]:
    return {promise.code for promise in verify_file(path) if promise.verdict == "fail"}


def entry(records: list[dict[str, Any]], kind: str, step: str) -> dict[str, Any]:
    return next(r["public"] for r in records if (r["kind"], r["step"]) == (kind, step))


def other_ranks(records: list[dict[str, Any]]) -> None:
    entry(records, "ballot.cast", "vote2")["marks"] = [["wait", 1], ["road", 2], ["park", 3]]


def more_points(records: list[dict[str, Any]]) -> None:
    entry(records, "ballot.cast", "weights")["marks"] = [["park", 6]]


def no_marks_at_all(records: list[dict[str, Any]]) -> None:
    entry(records, "ballot.cast", "weights")["marks"] = "park"


def another_outcome(records: list[dict[str, Any]]) -> None:
    entry(records, "ballot.counted", "scoring")["outcome"] = "road"


def a_silenced_objection(records: list[dict[str, Any]]) -> None:
    entry(records, "ballot.counted", "agreeing")["minority"] = []


def another_budget(records: list[dict[str, Any]]) -> None:
    entry(records, "ballot.opened", "weights")["definition"]["budget"] = 9


def another_rule_for_ties(records: list[dict[str, Any]]) -> None:
    entry(records, "ballot.opened", "vote2")["definition"]["ties"] = ["none"]


def no_definition(records: list[dict[str, Any]]) -> None:
    entry(records, "ballot.opened", "weights").pop("definition")


def a_definition_without_form(records: list[dict[str, Any]]) -> None:
    entry(records, "ballot.opened", "weights")["definition"] = {"method": 5}


def test_every_method_is_counted_verified_and_safe_from_forgers(
    context: Context, tmp_path: Path
) -> None:
    genuine = tmp_path / "genuine.zip"
    export_bundle(held(context), NAME, genuine)
    assert failures(genuine) == set()
    for change in (
        other_ranks,
        more_points,
        no_marks_at_all,
        another_outcome,
        a_silenced_objection,
        another_budget,
        another_rule_for_ties,
        no_definition,
        a_definition_without_form,
    ):
        forged = tmp_path / f"{change.__name__}.zip"
        forged.write_bytes(genuine.read_bytes())
        forge(forged, change)
        assert failures(forged), change.__name__
    process = process_of(context)
    assert process.state("never").state == "skipped"
    assert process.state("nor_this").state == "skipped"
    assert process.outcome("vote1") == "not_retain"
    told = {found.step: found for found in rounds_of(process)}
    assert told["vote2"].result.as_dict() == {"en": "A park"}
    assert told["vote2"].told[-1].text == "{option} wins with {votes} votes."
    assert told["plain"].told == ()
    counted = process.select("ballot.counted", step="agreeing")[-1].body
    assert [position["reasons"] for position in counted["minority"]] == [[], [], ["Costs."]]


def test_a_sequence_waits_for_its_condition(context: Context) -> None:
    assert refusal(lambda: act(context, "vote2", "open", text=TEXT)) == "ORDER"
    vote(context, "vote1", choices("retain retain retain not_retain abstain"))
    assert process_of(context).state("vote2").state == "skipped"
    assert process_of(context).state("never").state in {"open", "due", "overdue"}


def test_a_tie_is_broken_by_dice_thrown_after_it_is_known(context: Context, tmp_path: Path) -> None:
    papers = marks("500", "050", "---", "---", "---")
    act(context, "weights", "open", text=TEXT)
    for seat, paper in zip(SEATS, papers, strict=True):
        act(context, "weights", "cast", seat=seat, form="roll_call", **paper)
    assert refusal(lambda: act(context, "weights", "count")) == "LOT"
    assert refusal(lambda: act(context, "weights", "count", lot="heads")) == "LOT"
    act(context, "weights", "count", lot="3516")
    body = process_of(context).select("ballot.counted", step="weights")[-1].body
    assert (body["lot"], body["ties"][0]["rule"]) == ("3516", "lot")
    assert body["outcome"] in {"park", "road"}
    act(context, "plain", "open", text=TEXT)
    for seat in SEATS:
        act(context, "plain", "cast", seat=seat, form="roll_call", choice="for")
    assert refusal(lambda: act(context, "plain", "count", lot="3516")) == "NO_TIE"
    bundle = tmp_path / "tie.zip"
    export_bundle(context, NAME, bundle)
    assert failures(bundle) == set()

    def throw_again(records: list[dict[str, Any]]) -> None:
        entry(records, "ballot.counted", "weights").pop("lot")

    forge(bundle, throw_again)
    assert failures(bundle)


def test_options_may_be_put_to_the_vote_when_it_opens(context: Context) -> None:
    options = [{"id": "one", "text": {"en": "One"}}, {"id": "two", "text": {"en": "Two"}}]
    assert refusal(lambda: act(context, "wording", "open", text=TEXT)) == "BALLOT"
    lacking = [options[0], {"id": "two", "text": {"ru": "Два"}}]
    assert refusal(lambda: act(context, "wording", "open", text=TEXT, options=lacking)) != ""
    assert refusal(lambda: act(context, "weights", "open", text=TEXT, options=options)) == "OPTIONS"
    act(context, "wording", "open", text=TEXT, options=options)
    opened = process_of(context).select("ballot.opened", step="wording")[-1].body
    assert opened["definition"]["options"] == options


FAULTY: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("weights", {"marks": {"park": 6}}, "PAPER"),
    ("weights", {"marks": {"lake": 1}}, "PAPER"),
    ("weights", {"choice": "lake"}, "UNKNOWN"),
    ("weights", {"choice": "park", "marks": {"park": 1}}, "PAPER"),
    ("weights", {}, "PAPER"),
    ("weights", {"marks": {"park": "5"}}, "FORMAT"),
    ("scoring", {"marks": {"park": 11}}, "PAPER"),
    ("pairs", {"marks": {"park": 1, "road": 1}}, "PAPER"),
    ("pairs", {"marks": {"park": 1, "road": 3}}, "PAPER"),
    ("agreeing", {"choice": "object"}, "PAPER"),
    ("plain", {"marks": {"for": 2}}, "PAPER"),
    ("plain", {"choice": "maybe"}, "UNKNOWN"),
)


def test_a_paper_with_a_fault_changes_nothing(context: Context) -> None:
    for step in sorted({step for step, _, _ in FAULTY}):
        act(context, step, "open", text=TEXT)
    before = len(process_of(context).facts)
    for step, paper, code in FAULTY:
        cast = {"seat": "A", "form": "roll_call", **paper}
        assert (paper, refusal(partial(act, context, step, "cast", **cast))) == (paper, code)
    assert len(process_of(context).facts) == before


def test_players_vote_by_every_method_and_the_same_seed_votes_alike(tmp_path: Path) -> None:
    bundles = []
    for name in ("one.zip", "two.zip"):
        with open_store(":memory:", migrate=True) as store:
            played = rehearse(store, registry(), pilot(), 7)
            export_bundle(played.context, NAME, tmp_path / name)
            process = process_of(played.context)
        bundles.append((tmp_path / name).read_bytes())
    assert bundles[0] == bundles[1]
    assert failures(tmp_path / "one.zip") == set()
    counted = {fact.step for fact in process.select("ballot.counted")}
    held = {step.id for step in process.rulebook.steps if step.kind == "ballot"}
    assert counted == held - {"vote2"}, "the first vote retains, so the second is not reached"
