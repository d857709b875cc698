"""Kind `witnesses`: who is heard, proposed in the open and chosen so that every side is there.

Those of the pilot file are proposed from the beginning. Everybody who is chosen has declared the
own interests where the rulebook asks for it; a name is public only with consent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from deliberate.core.errors import Refused, message
from deliberate.core.learning.picking import Pick, as_picked, each_once, pick, support
from deliberate.core.process.facts import Draft
from deliberate.core.process.guards import complete_in, known, text_of
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    ListOf,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of
from deliberate.core.text import Text

STAFF = frozenset({"agency", "secretary"})
PROPOSERS = ("agency", "oversight", "public", "members")
CHOOSERS = ("agency", "oversight", "members")
_SPEAKS_FOR = {"agency": "agency", "observer": "oversight", "member": "members"}
"""Whom somebody proposes for; the secretary records proposals of anybody."""
_CHOOSES = {"agency": STAFF, "oversight": {"observer"}, "members": {"secretary", "chair"}}


@dataclass(frozen=True, slots=True)
class WitnessesParameters:
    """`sides`: each is there among those chosen; `proposed_by`, `chosen_by`: agency, oversight,
    public, members; `most`: how many are heard, 0 for any number."""

    proposed_by: tuple[str, ...] = PROPOSERS
    chosen_by: str = "oversight"
    sides: tuple[str, ...] = ()
    interests_declared: bool = True
    most: int = 0


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody proposed. `interests` is what was declared, None before; `name` with consent only;
    `gone`: withdrawn, with this reason."""

    id: str
    organisation: Text
    side: str
    by: str
    name: str = ""
    interests: Text | None = None
    gone: Text | None = None


class Propose(StrictSchema):
    """`name` and `consent` go together: the person agrees to be named in public."""

    witness = IdentifierField(required=True)
    organisation = TextField(required=True)
    side = StrictStr(required=True)
    by = Choice(PROPOSERS, required=True)
    name = StrictStr(blank=False)
    consent = StrictBool()


class DeclareInterests(StrictSchema):
    witness = StrictStr(required=True)
    interests = TextField(required=True)


class Publish(StrictSchema):
    """`chosen`: identifiers; `reason`: why these."""

    chosen = ListOf(StrictStr(), required=True)
    reason = TextField(required=True)


class Withdraw(StrictSchema):
    witness = StrictStr(required=True)
    reason = TextField(required=True)


def propose(command: Command) -> list[Draft]:
    """Propose a witness for one of the sides."""
    body = command.body
    _not_published(command.view)
    if body["witness"] in witnesses(command.view):
        raise Refused("TWICE", message("“{value}” is proposed already.", value=body["witness"]))
    known(body["by"], command.params.proposed_by, "proposer")
    own = _SPEAKS_FOR.get(command.actor.role, body["by"])
    if own != body["by"]:
        raise Refused(
            "ROLE", message("You propose for {role}, not for {party}.", role=own, party=body["by"])
        )
    if command.params.sides:
        known(body["side"], command.params.sides, "side")
    if body.get("name") and not body.get("consent"):
        raise Refused(
            "CONSENT",
            message("A witness is named with consent only."),
            fix=message("Ask the person, and enter consent; or leave the name out."),
        )
    complete_in(command.view, body["organisation"], "organisation")
    return [command.fact("witnesses.proposed", body)]


def declare(command: Command) -> list[Draft]:
    """What ties a witness to the question: pay, office, membership, or nothing."""
    known(command.body["witness"], _standing(command.view), "witness")
    complete_in(command.view, command.body["interests"], "interests")
    return [command.fact("witnesses.interests", command.body)]


def want(command: Command) -> list[Draft]:
    """A member names the witnesses whom the panel should hear."""
    _not_published(command.view)
    return pick(command, "witnesses.picked", _standing(command.view))


def publish(command: Command) -> list[Draft]:
    """Publish who is heard, by whoever chooses: every side, interests declared."""
    view, params = command.view, command.params
    _not_published(view)
    if command.actor.role not in _CHOOSES[params.chosen_by]:
        raise Refused("ROLE", message("The witnesses are chosen by: {who}.", who=params.chosen_by))
    people = _standing(view)
    chosen = each_once(command.body["chosen"], people)
    _require_number(chosen, params.most)
    _require_sides([people[name] for name in chosen], params.sides)
    if params.interests_declared:
        _require_interests([people[name] for name in chosen])
    body: dict[str, Any] = {"chosen": chosen, "reason": command.body["reason"]}
    if params.chosen_by == "members":
        wanted = support(view, "witnesses.picked", people)
        as_picked(chosen, wanted)
        body["support"] = wanted
    complete_in(view, command.body["reason"], "reason")
    return [command.fact("witnesses.published", body)]


