"""Verification: recompute everything a public bundle shows, without database, server or plugin.

Each check reads the record and the published files alone. A check that finds a difference says
which; one that this bundle cannot decide says so instead of passing. The list of checks only grows:
a new promise is a new line in `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from deliberate.core.errors import Message, message
from deliberate.core.record.bundle import Bundle, read_bundle
from deliberate.core.record.check_acts import check_acts
from deliberate.core.record.check_counters import check_counters
from deliberate.core.record.check_decision import check_ballots
from deliberate.core.record.check_documents import check_documents
from deliberate.core.record.check_draw_rules import check_draw_rules
from deliberate.core.record.check_execution import check_execution
from deliberate.core.record.check_files import (
    CHAIN,
    check_chain,
    check_members,
    check_outcome,
    check_rehearsal,
    check_texts,
)
from deliberate.core.record.check_gathering import KINDS as GATHERING_KINDS
from deliberate.core.record.check_gathering import check_gathering
from deliberate.core.record.check_lottery import LIST, check_lottery_draw, check_lottery_list
from deliberate.core.record.check_pool import check_with_pool
from deliberate.core.record.check_public_vote import (
    check_draws,
    check_frozen_votes,
    check_public_count,
    check_seats,
)
from deliberate.core.record.check_rules import check_rules
from deliberate.core.record.check_secrecy import check_secrecy
from deliberate.core.record.check_signatures import asked as asks_for_signatures
from deliberate.core.record.check_signatures import check_signatures
from deliberate.core.record.check_surveys import KINDS as SURVEY_KINDS
from deliberate.core.record.check_surveys import check_surveys
from deliberate.core.record.check_tables import KINDS as TABLE_KINDS
from deliberate.core.record.check_tables import check_tables
from deliberate.core.record.check_wording import asked as asks_for_wording
from deliberate.core.record.check_wording import check_wording
from deliberate.core.record.frozen_rules import frozen_rules
from deliberate.core.record.letter_seal import TITLE, check_letter, read_proof
from deliberate.core.record.own_panels import TITLE as OWN
from deliberate.core.record.own_panels import OwnPanels, check_own
from deliberate.core.record.promise import CheckFailed, Promise, judge
from deliberate.core.record.reading import Reading, read_entries
from deliberate.core.recruitment.lottery.hidden_list import AuditedPool

Check = Callable[[Reading], Message | None]
"""What was recomputed, or None when the bundle holds nothing to check; raises `CheckFailed`."""

FILES = message("The files are those the manifest lists")
CHECKS: tuple[tuple[str, Message, Check], ...] = (
    ("R1", CHAIN, check_chain),
    ("R2", message("The rules are those of the opening"), check_texts),
    ("R3", message("Votes were held by these rules"), check_rules),
    ("R4", message("Real or rehearsed, every entry says so"), check_rehearsal),
    ("V1", message("The votes are those frozen at the close"), check_frozen_votes),
    ("V2", message("The public vote is counted right"), check_public_count),
    ("V3", message("The tie was drawn right"), check_draws),
    ("V4", message("The seats went to those elected"), check_seats),
    ("D1", message("The decision is counted right"), check_ballots),
    ("D2", message("Members voted as openly as was stated"), check_secrecy),
    ("D3", message("Votes were counted by whom the rules ask for"), check_counters),
    ("M1", message("What is recorded for a member says so"), check_acts),
    ("S1", message("The protocol is signed as it says"), check_signatures),
    ("T1", message("The documents are those on the record"), check_documents),
    ("F1", message("The points were followed by the rules"), check_execution),
    ("O1", message("The outcome is what the record says"), check_outcome),
)
LOTTERY_KINDS = ("lottery.committed", "lottery.drawn")
LOTTERY: tuple[tuple[str, Message, Check], ...] = (
    ("C1", LIST, check_lottery_list),
    ("C2", message("The panel was picked by chance, and it has the seats"), check_lottery_draw),
    ("C5", message("The lottery was held by the rules"), check_draw_rules),
)
"""Checks of a model that draws its members by lot; in other models they are not asked."""
TABLES = ("G1", message("The tables were planned as the record says"), check_tables)
"""The check of a model that plans tables; in other models it is not asked."""
SURVEYS = ("Q1", message("The surveys were counted as the record says"), check_surveys)
"""The check of a model that asks people; in other models it is not asked."""
GATHERINGS = ("W1", message("Points and parts were added up as the record says"), check_gathering)
"""The check of a model that weighs or gathers; in other models it is not asked."""
WORDING = ("D4", message("Members voted on the wording that they had agreed"), check_wording)
"""The check of a model in which members word what they vote on; in others it is not asked."""
RESTS_ON: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "V2": ("V1",),
        "V3": ("V1", "V2"),
        "V4": ("V1", "V2", "V3"),
        "L1": ("R1", "T1"),
        "C2": ("C1",),
        "D1": ("D2",),
        "D3": ("R2",),
        "D4": ("R2",),
        "C5": ("R2", "C1"),
        "N1": ("R1", "C1"),
        "C4": ("C3",),
    }
)
"""What a check takes for granted: a count proves nothing about votes that are not the frozen ones,
a draw nothing about a tie that the count does not find, a seal nothing in a broken record."""
SIGNED = "report under which somebody signs"
ABOUT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(("V1", "V2", "V3", "V4"), frozenset({"public_vote"})),
        **dict.fromkeys(("R3", "D1", "D2", "D3"), frozenset({"ballot"})),
        **dict.fromkeys(("E1", "P1"), frozenset({"ballot", "public_vote"})),
        "S1": frozenset({SIGNED}),
        "F1": frozenset({"execution"}),
    }
)
"""What a promise is about, mostly kinds of steps; rules without any of it do not make it."""
NOT_SHOWN = (
    Promise(
        "E1",
        message("Only eligible people voted"),
        "not_shown",
        message("The signed messages are in the auditors' bundle, not in the public one."),
    ),
    Promise(
        "P1",
        message("Your vote is on the record"),
        "not_shown",
        message("Receipts with proofs of inclusion are not part of this format."),
    ),
)


def verify_file(
    path: Path,
    letter: Path | None = None,
    pool: AuditedPool | None = None,
    own: OwnPanels | None = None,
) -> tuple[Promise, ...]:
    """Verify a bundle in a file; raises `UnusableInput` when it is no bundle at all.

    `letter`: the proof that lies beside a letter, to be found on the record as well. `pool`: the
    people of a lottery without names and their panels, where whoever verifies was handed them;
    `own`: the panels of one person.
    """
    proof = None if letter is None else read_proof(letter)
    bundle = read_bundle(path)
    promises = verify(bundle, pool)
    more: list[Promise] = []
    if proof is not None:
        more.append(_of_record("L1", TITLE, bundle, partial(check_letter, found=proof)))
    if own is not None:
        more.append(_of_record("N1", OWN, bundle, partial(check_own, own=own)))
    return tuple(_resting((*promises, *more))) if more else promises


def _of_record(
    code: str, title: Message, bundle: Bundle, check: Callable[[Reading], Promise]
) -> Promise:
    try:
        return check(Reading(bundle, read_entries(bundle)))
    except CheckFailed as failure:
        return Promise(code, title, "fail", failure.reason)


def verify(bundle: Bundle, pool: AuditedPool | None = None) -> tuple[Promise, ...]:
    """One promise per check, in a fixed order; never raises, whatever the members hold."""
    files = judge("B1", FILES, lambda: check_members(bundle))
    try:
        reading = Reading(bundle, read_entries(bundle))
    except CheckFailed as failure:
        return files, Promise("R1", CHAIN, "fail", failure.reason), *_unread(), *NOT_SHOWN
    checks = (*CHECKS, *LOTTERY) if reading.select(*LOTTERY_KINDS) else CHECKS
    if reading.select(*TABLE_KINDS):
        checks = (*checks, TABLES)
    if reading.select(*SURVEY_KINDS):
        checks = (*checks, SURVEYS)
    if reading.select(*GATHERING_KINDS):
        checks = (*checks, GATHERINGS)
    if asks_for_wording(reading):
        checks = (*checks, WORDING)
    judged = [judge(code, title, partial(check, reading)) for code, title, check in checks]
    judged += check_with_pool(reading, pool)
    return tuple(_that_apply(reading, (files, *_resting(judged), *NOT_SHOWN)))


def _that_apply(reading: Reading, judged: Sequence[Promise]) -> Iterator[Promise]:
    """The promises, without those about steps that the rules do not have: they cannot be kept.

    What was looked at stays, whatever the rules say, and so does all where they cannot be read.
    """
    try:
        kinds = {str(step.get("kind")) for step in reading.derived(frozen_rules).steps.values()}
        kinds |= {SIGNED} if asks_for_signatures(reading) else set()
    except CheckFailed:
        kinds = None
    for promise in judged:
        about = ABOUT.get(promise.code)
        if promise.verdict != "not_shown" or kinds is None or about is None or about & kinds:
            yield promise


def _resting(judged: Sequence[Promise]) -> Iterator[Promise]:
    """The promises, without those that rest on a broken one."""
    broken = {promise.code for promise in judged if promise.verdict == "fail"}
    for promise in judged:
        under = tuple(code for code in RESTS_ON.get(promise.code, ()) if code in broken)
        if under and promise.verdict == "pass":
            reason = message("This rests on what is broken: {codes}.", codes=under)
            yield replace(promise, verdict="not_shown", reason=reason)
        else:
            yield promise


def _unread() -> tuple[Promise, ...]:
    """Without a readable record nothing that rests on it can be shown."""
    reason = message("The record cannot be read.")
    return tuple(Promise(code, title, "not_shown", reason) for code, title, _ in CHECKS[1:])
