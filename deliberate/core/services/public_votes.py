"""Casting votes in a public vote: signed by the voter, or imported from comments.

One person, one counted vote holds for the signed channel. Comments are one for each account of a
social page; several accounts may belong to one person, and the pages say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import Finding, Refused, UnusableInput, Where, message
from deliberate.core.identity.signatures import SignedText, Signer, Verifier
from deliberate.core.identity.voter_tag import voter_tag
from deliberate.core.process.engine import at_rest
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.process.offices import refusal
from deliberate.core.process.process import Process
from deliberate.core.recruitment.public_vote import RESIDENCE_DECLARED, closes_at, opened_fact
from deliberate.core.services.appending import append
from deliberate.core.services.context import Context
from deliberate.core.services.opening import VOTER_TAG_SECRET
from deliberate.core.services.setting import jurisdiction_of
from deliberate.core.services.territory import Home, homes
from deliberate.core.storage.rows import SignedMessageRow, VoteRow
from deliberate.core.storage.store import Unit

IMPORTERS = ("secretary", "agency")
"""The roles that may take in comment votes."""


@dataclass(frozen=True, slots=True)
class Voted:
    """The reply to a vote: its public code, which its voter finds again in the published list."""

    code: str
    superseded: str | None


@dataclass(frozen=True, slots=True)
class CommentVote:
    """One comment as exported from a social page. `account` never leaves the storage in clear.

    `line`: where it stands in the file that it was read from; 0 when there is none.
    """

    account: str
    choices: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class SignedBallot:
    """What a voter sends: the choices, a nonce of the voter's own, and the signed text of both.

    `residence`: where the voter declares to live, a place of the territory; empty where the vote
    does not ask. It stays in the signed text and is stored nowhere else.
    """

    choices: tuple[str, ...]
    nonce: str
    signed: SignedText
    residence: str = ""


def ballot_text(
    process: str, step: str, choices: Sequence[str], nonce: str, residence: str = ""
) -> bytes:
    """What a voter signs: canonical JSON that a person can read, a declared residence in it."""
    return canonical(
        {
            "purpose": "public vote",
            "process": process,
            "ballot": step,
            "choices": list(choices),
            "nonce": nonce,
            **({"residence": residence} if residence else {}),
        }
    )


def cast_signed_batch(
    context: Context,
    verifier: Verifier,
    process_id: str,
    step: str,
    ballots: Sequence[SignedBallot],
) -> tuple[Voted, ...]:
    """Several signed votes in one transaction: all of them or none."""
    now = context.clock.now()
    checked = [
        (
            ballot,
            verifier.verify(
                ballot.signed,
                ballot_text(process_id, step, ballot.choices, ballot.nonce, ballot.residence),
                now,
            ),
        )
        for ballot in ballots
    ]
    with context.store.transaction() as unit:
        process = context.read_process(unit, process_id, now)
        secret = unit.secret(process_id, VOTER_TAG_SECRET) or b""
        opened = _accepting(process, step, (), "signed")
        if opened.get("electorate") == RESIDENCE_DECLARED:
            places = {home.id for home in _homes(context, process)}
        else:
            places = {""}
        for ballot in ballots:
            _check_residence(ballot.residence, places)
        rows = [_signed_row(process, step, b, signer, secret) for b, signer in checked]
        voted = _store(unit, process, step, rows)
        unit.add_signed_messages(
            *(
                _kept(row, ballot.signed)
                for row, (ballot, _signer) in zip(rows, checked, strict=True)
            )
        )
    return voted


def _homes(context: Context, process: Process) -> tuple[Home, ...]:
    jurisdiction = jurisdiction_of(context.registry, process.rulebook, process.pilot)
    return homes(process.pilot, jurisdiction)


def _check_residence(residence: str, places: set[str]) -> None:
    """A voter declares one of the places of the territory, and nothing where nothing is asked."""
    if residence in places:
        return
    if places == {""}:
        raise Refused("RESIDENCE", message("This vote does not ask where a voter lives."))
    raise Refused(
        "RESIDENCE",
        message("The voter declares in the signed text to live in the territory."),
        fix=message("Known: {options}.", options=tuple(sorted(places))),
    )


def _signed_row(
    process: Process, step: str, ballot: SignedBallot, signer: Signer, secret: bytes
) -> VoteRow:
    _accepting(process, step, ballot.choices, "signed")
    if signer.kind != "natural":
        raise Refused("NOT_A_PERSON", message("Only natural persons vote."))
    tag = voter_tag(secret, process.id, signer.subject_id)
    return VoteRow(
        process.id,
        step,
        process.occurrence(step),
        tag,
        vote_code(process.id, step, tag, ballot.nonce),
        "signed",
        list(ballot.choices),
        process.now,
        digest(ballot.signed.signature),
    )


def _store(unit: Unit, process: Process, step: str, rows: Sequence[VoteRow]) -> tuple[Voted, ...]:
    """Store votes in their order; a voter's later vote supersedes the earlier one, if it may."""
    revote = bool(_accepting(process, step, (), "signed")["revote"])
    tags = [row.voter_tag for row in rows]
    current = unit.current_votes(process.id, step, process.occurrence(step), tags)
    first: list[VoteRow] = []
    voted: list[Voted] = []
    for row in rows:
        earlier = current.get(row.voter_tag)
        if earlier is None:
            first.append(row)
        elif not revote:
            raise Refused(
                "ALREADY_VOTED", message("This voter has voted already at {at}.", at=earlier.at)
            )
        else:
            unit.cast_first_votes(first)
            first = []
            unit.cast_vote(row, supersedes=earlier.code)
        current[row.voter_tag] = row
        voted.append(Voted(row.code, earlier.code if earlier is not None else None))
    unit.cast_first_votes(first)
    return tuple(voted)


