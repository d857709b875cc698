"""The one way in which a process changes: a command is checked, decided, and checked again.

A command is first held against role, state and form; then its kind decides which facts follow;
then the rules look at the process as it would be. Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from deliberate.core.errors import Finding, Refused, UnusableInput, message
from deliberate.core.process.body import load_body
from deliberate.core.process.facts import Actor, Draft
from deliberate.core.process.kind import Action, Command, Kind, StepView
from deliberate.core.process.offices import refusal
from deliberate.core.process.process import Process
from deliberate.core.process.reckoning import Reckon, at_once
from deliberate.core.process.respondents import Respondent
from deliberate.core.process.standing import is_standing, standing_step

Rules = Callable[[Process], Sequence[Finding]]
"""All findings about a process at its moment; made by the checks and the plugins' hooks."""


def decide(
    process: Process,
    actor: Actor,
    step: str,
    action: str,
    body: Mapping[str, Any],
    *,
    rules: Rules,
    ballots: Callable[[], Sequence[Mapping[str, Any]]] = tuple,
    respondents: Callable[[], Sequence[Respondent]] = tuple,
    tables: Callable[[StepView, Any, str], Any] | None = None,
    papers: Callable[[], Sequence[Mapping[str, Any]]] = tuple,
    approved: bool = False,
    signer: str = "",
    reckon: Reckon = at_once,
) -> tuple[Draft, ...]:
    """The facts that follow from a command, or `Refused` / `UnusableInput` with the reason.

    `approved` says that a second person has agreed, for acts that need two; `signer` is the keyed
    tag of whoever signed what is handed in, when that signature has been verified; `reckon`
    answers what takes long.
    """
    refuse_backward_clock(process)
    view, act = find_action(process, step, action)
    _check_role(process, act, actor)
    _check_status(process, step, act)
    _check_state(view, act, process)
    data = load_body(act.schema, body, act.name)
    command = Command(
        view, actor, process.now, data, ballots, signer, respondents, papers, reckon, tables
    )
    drafts = tuple(act.decide(command))
    if act.two_persons and not approved:
        # What would be refused at the approval is refused now.
        return (approval_request(command, act, body),)
    _check_rules(process, actor, step, drafts, rules)
    return drafts


def find_action(process: Process, step: str, action: str) -> tuple[StepView, Action]:
    """The step's current occurrence and the action asked for; refuses unknown names."""
    kind, view = _find_step(process, step)
    act = kind.actions.get(action)
    if act is None:
        raise UnusableInput(
            "NO_ACTION",
            message("“{step}” knows no action “{action}”.", step=step, action=action),
            fix=message("It knows: {known}.", known=tuple(kind.actions)),
        )
    return view, act


def known_action(process: Process, step: str, action: str) -> tuple[StepView, Action] | None:
    """As `find_action`, but None where there is no action of this name."""
    try:
        return find_action(process, step, action)
    except UnusableInput:
        return None


def _find_step(process: Process, step: str) -> tuple[Kind, StepView]:
    if is_standing(step, process.kinds):
        return process.kinds[step], StepView(process, standing_step(step), 1)
    found = process.step(step)
    if found is None:
        near = get_close_matches(step, [item.id for item in process.rulebook.steps], 1)
        raise UnusableInput(
            "NO_STEP",
            message("This process has no step “{step}”.", step=step),
            fix=message("Did you mean “{near}”?", near=near[0]) if near else None,
        )
    return process.kinds[found.kind], process.view(found)


def approval_request(command: Command, act: Action, body: Mapping[str, Any]) -> Draft:
    """An act of two persons: the first one's wish waits for the second one's approval."""
    return Draft(
        "approval.requested",
        command.view.step.id,
        command.view.n,
        None,
        {"action": act.name, "body": dict(body), "by": command.actor.id},
        {"action": act.name},
    )