def withdraw(command: Command) -> list[Draft]:
    """A witness does not come after all; the reason is published."""
    known(command.body["witness"], _standing(command.view), "witness")
    complete_in(command.view, command.body["reason"], "reason")
    return [command.fact("witnesses.withdrawn", command.body)]


def witnesses(view: StepView) -> Mapping[str, Witness]:
    """Everybody proposed, those of the pilot file first."""
    found = {
        item.id: Witness(item.id, item.organisation, item.viewpoint, item.proposed_by or "agency")
        for item in view.process.pilot.witnesses
    }
    for fact in view.facts("witnesses.proposed"):
        body = fact.body
        found[body["witness"]] = Witness(
            body["witness"],
            text_of(body, "organisation"),
            body["side"],
            body["by"],
            str(body.get("name", "")),
        )
    for fact in view.facts("witnesses.interests"):
        name = fact.body["witness"]
        found[name] = replace(found[name], interests=text_of(fact.body, "interests"))
    for fact in view.facts("witnesses.withdrawn"):
        name = fact.body["witness"]
        found[name] = replace(found[name], gone=text_of(fact.body, "reason"))
    return found


def heard(view: StepView) -> tuple[Witness, ...]:
    """Those chosen who have not withdrawn; empty before the list is published."""
    published = view.first("witnesses.published")
    people = _standing(view)
    chosen = () if published is None else published.body["chosen"]
    return tuple(people[name] for name in chosen if name in people)


def _standing(view: StepView) -> Mapping[str, Witness]:
    return {name: who for name, who in witnesses(view).items() if who.gone is None}


def _not_published(view: StepView) -> None:
    if view.first("witnesses.published"):
        raise Refused("TWICE", message("The list of witnesses is published."))


def _require_number(chosen: list[str], at_most: int) -> None:
    if not chosen:
        raise Refused("NOBODY", message("Nobody is chosen."))
    if at_most and len(chosen) > at_most:
        raise Refused(
            "TOO_MANY",
            message(
                "{count} are chosen, at most {most} are heard.", count=len(chosen), most=at_most
            ),
        )


def _require_sides(chosen: Iterable[Witness], sides: tuple[str, ...]) -> None:
    there = {who.side for who in chosen}
    missing = tuple(side for side in sides if side not in there)
    if missing:
        raise Refused(
            "SIDES",
            message("Nobody is chosen for: {sides}.", sides=missing),
            fix=message("Members hear every side: choose at least one witness for each."),
        )


def _require_interests(chosen: Iterable[Witness]) -> None:
    silent = tuple(who.id for who in chosen if who.interests is None)
    if silent:
        raise Refused(
            "INTERESTS",
            message("Interests are not declared by: {who}.", who=silent),
            fix=message("Record each declaration, “none” included: declare."),
        )


def progress(view: StepView) -> Progress:
    published = view.first("witnesses.published")
    facts = view.facts()
    started = facts[0].at if facts else None
    if published is not None:
        return Progress(True, started, published.at)
    sides = {who.side for who in _standing(view).values()}
    missing = tuple(side for side in view.params.sides if side not in sides)
    waits = [message("The list of witnesses is not published.")]
    if missing:
        waits.insert(0, message("Nobody is proposed for: {sides}.", sides=missing))
    return Progress(False, started, None, None, tuple(waits))


WITNESSES = StepKind(
    "witnesses",
    schema_of(
        WitnessesParameters,
        proposed_by=ListOf(Choice(PROPOSERS)),
        chosen_by=Choice(CHOOSERS),
        sides=ListOf(StrictStr()),
        interests_declared=StrictBool(),
        most=StrictInt(minimum=0),
    ),
    actions(
        Action(
            "propose",
            STAFF | {"observer", "member"},
            propose,
            message("propose a witness"),
            Propose,
            early=True,
        ),
        Action(
            "declare",
            STAFF,
            declare,
            message("record the declared interests of a witness"),
            DeclareInterests,
            early=True,
            late=True,
        ),
        Action(
            "want",
            frozenset({"member", "secretary"}),
            want,
            message("say whom to hear"),
            Pick,
            applies=lambda view: view.params.chosen_by == "members",
        ),
        Action(
            "publish",
            STAFF | {"observer", "chair"},
            publish,
            message("publish who is heard"),
            Publish,
        ),
        Action(
            "withdraw",
            STAFF,
            withdraw,
            message("record that a witness does not come"),
            Withdraw,
            late=True,
        ),
    ),
    progress,
)
