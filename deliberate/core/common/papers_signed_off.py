"""The newest versions of the papers for members, and whether an oversight group signed them off.

A sign-off is bound to the hashes of the papers as they were then: whoever adds another version asks
for another sign-off.
"""

from __future__ import annotations

from deliberate.core.process.kind import StepView
from deliberate.core.process.process import Process

MATERIALS = "materials"
"""The kind of step whose papers are signed off."""


def papers_of(process: Process, subject: str) -> StepView | None:
    """The step of materials that a subject of sign-offs names; None where it names none."""
    step = process.step(subject)
    return process.view(step) if step is not None and step.kind == MATERIALS else None


def hashes(view: StepView) -> dict[str, str]:
    """The newest hash of every material and language, as `M1/kk`.

    A repeat session starts from the materials of the session before it.
    """
    found: dict[str, str] = {}
    for fact in view.process.select("materials.added", step=view.step.id):
        if fact.n <= view.n:
            found[f"{fact.body['material']}/{fact.body['language']}"] = str(fact.body["sha256"])
    return dict(sorted(found.items()))


def missing(view: StepView) -> tuple[str, ...]:
    """Materials and languages not there yet, as `M1/kk`."""
    have = hashes(view)
    pilot = view.process.pilot
    owed = pilot.languages if view.params.languages == "all" else pilot.authentic_languages
    return tuple(
        f"{item.id}/{language}"
        for item in pilot.materials
        for language in owed
        if f"{item.id}/{language}" not in have
    )


def awaits_sign_off(view: StepView) -> bool:
    """Whether these very papers lack the sign-off that the rulebook asks for.

    A pilot without an oversight group departs from the rule that asks for one, and says why; there
    is nobody then who could sign off.
    """
    group = view.params.approved_by
    if not group or not view.process.pilot.oversight.composition:
        return False
    facts = view.process.select("oversight.signed_off", step=group)
    signed = [fact for fact in facts if fact.body["subject"] == view.step.id]
    return not signed or signed[-1].body.get("materials") != hashes(view)