def refuse_backward_clock(process: Process) -> None:
    """Refuse to write anything earlier than what is written already."""
    if process.facts and process.now < process.facts[-1].at:
        raise Refused(
            "CLOCK",
            message(
                "The clock shows {now}, but the last fact is of {last}.",
                now=process.now,
                last=process.facts[-1].at,
            ),
            fix=message("Set this machine's clock right; nothing was changed."),
        )


def _check_role(process: Process, act: Action, actor: Actor) -> None:
    """The act is for this role, and the role is not that of another's seat or office."""
    if actor.role not in act.roles:
        raise Refused(
            "ROLE",
            message("The role “{role}” may not do “{action}”.", role=actor.role, action=act.title),
            fix=message("It is for: {roles}.", roles=tuple(sorted(act.roles))),
        )
    refused = refusal(process, actor, act.roles)
    if refused is not None:
        raise refused


def _check_status(process: Process, step: str, act: Action) -> None:
    if process.status == "open" or (process.status == "suspended" and step == "process"):
        return
    if process.status == "closed" and _survives_the_end(process, step, act):
        return
    raise at_rest(process)


def _survives_the_end(process: Process, step: str, act: Action) -> bool:
    return act.after_end or (act.late and is_standing(step, process.kinds))


def at_rest(process: Process) -> Refused:
    """The refusal of an act in a process that is suspended or over, with which of them it is."""
    reasons = {
        "suspended": message("The process is suspended."),
        "cancelled": message("The process was cancelled."),
        "closed": message("The process is closed."),
    }
    return Refused("STATUS", reasons[process.status])


def _check_state(view: StepView, act: Action, process: Process) -> None:
    if process.step(view.step.id) is None:
        return
    state = process.state(view.step.id, view.n)
    if state.state == "done" and not act.late:
        raise Refused(
            "DONE",
            message(
                "“{step}” is already done since {at}.", step=view.step.title, at=state.progress.at
            ),
            fix=message("A mistake is put right with: process correct."),
        )
    if state.state == "skipped":
        raise Refused(
            "SKIPPED",
            message(
                "“{step}” does not apply: {condition}.",
                step=view.step.title,
                condition=process.in_words(view.step.when or ""),
            ),
        )
    if state.state == "waiting" and not act.early:
        raise Refused(
            "ORDER",
            message(
                "“{step}” is not open yet: {reasons}.", step=view.step.title, reasons=state.reasons
            ),
        )


def _check_rules(
    process: Process, actor: Actor, step: str, drafts: Sequence[Draft], rules: Rules
) -> None:
    """Refuse when the process as it would be breaks a `must` of this step, or a new one anywhere.

    Findings that were there before and concern other steps do not hold this act up.
    """
    after = [finding for finding in rules(process.after(drafts, actor)) if _must(finding)]
    if not after:
        return
    before = {finding.code + str(finding.message) for finding in rules(process) if _must(finding)}
    found = [
        finding
        for finding in after
        if step in finding.steps or finding.code + str(finding.message) not in before
    ]
    if found:
        # An act is not mended in a file: the findings name no line of the pilot's.
        placeless = tuple(replace(finding, where=None) for finding in found)
        first = placeless[0]
        raise Refused(first.code, first.message, fix=first.fix, findings=placeless)


def _must(finding: Finding) -> bool:
    return finding.level == "must"


def possible_actions(process: Process, role: str) -> tuple[tuple[StepView, Action], ...]:
    """What somebody in this role could do now, step by step (rules are asked when it is done)."""
    found: list[tuple[StepView, Action]] = []
    if process.status not in {"open", "closed"}:
        return ()
    for state in process.states():
        kind = process.kinds[state.step.kind]
        view = StepView(process, state.step, state.n)
        found += [
            (view, act)
            for act in kind.actions.values()
            if role in act.roles
            and (process.status == "open" or act.after_end)
            and _is_possible(state.state, act)
            and _applies(view, act)
        ]
    return tuple(found)


def _applies(view: StepView, act: Action) -> bool:
    return act.applies is None or act.applies(view)


def _is_possible(state: str, act: Action) -> bool:
    if state == "done":
        return act.late
    if state == "waiting":
        return act.early
    return state != "skipped"
