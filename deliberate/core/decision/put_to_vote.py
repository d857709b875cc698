"""What is put to a vote when it opens: its definition, and options from the one place of them."""

from __future__ import annotations

from typing import Any

from deliberate.core.decision.ballot_rules import planned
from deliberate.core.decision.counting.definition import BallotDefinition
from deliberate.core.decision.counting.terms import FIXED_OPTIONS
from deliberate.core.decision.gathering import gathered
from deliberate.core.deliberation.proposals import frozen_texts
from deliberate.core.errors import Refused, message
from deliberate.core.process.guards import complete_in
from deliberate.core.process.kind import Command
from deliberate.core.process.process import Process


def put_to_the_vote(command: Command) -> BallotDefinition:
    """The definition as it is frozen now, its options complete in every authentic language."""
    put = command.body.get("options", ())
    if put and (command.params.options is not None or command.params.options_of):
        raise Refused("OPTIONS", message("The rulebook says which options there are."))
    options = [{"id": item["id"], "text": item["text"].as_dict()} for item in put]
    if command.params.options_of:
        options = _frozen_options(command.process, command.params.options_of)
    ballot = planned(command.process, command.params, options)
    if ballot.method not in FIXED_OPTIONS:
        for option in ballot.options:
            complete_in(command.view, option.text, option.id)
    return ballot


def _frozen_options(process: Process, step_id: str) -> list[dict[str, Any]]:
    """The texts that a step froze, word for word: nothing is added and nothing left out."""
    step = process.step(step_id)
    view = process.view(step) if step is not None else None
    texts = (frozen_texts(view) or gathered(view)) if view is not None else ()
    if not texts:
        raise Refused("ORDER", message("The texts that are voted on are not frozen yet."))
    return [{"id": item["id"], "text": dict(item["text"])} for item in texts]
