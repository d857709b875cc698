"""The refusal of a draw that no panel can satisfy: what stands in the way, and the least change."""

from __future__ import annotations

from deliberate.core.errors import Finding, Message, Refused, message
from deliberate.core.recruitment.lottery.feasibility import advice, conflict, is_feasible
from deliberate.core.recruitment.lottery.person_types import merge
from deliberate.core.recruitment.lottery.polytope import polytope
from deliberate.core.recruitment.lottery.pool import Pool, Targets


def no_panel(pool: Pool, targets: Targets) -> Refused:
    """Which quotas cannot be kept together, and the least that would have to give way."""
    population = merge(pool, targets.features)
    whole = polytope(population, targets)
    if is_feasible(whole):
        raise ArithmeticError("a panel exists and the lottery did not find it")
    quotas = conflict(whole, targets)
    findings = [
        Finding("CONFLICT", "must", message("{quota}: {least}–{most}", quota=quota.name,
                                            least=quota.least, most=quota.most))
        for quota in quotas
    ]  # fmt: skip
    way = advice(whole, targets)
    fix: Message | None = None
    if way is not None:
        changes = tuple(
            message("{quota}: {least}–{most}", quota=item.quota.name, least=item.least,
                    most=item.most)
            for item in way.relaxed
        )  # fmt: skip
        fix = (
            message("The smallest change within the flex columns: {changes}.", changes=changes)
            if way.within_flex
            else message("The smallest change: {changes}.", changes=changes)
        )
    return Refused(
        "NO_PANEL",
        message("No panel keeps these quotas together; nothing is drawn.")
        if quotas
        else message("No panel of {size} can be drawn from this pool.", size=targets.size),
        fix=fix,
        findings=tuple(findings),
    )
