"""What a member reads of a draft whose points are recommendations: nobody owns them yet."""

from __future__ import annotations

from pathlib import Path

from deliberate.core.services.member.own_comments import points_of
from deliberate.testing.scenario import installed, scenarios, walk


def test_a_recommendation_is_read_without_owner_and_due_date(tmp_path: Path) -> None:
    registry = installed()
    found = {one.rulebook: one for one in scenarios(registry, "citizen_jury")}
    run = walk(found["citizen_jury/jefferson"], registry, tmp_path / "bundle.zip")
    step = run.process.step("report")
    assert step is not None
    view = run.process.view(step)
    drafted = view.last("report.drafted")
    assert drafted is not None
    points = points_of(view, drafted.body["items"])
    assert [point.kind for point in points] == ["recommendation"] * 3
    assert {(point.owner, point.due) for point in points} == {(None, None)}
