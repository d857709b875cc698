"""The list of a uniform lottery for a public draw: numbers and identifiers, nothing else."""

from __future__ import annotations

from deliberate.core.errors import Message, message
from deliberate.core.rounded import Rounded
from deliberate.core.services.uniform_draws import UniformDraw, number_of
from deliberate.documents.document import Column, Document, Paragraph, Table
from deliberate.i18n import Translator


def panel_list(draw: UniformDraw, say: Translator) -> Document:
    """The list as a document in one language."""
    count = len(draw.lottery.panels)
    rows = tuple(
        (number_of(place, count), ", ".join(panel))
        for place, panel in enumerate(draw.lottery.panels)
    )
    heads = (message("No."), message("People on the panel"))
    number, people = (say.render(head) for head in heads)
    return Document(
        process="",
        id="panels",
        type="panels",
        form="paper",
        language=say.locale,
        version=1,
        title=say.render(message("List of {count} panels for a public draw", count=count)),
        sender="",
        blocks=(
            *(Paragraph(say.render(words)) for words in _words(draw)),
            Table((Column(number), Column(people, width=9)), rows),
        ),
        footer=say.render(message("SHA-256 of the list: {hash}", hash=draw.list_hash)),
        words={"page": say.gettext("page {page} of {pages}")},
    )


def _words(draw: UniformDraw) -> tuple[Message, ...]:
    count = len(draw.lottery.panels)
    digits = len(str(count - 1))
    how = (
        message(
            "Each panel is equally likely. Throw {dice} ten-sided dice, told apart by colour in an "
            "order agreed beforehand; their digits are the number of the panel.",
            dice=digits,
        )
        if count == 10**digits
        else message(
            "Each panel is equally likely. Draw a number from {first} to {last}.",
            first=number_of(0, count),
            last=number_of(count - 1, count),
        )
    )
    return (
        how,
        message(
            "Everybody's chance is the share of panels with that person. It differs from the "
            "chance in the fair lottery by {deviation} at most.",
            deviation=Rounded(draw.lottery.largest_deviation, 6),
        ),
        message("SHA-256 of the list: {hash}", hash=draw.list_hash),
        message(
            "Whoever writes the number and the identifiers of each panel into a line, with commas "
            "between them, and takes the SHA-256 of the whole has to find this hash."
        ),
        message("SHA-256 of pool, quotas and way of drawing: {hash}", hash=draw.drawn.input_hash),
    )
