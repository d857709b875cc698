"""Documents as pages: the words inside a page of the portal, or a whole page to send or keep."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from deliberate.documents.document import Document


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
    """The document as a page of its own, without scripts or files beside it."""
    page = environment().get_template("page.html")
    return page.render(document=document.as_data())
