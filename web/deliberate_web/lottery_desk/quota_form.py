"""The quota editor's form: its rows, its figures, and the answer to what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from flask import request

from deliberate.core.errors import DeliberateError, Message, Refused, UnusableInput, message
from deliberate.core.recruitment.lottery.examination import Feasibility, examine
from deliberate.core.recruitment.quotas.composition import Group, by_feature, shares
from deliberate.core.recruitment.quotas.making import Room, make_quotas
from deliberate.core.services.composition_files import (
    LARGEST,
    number_of,
    pack_groups,
    read_composition,
    unpack_groups,
)
from deliberate.core.services.lottery_desk import COUNTRY, MODEL, Figures, LotteryDesk, fitting
from deliberate.core.services.quota_entry import CELLS, Entered, Typed, entered, field_of
from deliberate.core.services.uploaded import read_uploaded
from deliberate_web.member.forms import Form
from deliberate_web.uploads import named, upload_in

OWN = "own"
"""Figures that somebody uploaded."""
FLEX = 1
"""Seats of flex that the editor proposes."""


@dataclass
class Editor:
    """Everything that the page shows. `chosen`: the figures that shares are taken from; `own`:
    those that were uploaded; `unknown`: features for which the chosen figures say nothing."""

    here: LotteryDesk
    figures: Sequence[Figures]
    form: Form
    rows: list[Typed]
    chosen: str
    own: tuple[Group, ...] = ()
    unknown: tuple[str, ...] = ()
    error: DeliberateError | None = None
    tolerance: str = "0"
    flex: str = str(FLEX)
    one_each: bool = False
    filled: bool = False
    answer: Entered = field(init=False)

    def __post_init__(self) -> None:
        self.reckon()

    def reckon(self) -> None:
        """Hold what is typed against the panel's size."""
        self.answer = entered(self.rows, self.here.size)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that shares are shown of."""
        if self.chosen == OWN:
            return self.own
        return next((item.groups for item in self.figures if item.id == self.chosen), ())

    @property
    def untouched(self) -> bool:
        """Whether nothing is typed and nobody asked for more than to see the page."""
        return not self.form.go and not any(
            cell for row in self.rows for cell in row.cells.values()
        )

    @property
    def packed(self) -> str:
        return pack_groups(self.own) if self.own else ""

    def shares(self) -> Mapping[tuple[str, str], Fraction]:
        """Of those groups that somebody counted."""
        return {
            (group.feature, group.value): part
            for own in by_feature(self.groups).values()
            for group, part in zip(own, shares(own), strict=True)
            if group.counted
        }

    def feasibility(self) -> Feasibility | None:
        """None as long as numbers are wrong, or nobody is in the pool."""
        if self.answer.targets is None or not self.here.pool.people:
            return None
        return examine(self.here.pool, self.answer.targets)

    def fill(self) -> None:
        """Put quotas made from the chosen figures into the rows."""
        room = self._room()
        if self.form.errors or self.error is not None:
            return
        try:
            made = make_quotas(self.groups, self.here.size, room, one_each=self.one_each)
        except Refused as refusal:
            self.error = refusal
            return
        quotas = {(one.quota.feature, one.quota.value): one.quota for one in made}
        self.rows = [
            Typed.of(quotas[row.feature, row.value]) if (row.feature, row.value) in quotas else row
            for row in self.rows
        ]
        known = {group.feature for group in self.groups}
        self.unknown = tuple(name for name in self.here.features if name not in known)
        self.filled = True
        self.reckon()

    def _room(self) -> Room:
        value = number_of(self.tolerance or "0")
        flex = self.flex.strip()
        if value is None or value > (1 if "%" in self.tolerance else self.here.size):
            self.form.errors["tolerance"] = message("Write seats, or percent of the panel.")
        if flex and not (flex.isascii() and flex.isdigit() and len(flex) < 5):
            self.form.errors["flex"] = message("A whole number is expected.")
        if self.form.errors:
            return Room()
        own = Fraction(value or 0)
        given = int(flex) if flex else None
        if "%" in self.tolerance:
            return Room(percent=own * 100, flex=given)
        return Room(seats=own, flex=given)


def fresh(here: LotteryDesk, figures: Sequence[Figures]) -> Editor:
    """The editor as it opens: the targets set last, else a proposal from the nearest figures."""
    chosen = _nearest(here, figures)
    blank = [Typed(f, v, {}) for f, values in here.features.items() for v in values]
    editor = Editor(here, figures, Form.blank(), blank, chosen)
    if here.targets is None:
        editor.fill()
        editor.filled = False
        return editor
    known = {(quota.feature, quota.value): quota for quota in here.targets.quotas}
    editor.rows = [
        Typed.of(known[row.feature, row.value]) if (row.feature, row.value) in known else row
        for row in blank
    ]
    editor.reckon()
    return editor


def _nearest(here: LotteryDesk, figures: Sequence[Figures]) -> str:
    """The pilot's own territory if it has figures for everything, else the model, the country."""
    full = {item.id for item in figures if len(item.features) == len(here.features)}
    wanted = (here.territory, MODEL, COUNTRY)
    known = [item.id for item in figures]
    return next(
        (one for one in wanted if one in full),
        next((one for one in wanted if one in known), ""),
    )


def sent(here: LotteryDesk, figures: Sequence[Figures]) -> Editor:
    """The editor as it was typed. The figures of an uploaded file come first."""
    form = Form.sent()
    rows: list[Typed] = []
    for feature, values in here.features.items():
        for value in values:
            names = {cell: field_of(len(rows), cell) for cell in CELLS}
            cells = {cell: request.form.get(name, "").strip() for cell, name in names.items()}
            rows.append(Typed(feature, value, cells))
    own = fitting(unpack_groups(request.form.get("own_figures", "")), here.features)
    editor = Editor(
        here,
        figures,
        form,
        rows,
        request.form.get("figures", ""),
        tuple(own),
        tolerance=request.form.get("tolerance", "").strip(),
        flex=request.form.get("flex", "").strip(),
        one_each="one_each" in request.form,
    )
    _take_upload(editor)
    return editor


def _take_upload(editor: Editor) -> None:
    upload = upload_in("population")
    if upload is None:
        return
    content = upload.stream.read(LARGEST + 1)
    try:
        groups = read_uploaded(named(upload), content, read_composition)
        own = tuple(fitting(groups, editor.here.features))
    except UnusableInput as error:
        editor.error = error
        return
    if own:
        editor.own, editor.chosen = own, OWN
    else:
        editor.error = UnusableInput("NOTHING", _no_feature(editor.here))


def _no_feature(here: LotteryDesk) -> Message:
    return message(
        "The file has none of these features with just the values of the lottery: {traits}.",
        traits=tuple(here.features),
    )
