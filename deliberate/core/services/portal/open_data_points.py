"""Tables about points and about what was put together from several groups."""

from __future__ import annotations

from collections.abc import Iterator

from deliberate.core.errors import message
from deliberate.core.services.portal.open_data_shapes import Row, Sheet
from deliberate.core.services.portal.page import ProcessPage


def gives_points(page: ProcessPage) -> bool:
    """Whether members give points in this model."""
    return page.weightings is not None


def gathers(page: ProcessPage) -> bool:
    """Whether what several groups bring is put together in this model."""
    return bool(page.gatherings)


def weightings(page: ProcessPage) -> Sheet:
    return Sheet(
        message("Points of the members"),
        message("One row for each item in each group, once its points are added up."),
        (
            ("step", message("step in which points were given")),
            ("n", message("which time points were given: 1 is the first")),
            ("group", message("name of the group; empty where all give points together")),
            ("item", message("identifier of the item")),
            ("text", message("what got points")),
            ("points", message("points of the item")),
            ("papers", message("papers that were handed in")),
            ("budget", message("points of each person")),
            ("closed_at", message("when the points were added up")),
        ),
        tuple(_weightings(page)),
        frozenset({"group", "text"}),
    )


def _weightings(page: ProcessPage) -> Iterator[Row]:
    for weighing in page.weightings or ():
        for place, part in enumerate(weighing.parts):
            for item in weighing.items:
                points = item.by_part[place]
                if points is not None:
                    yield (
                        part.step,
                        weighing.n,
                        part.title,
                        item.id,
                        item.text,
                        points,
                        part.people,
                        weighing.budget,
                        part.closed_at,
                    )


def weighting_papers(page: ProcessPage) -> Sheet:
    return Sheet(
        message("Papers with points"),
        message(
            "One row for each item on each paper. Papers have no names; their numbers follow what "
            "is on them and say nothing about who handed one in."
        ),
        (
            ("step", message("step in which points were given")),
            ("n", message("which time points were given: 1 is the first")),
            ("paper", message("number of the paper in its group")),
            ("item", message("identifier of the item")),
            ("points", message("points on this paper")),
        ),
        tuple(_papers(page)),
    )


def _papers(page: ProcessPage) -> Iterator[Row]:
    for weighing in page.weightings or ():
        for part in weighing.parts:
            sheets = [alike.points for alike in part.sheets for _ in range(alike.papers)]
            for number, points in enumerate(sheets, start=1):
                for item, given in zip(part.items, points, strict=True):
                    yield (part.step, weighing.n, number, item, given)


def gatherings(page: ProcessPage) -> Sheet:
    return Sheet(
        message("Results put together"),
        message(
            "One row for each item or option of each group that it comes from, once the results of "
            "all groups are put together."
        ),
        (
            ("gathering", message("step that puts together")),
            ("how", message("as what, as a code: list, sum, vote")),
            ("item", message("identifier of the item or option")),
            ("text", message("its words")),
            ("from_step", message("step that it comes from")),
            ("from_n", message("which time of that step")),
            ("from_item", message("its identifier there")),
            ("group", message("name of the group, or of the step where there are no groups")),
            ("points", message("points that it got there, in a sum")),
            ("votes", message("votes that it got there, or how many support it")),
            ("base", message("of how many who stated an opinion, where support was measured")),
            ("made_at", message("when it was put together")),
        ),
        tuple(_gatherings(page)),
        frozenset({"text", "group"}),
    )


def _gatherings(page: ProcessPage) -> Iterator[Row]:
    for made in page.gatherings:
        head = (made.step, made.how)
        for item in made.items:
            for origin in item.origins:
                votes = origin.support.votes if origin.support is not None else None
                base = origin.support.base if origin.support is not None else None
                place = (origin.step, origin.n, origin.id, origin.title)
                yield (
                    *head, item.id, item.text, *place, origin.points, votes, base, made.made_at
                )  # fmt: skip
        for number, (code, words) in enumerate(made.options):
            for one in made.counts:
                place = (one.step, one.n, code, one.title)
                yield (*head, code, words, *place, None, one.votes[number], None, made.made_at)
