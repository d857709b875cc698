"""`deliberate register check`: anybody's hash and rank, whether drawn, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click

from deliberate.cli.house import House
from deliberate.cli.register.asking import Asked, drawing_options, is_counted, opened, question
from deliberate.cli.speaking import command, json_option
from deliberate.cli.speaking import lazy_gettext as _
from deliberate.cli.usage import WrongUsage
from deliberate.core.errors import Message, message

if TYPE_CHECKING:
    from deliberate.core.services.register.checking import CheckedPerson

FINE, FINDINGS = 0, 1
TOLD = 20
"""So many differences are told at most."""


@command(
    _(
        "Say whether somebody of a register was drawn, and why; or check a whole list.\n\n"
        "The draw is repeated with the same options. Ends with 1 when a list differs from it."
    ),
    name="check",
)
@drawing_options("--id-column")
@click.option("--id", "person", default="", metavar="ID", help=_("The identifier of the person."))
@click.option("--list", "listed", default="", metavar="FILE.csv", help=_("A list to compare."))
@json_option
@click.pass_obj
def check(house: House, person: str, listed: str, as_json: bool, **asked: Unpack[Asked]) -> int:
    from deliberate.core.services.register.checking import check as check_person
    from deliberate.core.services.register.drawing import draw
    from deliberate.core.services.register.listing import differences

    if not person and not listed:
        raise WrongUsage(message("Name a person with --id or a list with --list."))
    counted = is_counted(asked)
    if listed and not counted:
        raise WrongUsage(message("Give either --per-stratum or --total."))
    with opened(asked) as register:
        drawn = draw(register, question(asked))
        found = check_person(register, drawn, person) if person else None
    wrong = list(differences(Path(listed), drawn)) if listed else []
    if as_json:
        house.tell_machine(_as_json(found, wrong if listed else None, counted))
    else:
        if found is not None:
            _explain(house, found, drawn.seed, counted)
        if listed:
            _compare(house, listed, wrong)
    return FINDINGS if wrong else FINE


def _explain(house: House, found: CheckedPerson, seed: str, counted: bool) -> None:
    stratum = found.stratum
    house.say(message("Seed and identifier: {text}", text=f"{seed}{found.id}"))
    house.say(message("Their SHA-256: {hash}", hash=found.hash))
    house.say(
        message(
            "Rank {rank} of {size} in the stratum {stratum}.",
            rank=found.rank,
            size=stratum.size,
            stratum=" / ".join(stratum.stratum),
        )
    )
    if counted:
        house.say(message("Drawn from this stratum: {drawn}.", drawn=stratum.drawn))
        house.say(_verdict(found))
    else:
        house.say(
            message("How many are drawn was not said: give --per-stratum or --total to learn more.")
        )


def _verdict(found: CheckedPerson) -> Message:
    last = found.stratum.selected.last_hash
    if found.drawn:
        return message("Drawn: the hash is not above the last one, {last}.", last=last)
    if found.before is not None:
        return message(
            "Not drawn: somebody of the same household has a smaller hash, {hash}, and is drawn.",
            hash=found.before.hash,
        )
    if last:
        return message("Not drawn: the hash is above the last one, {last}.", last=last)
    return message("Not drawn: nobody is drawn from this stratum.")


def _compare(house: House, listed: str, wrong: list[tuple[int, str]]) -> None:
    if not wrong:
        house.say(message("{file}: exactly those who are drawn.", file=listed))
        return
    house.say(message("{file}. Differences: {count}.", file=listed, count=len(wrong)))
    for line, name in wrong[:TOLD]:
        if line:
            text = message("Line {line}: {id} is not drawn like this.", line=line, id=name)
        else:
            text = message("Missing: {id}.", id=name)
        house.say(text)


def _as_json(
    found: CheckedPerson | None, wrong: list[tuple[int, str]] | None, counted: bool
) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if found is not None:
        selected = found.stratum.selected
        answer["person"] = {
            "id": found.id,
            "stratum": list(found.stratum.stratum),
            "hash": found.hash,
            "rank": found.rank,
            "size": found.stratum.size,
            "drawn": found.drawn if counted else None,
            "last_rank": selected.considered,
            "last_hash": selected.last_hash,
            "household_hash": found.before.hash if found.before else None,
        }
    if wrong is not None:
        answer["list"] = {
            "agrees": not wrong,
            "differences": [{"line": line, "id": name} for line, name in wrong],
        }
    return answer