def _kept(row: VoteRow, signed: SignedText) -> SignedMessageRow:
    return SignedMessageRow(
        row.process, f"vote:{row.code}", signed.content, signed.signature, signed.certificate
    )


def import_comments(
    context: Context,
    actor: Actor,
    process_id: str,
    step: str,
    comments: Sequence[CommentVote],
    file: str | None = None,
) -> int:
    """Store comment votes, one per account; all of them or none. Returns how many count.

    That it happened, with how many rows, is a fact: an act of staff is visible to all. Every row
    that cannot be used is named, with its line when the rows were read from `file`.
    """
    now = context.clock.now()
    with context.store.transaction() as unit:
        process = context.read_process(unit, process_id, now)
        refused = refusal(process, actor, IMPORTERS)
        if refused is not None:
            raise refused
        opened = _accepting(process, step, (), "comment")
        secret = unit.secret(process_id, VOTER_TAG_SECRET) or b""
        rows = [_comment_row(process, step, comment, secret) for comment in comments]
        tags = [row.voter_tag for row in rows]
        current = unit.current_votes(process.id, step, process.occurrence(step), tags)
        lines = [comment.line for comment in comments]
        faults = _faults(rows, set(current), opened, [_place(file, line) for line in lines])
        if faults:
            raise _not_imported(faults, file)
        unit.cast_first_votes(rows)
        body = {"rows": len(rows), "sha256": digest(canonical([row.code for row in rows]))}
        n = process.occurrence(step)
        kind = "public_vote.comments_imported"
        append(unit, process, actor, (Draft(kind, step, n, None, body, body),))
    return len(comments)


def _comment_row(process: Process, step: str, comment: CommentVote, secret: bytes) -> VoteRow:
    tag = voter_tag(secret, process.id, f"comment:{comment.account}")
    n = process.occurrence(step)
    code = vote_code(process.id, step, tag, "comment")
    return VoteRow(process.id, step, n, tag, code, "comment", list(comment.choices), process.now)


def _faults(
    rows: Sequence[VoteRow],
    voted: set[str],
    opened: Mapping[str, Any],
    places: Sequence[Where | None],
) -> list[Finding]:
    """Every row that cannot be used: wrong choices, or an account that has a comment vote."""
    faults: list[Finding] = []
    seen: set[str] = set()
    for number, (row, place) in enumerate(zip(rows, places, strict=True), 1):
        try:
            _check_choices(opened, row.choices)
            if row.voter_tag in voted:
                raise Refused("TWICE", message("This account has a comment vote already."))
            if row.voter_tag in seen:
                raise Refused("TWICE", message("This account stands in an earlier row."))
        except Refused as error:
            text = message("Row {row}: {problem}", row=number, problem=error.message)
            faults.append(Finding(error.code, "error", text, place))
        seen.add(row.voter_tag)
    return faults


def _place(file: str | None, line: int) -> Where | None:
    return None if file is None else Where(file, line, path="account")


def _not_imported(faults: list[Finding], file: str | None) -> UnusableInput:
    return UnusableInput(
        "ROWS",
        message("{count} rows cannot be used; nothing was imported.", count=len(faults)),
        where=None if file is None else Where(file),
        findings=tuple(faults),
    )


def vote_code(process: str, step: str, tag: str, nonce: str) -> str:
    """The public code of a vote: it tells nothing about the voter without the secret."""
    return digest(canonical(["vote", process, step, tag, nonce]))[:32]


def _accepting(
    process: Process, step_id: str, choices: Sequence[str], channel: str
) -> Mapping[str, Any]:
    """The rules frozen at the opening, while the vote is open; otherwise a refusal."""
    view = process.view(_step(process, step_id))
    opened: Mapping[str, Any] = opened_fact(view).body
    if process.status != "open":
        raise at_rest(process)
    if view.first("public_vote.closed") or process.now >= closes_at(opened):
        raise Refused("CLOSED", message("The vote closed on {end}.", end=closes_at(opened)))
    if channel not in opened["channels"]:
        raise Refused(
            "CHANNEL", message("This vote does not use the channel “{channel}”.", channel=channel)
        )
    if choices:
        _check_choices(opened, choices)
    return opened


def _check_choices(opened: Mapping[str, Any], choices: Sequence[str]) -> None:
    if not choices:
        raise Refused("NO_CHOICE", message("The vote names no candidate."))
    strangers = tuple(item for item in choices if item not in opened["candidates"])
    if strangers:
        raise Refused(
            "UNKNOWN", message("Not on the list of candidates: {names}.", names=strangers)
        )
    if len(set(choices)) != len(choices):
        raise Refused("TWICE", message("A candidate is named twice."))
    if len(choices) > int(opened["votes_per_voter"]):
        raise Refused(
            "TOO_MANY",
            message(
                "{count} choices; at most {most} are allowed.",
                count=len(choices),
                most=opened["votes_per_voter"],
            ),
        )


def _step(process: Process, step_id: str) -> Any:
    step = process.step(step_id)
    if step is None or step.kind != "public_vote":
        raise Refused("NO_STEP", message("This process has no step “{step}”.", step=step_id))
    return step
