"""Players of preparation and recruitment: documents, seats, remit, nominations, the public vote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from deliberate.core.canonical import digest
from deliberate.core.errors import message
from deliberate.core.process.process import Process
from deliberate.core.recruitment.public_vote import draw_context
from deliberate.core.recruitment.tie_draw import commit
from deliberate.core.rulebook.model import Step
from deliberate.core.services.public_votes import (
    CommentVote,
    SignedBallot,
    ballot_text,
    cast_signed_batch,
    import_comments,
)
from deliberate.core.services.rehearsal.people import apportion, homes, person
from deliberate.core.services.rehearsal.stage import AGENCY, OVERSIGHT, SECRETARY, Stage, spread
from deliberate.core.text import Text

NOT_CLEAR = Text.of(
    {
        "kk": "Хатшының міндеттері анық жазылмаған.",
        "ru": "Обязанности секретаря описаны неясно.",
        "en": "The secretary's duties are not described clearly.",
    }
)


def span(stage: Stage, process: Process, step: Step) -> tuple[datetime, datetime]:
    """When a step begins and when it must be over: 10:00 of its first day, 17:00 of its last."""
    start = process.planned_start(step.id)
    end = process.planned_end(step.id)
    begin = stage.clock.now() if start is None else stage.moment(start, 10)
    finish = begin if end is None else stage.moment(end, 17)
    return begin, max(begin, finish)


def play_document(stage: Stage, process: Process, step: Step) -> None:
    """Draft, agree (one seat refuses the first version of the first agreed document), freeze."""
    begin, end = span(stage, process, step)
    contested = next(
        (s.id for s in process.rulebook.steps if s.kind == "document" and s.parameters.agreed_by),
        None,
    )

    def draft() -> None:
        stage.act(SECRETARY, step.id, "draft")
        stage.say(step.id, message("{document}: a version is drafted.", document=step.title))

    def refuse() -> None:
        seat = stage.process().roster.group(step.parameters.agreed_by)[-1].id
        stage.act(stage.member(seat), step.id, "refuse", {"reason": NOT_CLEAR.as_dict()})
        stage.act(SECRETARY, step.id, "draft")
        stage.say(
            step.id,
            message(
                "{document}: seat {seat} refuses the first version; a second one is drafted.",
                document=step.title,
                seat=seat,
            ),
        )

    def agree() -> None:
        seats = stage.process().roster.group(step.parameters.agreed_by)
        for seat in seats:
            stage.act(stage.member(seat.id), step.id, "agree")
        stage.say(
            step.id,
            message(
                "{document}: {have} of {need} seats agree.",
                document=step.title,
                have=len(seats),
                need=len(seats),
            ),
        )

    def freeze() -> None:
        day = stage.process().calendar.local_day(stage.clock.now())
        stage.act(SECRETARY, step.id, "freeze", {"number": f"{step.id}-1", "date": f"{day}"})
        stage.say(step.id, message("{document}: registered and frozen.", document=step.title))

    stage.at(begin, draft)
    if step.parameters.agreed_by:
        if step.id == contested:
            stage.at(spread(begin, end, 3, 0), refuse)
        stage.at(spread(begin, end, 3, 1), agree)
    stage.at(end, freeze)


def play_appointment(stage: Stage, process: Process, step: Step) -> None:
    """Letters go out; the delegates' letters come back over the following days."""
    begin, end = span(stage, process, step)
    seats = [seat.id for seat in process.roster.group(step.parameters.seats)]

    def letters() -> None:
        for seat in seats:
            stage.act(AGENCY, step.id, "send_letter", {"seat": seat})
        stage.say(
            step.id,
            message("{count} letters ask organisations for their delegates.", count=len(seats)),
        )

    def delegate(index: int) -> Callable[[], None]:
        def play() -> None:
            seat = seats[index]
            who = person(stage.pilot, stage.jurisdiction, stage.rng, f"D-{seat}")
            stage.people[who.id] = who
            stage.act(
                AGENCY,
                step.id,
                "delegate",
                {
                    "seat": seat,
                    "holder": who.id,
                    "name": who.name.as_dict(),
                    "letter": f"{index + 1}",
                },
            )
            stage.link(seat)
            if index + 1 == len(seats):
                stage.say(
                    step.id, message("All {count} permanent seats are filled.", count=len(seats))
                )

        return play

    stage.at(begin, letters)
    for index in range(len(seats)):
        stage.at(spread(begin, end, len(seats), index), delegate(index))


def play_remit(stage: Stage, process: Process, step: Step) -> None:
    begin, _ = span(stage, process, step)

    def freeze() -> None:
        stage.act(
            AGENCY,
            step.id,
            "freeze",
            {"signed_off_by": stage.pilot.remit.neutrality_signed_off_by or "agency"},
        )
        stage.say(
            step.id,
            message("The question is frozen: {question}", question=stage.pilot.remit.question),
        )

    stage.at(begin, freeze)


