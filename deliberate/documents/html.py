"""Documents as pages: the words inside a page of the portal, or a whole page to send or keep."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from deliberate.documents.charts import palette
from deliberate.documents.charts.advances import FONTS
from deliberate.documents.document import Document, Picture

TOKENS = {
    palette.INK: "ink",
    palette.QUIET: "quiet",
    palette.EDGE: "edge",
    palette.LINE: "line",
    palette.PAPER: "paper",
    palette.WASH: "wash",
    palette.ACCENT: "accent",
    palette.MORE: "more",
    palette.LATE: "late",
}
"""The token of a page for each colour of paper, so that a dark page has dark pictures."""
OWN_GROUND = ("shade-", "on-shade-")
"""Roles that keep their colours everywhere: the numbers of a map stand on their own ground."""
WEIGHTS = {400: "Regular", 600: "SemiBold"}


def environment() -> Environment:
    """Templates that escape everything: no word of an agency can become markup."""
    return Environment(
        loader=PackageLoader("deliberate.documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html_page(document: Document) -> str:
    """The document as a page of its own, without scripts or files beside it.

    A page with pictures holds the typeface, for they are laid out by its widths.
    """
    pictures = any(isinstance(block, Picture) for block in document.blocks)
    return (
        environment()
        .get_template("page.html")
        .render(
            document=document.as_data(),
            faces=typeface() if pictures else Markup(),
            looks=looks() if pictures else Markup(),
        )
    )


@lru_cache(maxsize=1)
def typeface() -> Markup:
    """The shipped typeface as rules of a style sheet."""
    rules = []
    for weight, name in WEIGHTS.items():
        data = b64encode((FONTS / f"GolosText-{name}.ttf").read_bytes()).decode("ascii")
        rules.append(
            f'@font-face {{ font-family: "Golos Text"; font-weight: {weight}; '
            f'src: url("data:font/ttf;base64,{data}") format("truetype"); }}'
        )
    return Markup("\n".join(rules))


@lru_cache(maxsize=1)
def looks() -> Markup:
    """The roles of charts in the colours of the page."""
    rules = []
    for role, attributes in palette.LOOKS.items():
        colours = [
            f"{name}: var(--{TOKENS[value]})"
            for name, value in attributes.items()
            if name in ("fill", "stroke") and value in TOKENS
        ]
        if colours and not role.startswith(OWN_GROUND):
            rules.append(f".chart-{role} {{ {'; '.join(colours)}; }}")
    return Markup("\n".join(rules))
