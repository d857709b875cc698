"""Kind `proposals`: recommendations in the members' own words, by versions, until they are frozen.

An amendment asks for another wording and is taken or declined with a reason; taken, it is the next
version. Nothing is lost: every version and every amendment stays on record. Freezing fixes the
hash of each text, and a vote can put exactly these texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from deliberate.core.canonical import digest
from deliberate.core.errors import Refused, message
from deliberate.core.process.facts import Draft, json_value
from deliberate.core.process.guards import as_shown, complete_in, known, seat_of_actor, text_of
from deliberate.core.process.kind import Action, Command, Progress, StepKind, StepView, actions
from deliberate.core.rulebook.fields import (
    Choice,
    IdentifierField,
    StrictBool,
    StrictInt,
    StrictSchema,
    StrictStr,
    TextField,
)
from deliberate.core.rulebook.records import schema_of
from deliberate.core.text import Text

HOSTS = frozenset({"secretary", "facilitator", "chair"})
"""Who writes down what members say; the agency does not."""
WRITERS = ("members", "hosts")
_TAKE, _DECLINE = "taken", "declined"


@dataclass(frozen=True, slots=True)
class ProposalsParameters:
    """`who`: members write by their own accounts, or hosts at their dictation alone; `amendments`:
    whether a text changes by amendments only, else whoever writes enters the next version;
    `most`: how many stand in the end, 0 for any number."""

    who: str = "members"
    amendments: bool = True
    most: int = 0


@dataclass(frozen=True, slots=True)
class Amendment:
    """`fate`: taken, declined, or empty while it is open."""

    id: str
    proposal: str
    text: Text
    fate: str = ""
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """`version` counts from 1; `withdrawn`: the reason, None while it stands."""

    id: str
    text: Text
    version: int = 1
    withdrawn: Text | None = None

    @property
    def sha256(self) -> str:
        """The hash of identifier, version and text in all languages: what freezing fixes."""
        return digest(json_value({"id": self.id, "version": self.version, "text": self.text}))


class Write(StrictSchema):
    """`version`: the one that was read, to enter the next; left out for a new proposal."""

    proposal = IdentifierField(required=True)
    text = TextField(required=True)
    version = StrictInt(minimum=1)
    seat = StrictStr()


class Amend(StrictSchema):
    """`version`: the one that was read; an amendment of an older one is refused."""

    amendment = IdentifierField(required=True)
    proposal = StrictStr(required=True)
    text = TextField(required=True)
    version = StrictInt(minimum=1)
    seat = StrictStr()


class DecideAmendment(StrictSchema):
    amendment = StrictStr(required=True)
    decision = Choice((_TAKE, _DECLINE), required=True)
    reason = TextField(required=True)


class WithdrawProposal(StrictSchema):
    proposal = StrictStr(required=True)
    reason = TextField(required=True)


def write(command: Command) -> list[Draft]:
    """A new proposal or, where texts change without amendments, the next version of one."""
    view, body = command.view, command.body
    _not_frozen(view)
    complete_in(view, body["text"], "text")
    current = proposals(view).get(body["proposal"])
    shown = body.get("version")
    if current is None:
        if shown is not None:
            raise Refused("UNKNOWN", message("There is no proposal “{id}”.", id=body["proposal"]))
        return [_written(command, 1)]
    _standing(current)
    if command.params.amendments:
        raise Refused(
            "AMEND",
            message("Proposal {id} is changed by amendments.", id=current.id),
            fix=message("Propose the other wording as an amendment: amend."),
        )
    if shown is None:
        raise Refused(
            "TWICE",
            message("Proposal {id} is written already.", id=current.id),
            fix=message("To change it, name the version that you read."),
        )
    as_shown(shown, current.version)
    return [_written(command, current.version + 1)]


def _written(command: Command, version: int) -> Draft:
    body = {**_with_seat(command), "version": version}
    return command.fact("proposals.written", body, private=("seat",))


def amend(command: Command) -> list[Draft]:
    """Ask for another wording of a proposal."""
    view, body = command.view, command.body
    _not_frozen(view)
    known(body["proposal"], proposals(view), "proposal")
    current = proposals(view)[body["proposal"]]
    _standing(current)
    as_shown(body.get("version"), current.version)
    if body["amendment"] in amendments(view):
        raise Refused("TWICE", message("Amendment {id} is proposed already.", id=body["amendment"]))
    complete_in(view, body["text"], "text")
    amended = {**_with_seat(command), "version": current.version}
    return [command.fact("proposals.amended", amended, private=("seat",))]


def decide_amendment(command: Command) -> list[Draft]:
    """Take an amendment, which makes the next version, or decline it; with the reason."""
    view, body = command.view, command.body
    _not_frozen(view)
    known(body["amendment"], amendments(view), "amendment")
    amendment = amendments(view)[body["amendment"]]
    if amendment.fate:
        raise Refused("TWICE", message("Amendment {id} is decided already.", id=amendment.id))
    current = proposals(view)[amendment.proposal]
    complete_in(view, body["reason"], "reason")
    drafts = [command.fact("proposals.decided", body)]
    if body["decision"] == _TAKE:
        _standing(current)
        taken = {
            "proposal": current.id,
            "text": amendment.text,
            "version": current.version + 1,
            "amendment": amendment.id,
        }
        drafts.append(command.fact("proposals.written", taken))
    return drafts


def withdraw(command: Command) -> list[Draft]:
    """A proposal is given up; it stays readable with the reason."""
    view = command.view
    _not_frozen(view)
    known(command.body["proposal"], proposals(view), "proposal")
    _standing(proposals(view)[command.body["proposal"]])
    complete_in(view, command.body["reason"], "reason")
    return [command.fact("proposals.withdrawn", command.body)]


def freeze(command: Command) -> list[Draft]:
    """Fix the texts, in the order in which they were written, with the hash of each."""
    view = command.view
    _not_frozen(view)
    final = [item for item in proposals(view).values() if item.withdrawn is None]
    if not final:
        raise Refused("NOTHING", message("No proposal stands; there is nothing to freeze."))
    undecided = tuple(item.id for item in amendments(view).values() if not item.fate)
    if undecided:
        raise Refused(
            "AMENDMENTS",
            message("Amendments that nobody has decided: {amendments}.", amendments=undecided),
            fix=message("Take or decline each, with its reason."),
        )
    most = command.params.most
    if most and len(final) > most:
        raise Refused(
            "TOO_MANY",
            message("{count} proposals stand; at most {most} may.", count=len(final), most=most),
        )
    texts = [
        {"id": item.id, "version": item.version, "text": item.text, "sha256": item.sha256}
        for item in final
    ]
    return [command.fact("proposals.frozen", {"texts": texts})]


def proposals(view: StepView) -> Mapping[str, Proposal]:
    """Every proposal in its last version, in the order of their first."""
    found: dict[str, Proposal] = {}
    for fact in view.facts("proposals.written"):
        name = str(fact.body["proposal"])
        found[name] = Proposal(name, text_of(fact.body, "text"), int(fact.body["version"]))
    for fact in view.facts("proposals.withdrawn"):
        name = str(fact.body["proposal"])
        found[name] = replace(found[name], withdrawn=text_of(fact.body, "reason"))
    return found


def frozen_texts(view: StepView) -> Sequence[Mapping[str, Any]]:
    """The texts as they were frozen: `id`, `version`, `text`, `sha256`; empty before."""
    frozen = view.first("proposals.frozen")
    return () if frozen is None else tuple(frozen.body["texts"])


def amendments(view: StepView) -> Mapping[str, Amendment]:
    """Every amendment with what became of it."""
    found = {
        str(fact.body["amendment"]): Amendment(
            str(fact.body["amendment"]), str(fact.body["proposal"]), text_of(fact.body, "text")
        )
        for fact in view.facts("proposals.amended")
    }
    for fact in view.facts("proposals.decided"):
        name = str(fact.body["amendment"])
        fate, reason = str(fact.body["decision"]), text_of(fact.body, "reason")
        found[name] = replace(found[name], fate=fate, reason=reason)
    return found


def _with_seat(command: Command) -> dict[str, object]:
    """The body, with the own seat for members; hosts may name whose words they write down."""
    body = dict(command.body)
    if command.actor.role == "member" or body.get("seat"):
        if command.actor.role == "member" and command.params.who != "members":
            raise Refused("ROLE", message("The texts of this step are written down by hosts."))
        body["seat"] = seat_of_actor(command, named=body.get("seat")).id
    return body


def _standing(proposal: Proposal) -> None:
    if proposal.withdrawn is not None:
        raise Refused("WITHDRAWN", message("Proposal {id} was withdrawn.", id=proposal.id))


def _not_frozen(view: StepView) -> None:
    if view.first("proposals.frozen"):
        raise Refused("FROZEN", message("The texts are frozen."))


def progress(view: StepView) -> Progress:
    frozen, facts = view.first("proposals.frozen"), view.facts()
    started = facts[0].at if facts else None
    if frozen is not None:
        return Progress(True, started, frozen.at)
    standing = sum(item.withdrawn is None for item in proposals(view).values())
    waits = message("{count} proposals are written; they are not frozen.", count=standing)
    return Progress(False, started, None, None, (waits,))


PROPOSALS = StepKind(
    "proposals",
    schema_of(
        ProposalsParameters,
        who=Choice(WRITERS),
        amendments=StrictBool(),
        most=StrictInt(minimum=0),
    ),
    actions(
        Action("write", HOSTS | {"member"}, write, message("write a proposal"), Write),
        Action(
            "amend",
            HOSTS | {"member"},
            amend,
            message("propose an amendment"),
            Amend,
            applies=lambda view: bool(view.params.amendments),
        ),
        Action(
            "decide",
            HOSTS,
            decide_amendment,
            message("take or decline an amendment"),
            DecideAmendment,
            applies=lambda view: bool(view.params.amendments),
        ),
        Action("withdraw", HOSTS, withdraw, message("withdraw a proposal"), WithdrawProposal),
        Action("freeze", HOSTS, freeze, message("freeze the texts")),
    ),
    progress,
)
