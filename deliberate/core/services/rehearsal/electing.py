"""The player of the public vote: invented voters and accounts, the count, the draw of a tie."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from deliberate.core.errors import message, nmessage
from deliberate.core.process.process import Process
from deliberate.core.randomness import Generator
from deliberate.core.recruitment.drawing import draw_context
from deliberate.core.recruitment.public_vote import RESIDENCE_DECLARED
from deliberate.core.recruitment.tie_draw import commit
from deliberate.core.rulebook.model import Step
from deliberate.core.services.public_votes import (
    CommentVote,
    SignedBallot,
    ballot_text,
    cast_signed_batch,
    import_comments,
)
from deliberate.core.services.rehearsal.people import apportion, spread_out
from deliberate.core.services.rehearsal.stage import AGENCY, OVERSIGHT, SECRETARY, Stage, spread
from deliberate.core.services.territory import homes


def play_public_vote(stage: Stage, process: Process, step: Step) -> None:
    """Fourteen days of voting over both channels, the count, and the draw of a tie."""
    begin = stage.moment(process.planned_start(step.id) or stage.clock.now(), 0)
    end = process.deadline(step.id) or begin
    ballots = _signed_ballots(stage, step)
    comments = _comments(stage)
    days = 14

    def open_vote() -> None:
        stage.act(AGENCY, step.id, "open")
        stage.say(
            step.id,
            nmessage(
                "The vote opens for {count} day; two channels are open.",
                "The vote opens for {count} days; two channels are open.",
                (end - begin).days,
            ),
        )
        number = apportion(homes(stage.pilot, stage.jurisdiction), len(ballots))
        stage.say(
            step.id,
            nmessage(
                "{voters} synthetic voters live in {count} place.",
                "{voters} synthetic voters live in {count} places in proportion to the population.",
                sum(people > 0 for people in number.values()),
                voters=len(ballots),
            ),
        )

    def vote(day: int) -> Callable[[], None]:
        def play() -> None:
            cast_signed_batch(
                stage.context,
                stage.authority.verifier(),
                stage.process_id,
                step.id,
                ballots[day::days],
            )
            import_comments(
                stage.context, SECRETARY, stage.process_id, step.id, comments[day::days]
            )

        return play

    def close() -> None:
        stage.act(AGENCY, step.id, "close")
        stage.say(
            step.id,
            message(
                "The vote closes. Signed votes: {signed}; comments: {comments}.",
                signed=len(ballots),
                comments=len(comments),
            ),
        )

    stage.at(begin, open_vote)
    for day in range(days):
        stage.at(spread(begin, end, days, day), vote(day))
    stage.at(end, close)
    stage.at(stage.local(process.calendar.local_day(end), 11), lambda: _count(stage, step))


def _count(stage: Stage, step: Step) -> None:
    """Commit, count, reveal, draw: the parties are the agency and the oversight group."""
    view = stage.process().view(step)
    values = {"agency": stage.rng.bytes(32), "oversight": stage.rng.bytes(32)}
    actors = {"agency": AGENCY, "oversight": OVERSIGHT}
    for party, value in values.items():
        commitment = commit(party, value, draw_context(view))
        stage.act(actors[party], step.id, "commit_draw", {"party": party, "hash": commitment.hash})
    stage.act(AGENCY, step.id, "count")
    counted = stage.process().view(step).first("public_vote.counted")
    if counted is None:
        return
    if counted.body["decided_by_comments"]:
        stage.say(
            step.id,
            message(
                "Comments decide a seat: by signed votes alone {names} would be elected.",
                names=tuple(counted.body["decided_by_comments"]),
            ),
        )
    if counted.body["tied"]:
        stage.say(
            step.id,
            message("{names} are tied for the last seat.", names=tuple(counted.body["tied"])),
        )
        for party, value in values.items():
            stage.act(actors[party], step.id, "reveal_draw", {"party": party, "value": value.hex()})
        stage.act(AGENCY, step.id, "draw")
    drawn = stage.process().view(step).first("public_vote.drawn")
    elected = (drawn or counted).body["elected" if drawn else "elected_without_draw"]
    stage.say(step.id, message("Elected: {names}.", names=tuple(elected)))


def _signed_ballots(stage: Stage, step: Step) -> list[SignedBallot]:
    """Signed ballots that add up to the script's votes, each with as many different choices.

    Where the vote asks for it, voters declare where they live, in proportion to the population.
    """
    votes = stage.script.signed_votes
    voters = max(stage.script.voters or 0, max(votes.values(), default=0))
    choices: list[list[str]] = [[] for _ in range(voters)]
    next_voter = 0
    for candidate, count in sorted(votes.items()):
        for _ in range(count):
            choices[next_voter].append(candidate)
            next_voter = (next_voter + 1) % voters
    chosen = [item for item in choices if item]
    order = stage.rng.shuffle(range(len(chosen)))
    nonces = [stage.rng.bytes(8).hex() for _ in order]
    places = _residences(stage, step, len(chosen), Generator("/".join(nonces).encode()))
    ballots: list[SignedBallot] = []
    for index, nonce in zip(order, nonces, strict=True):
        text = ballot_text(stage.process_id, step.id, chosen[index], nonce, places[index])
        signed = stage.authority.sign(f"voter-{index:05d}", text)
        ballots.append(SignedBallot(tuple(chosen[index]), nonce, signed, places[index]))
    return ballots


def _residences(stage: Stage, step: Step, voters: int, rng: Generator) -> list[str]:
    """Where each voter declares to live; nothing where the vote does not ask."""
    if stage.process().parameter(step.parameters.electorate) != RESIDENCE_DECLARED:
        return [""] * voters
    places = homes(stage.pilot, stage.jurisdiction)
    return [home.id for home in spread_out(places, voters, rng)]


def _comments(stage: Stage) -> list[CommentVote]:
    """One account for each comment vote of the script."""
    made: Sequence[CommentVote] = [
        CommentVote(f"account-{candidate}-{number}", (candidate,))
        for candidate, count in sorted(stage.script.comment_votes.items())
        for number in range(count)
    ]
    return [made[index] for index in stage.rng.shuffle(range(len(made)))]