def play_oversight(stage: Stage, process: Process, step: Step) -> None:
    begin, _ = span(stage, process, step)

    def sign_off() -> None:
        for subject in step.parameters.signs_off:
            stage.act(OVERSIGHT, step.id, "sign_off", {"subject": subject})
        stage.say(
            step.id,
            message(
                "The oversight group signs off: {subjects}.",
                subjects=tuple(step.parameters.signs_off),
            ),
        )

    stage.at(begin, sign_off)


def play_announcement(stage: Stage, process: Process, step: Step) -> None:
    begin, _ = span(stage, process, step)

    def publish() -> None:
        channels = list(step.parameters.channels)
        stage.act(AGENCY, step.id, "publish", {"channels": channels})
        stage.say(
            step.id,
            message(
                "{what} is published on: {channels}.", what=step.title, channels=tuple(channels)
            ),
        )

    stage.at(begin, publish)


def play_nomination(stage: Stage, process: Process, step: Step) -> None:
    """Candidates arrive through the window; one is refused by a published requirement."""
    begin, end = span(stage, process, step)
    script = stage.script
    names = [candidate.id for candidate in script.candidates]
    parts = len(names) + len(script.refused)

    def nominate(identifier: str) -> Callable[[], None]:
        def play() -> None:
            candidate = next((c for c in script.candidates if c.id == identifier), None)
            body = {"candidate": identifier, "consent": True}
            source = candidate or script.candidates[0]
            name = (
                source.name
                if candidate
                else person(stage.pilot, stage.jurisdiction, stage.rng, identifier).name
            )
            body |= {
                "name": name.as_dict(),
                "nominated_by": source.nominated_by.as_dict(),
                "field_of_work": source.field_of_work,
                "experience": source.experience.as_dict(),
                "results": source.results.as_dict(),
            }
            stage.act(SECRETARY, step.id, "nominate", body)
            if candidate is not None:
                stage.act(SECRETARY, step.id, "accept", {"candidate": identifier})

        return play

    def refuse() -> None:
        for item in script.refused:
            stage.act(
                SECRETARY,
                step.id,
                "refuse",
                {
                    "candidate": item.id,
                    "requirement": item.requirement,
                    "reason": item.reason.as_dict(),
                },
            )
            stage.say(
                step.id,
                message(
                    "Nomination {id} is refused by requirement {requirement}.",
                    id=item.id,
                    requirement=item.requirement,
                ),
            )

    def close() -> None:
        stage.act(SECRETARY, step.id, "close")
        stage.say(step.id, message("Nominations close with {count} candidates.", count=len(names)))

    for index, identifier in enumerate([*names, *(item.id for item in script.refused)]):
        stage.at(spread(begin, end, parts + 1, index), nominate(identifier))
    stage.at(spread(begin, end, parts + 1, parts), refuse)
    stage.at(process.deadline(step.id) or end, close)


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
            message(
                "The vote opens for {days} days; two channels are open.", days=(end - begin).days
            ),
        )
        number = apportion(homes(stage.pilot, stage.jurisdiction), len(ballots))
        stage.say(
            step.id,
            message(
                "{voters} synthetic voters live in {count} places in proportion to the population.",
                voters=len(ballots),
                count=sum(people > 0 for people in number.values()),
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
                "The vote closes: {signed} signed votes, {comments} comments.",
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
    """Signed ballots that add up to the script's votes, each with as many different choices."""
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
    ballots: list[SignedBallot] = []
    for index in order:
        nonce = stage.rng.bytes(8).hex()
        text = ballot_text(stage.process_id, step.id, chosen[index], nonce)
        signed = stage.authority.sign(f"voter-{index:05d}", text)
        ballots.append(SignedBallot(tuple(chosen[index]), nonce, signed))
    return ballots


def _comments(stage: Stage) -> list[CommentVote]:
    """One account for each comment vote of the script."""
    made: Sequence[CommentVote] = [
        CommentVote(f"account-{candidate}-{number}", (candidate,))
        for candidate, count in sorted(stage.script.comment_votes.items())
        for number in range(count)
    ]
    return [made[index] for index in stage.rng.shuffle(range(len(made)))]


def play_confirmation(stage: Stage, process: Process, step: Step) -> None:
    """Every elected member gets an account and declares interests."""
    begin, end = span(stage, process, step)

    def declare() -> None:
        seats = stage.process().roster.group(step.parameters.seats)
        for seat in seats:
            stage.link(seat.id)
            stage.act(stage.member(seat.id), step.id, "declare", {"conflict": False})
        stage.say(step.id, message("{count} members declare their interests.", count=len(seats)))

    stage.at(spread(begin, end, 2, 0), declare)


def hash_of_text(text: object) -> str:
    """A stand-in file's hash for a synthetic paper."""
    return digest(str(text).encode())
