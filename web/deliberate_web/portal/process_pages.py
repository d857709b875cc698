"""The list of processes, the first page of one, and its plain parts."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, render_template

from deliberate.core.services.portal.reading import list_processes, process_page
from deliberate.core.services.shelf import read_shelf
from deliberate.core.services.signatories import read_signatories
from deliberate_web.access import public
from deliberate_web.current import current_context, current_translator, current_viewer
from deliberate_web.portal.blueprint import blueprint
from deliberate_web.portal.charts import Charts
from deliberate_web.portal.document_lines import lines_shown_with
from deliberate_web.portal.sections import PLAIN, groups_of, page_of_today
from deliberate_web.portal.shown import Shown


@blueprint.get("/")
@public
def home() -> str:
    """All processes as cards."""
    cards = list_processes(current_context(), current_viewer())
    return render_template("portal/home.html", cards=cards, show=Shown(current_translator()))


@blueprint.get("/p/<process_id>/")
@public
def process(process_id: str) -> str:
    """The first page of a process: what, who, where it stands, today, what came of it."""
    shelf = read_shelf(current_context(), current_viewer(), process_id)
    published = sum(item.state != "draft" for item in shelf.items)
    return shown_process(process_id, "portal/process.html", "", published=published)


def shown_process(process_id: str, template: str, here: str, **more: object) -> str:
    """A page of a process; `here` is the part that it shows, and `more` what it needs besides.

    A part that the model of the process does not have is not there: 404.
    """
    page = process_page(current_context(), current_viewer(), process_id)
    if here and here not in {item.name for group in groups_of(page) for item in group.sections}:
        abort(404)
    today = page.today
    return render_template(
        template,
        page=page,
        here=here,
        groups=groups_of(page),
        door=page_of_today(page, today.section, today.kind) if today and today.section else None,
        show=Shown(current_translator(), page.time_zone),
        charts=Charts(page, current_translator()),
        **more,
    )


def _view(name: str) -> Callable[[str], str]:
    @public
    def view(process_id: str) -> str:
        more: dict[str, object] = {"papers": lines_shown_with(process_id, name)}
        if name == "protocol":
            more["signatories"] = read_signatories(current_context(), current_viewer(), process_id)
        return shown_process(process_id, f"portal/parts/{name}.html", name, **more)

    return view


for section in PLAIN:
    blueprint.add_url_rule(
        f"/p/<process_id>/{section.name}/", section.name, _view(section.name), methods=["GET"]
    )
