"""What all pages behind sign-in share: who asks, how a page is put together, where things are."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from deliberate.core.services.member.desk_lines import Line
from deliberate.core.services.member.landing import RUNS, SITS
from deliberate.core.services.member.shapes import Frame, Task
from deliberate.core.services.member.task_words import title_of
from deliberate.core.services.own_places import roles_of
from deliberate_web.current import (
    current_account,
    current_context,
    current_translator,
    current_viewer,
)
from deliberate_web.headers import keep_nothing
from deliberate_web.portal.shown import Shown

blueprint = Blueprint("member", __name__)

PAGES = {
    "agree": "member.agree",
    "declare": "member.declare",
    "read": "member.papers",
    "vote": "member.vote",
    "comment": "member.comment",
    "sign": "member.sign",
    "judge": "member.judge",
    "survey": "member.survey",
    "points": "member.points",
}
"""The page of each kind of task; to come to the session is no page."""
RUN_PAGES = {"survey": "running.survey", "tables": "running.tables", "papers": "running.papers"}
"""The page with which a step is run."""


def me() -> str:
    """The account that asks."""
    account = current_account()
    if account is None:
        abort(403)
    return account.account


def page(template: str, frame: Frame, *, part: str = "member", **values: Any) -> str:
    """A page about one process, of this part of the site or another; no browser keeps it."""
    keep_nothing()
    show = Shown(current_translator(), frame.zone)
    return render_template(f"{part}/{template}.html", frame=frame, show=show, **values)


@blueprint.app_template_global()
def task_url(process: str, kind: str, step: str, who: str = "", n: int | str = 1) -> str:
    """Where a task is done; empty for one that is no page. `n`: which time, of one that is done
    several times on a page each."""
    if kind not in PAGES:
        return ""
    more: dict[str, Any] = {"who": who} if kind in ("sign", "judge") else {}
    if kind == "points":
        more = {"time": int(n)}
    return url_for(PAGES[kind], process_id=process, step_id=step, **more)


@blueprint.app_template_global()
def task_title(task: Task) -> str:
    return current_translator().render(title_of(task))


@blueprint.app_template_global()
def line_url(process: str, line: Line) -> str:
    """Where the thing that a line tells of is; empty where no page has it."""
    match line.to:
        case "task":
            return task_url(process, *line.at)
        case "document":
            return url_for("portal.document", process_id=process, name=line.at[0])
        case "process":
            anchor = line.at[0] if line.at else None
            return url_for("portal.process", process_id=process, _anchor=anchor)
        case "my":
            return url_for("member.index", process_id=process)
        case "today":
            return url_for("member.today", process_id=process)
        case "documents":
            return url_for("portal.documents", process_id=process)
        case "running":
            return url_for(RUN_PAGES[line.at[0]], process_id=process, step_id=line.at[1])
        case "record":
            return url_for("portal.record", process_id=process)
    return ""


@blueprint.app_template_global()
def own_places(process: str) -> dict[str, str]:
    """The pages behind sign-in that this viewer has in a process: "my", "today"."""
    viewer = current_viewer()
    if viewer.account is None:
        return {}
    roles = roles_of(current_context(), viewer, process)
    found = {}
    if roles & SITS:
        found["my"] = url_for("member.index", process_id=process)
    if roles & RUNS:
        found["today"] = url_for("member.today", process_id=process)
    return found
