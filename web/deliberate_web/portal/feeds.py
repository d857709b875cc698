"""News as Atom feeds (RFC 4287): of one process and of all, in each language."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from flask import Response, url_for

from deliberate.core.services.portal.news import News, NewsItem, all_news, process_news
from deliberate_web.access import public
from deliberate_web.current import (
    current_config,
    current_context,
    current_locale,
    current_translator,
    current_viewer,
)
from deliberate_web.portal.blueprint import blueprint

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@blueprint.get("/feed.atom")
@public
def feed() -> Response:
    """News of every process."""
    return _answer(all_news(current_context(), current_viewer()), "portal.feed", "portal.home")


@blueprint.get("/p/<process_id>/feed.atom")
@public
def process_feed(process_id: str) -> Response:
    """News of one process."""
    news = process_news(current_context(), current_viewer(), process_id)
    return _answer(news, "portal.process_feed", "portal.process", process_id)


def _answer(news: News, feed: str, page: str, process_id: str = "") -> Response:
    say, here = current_translator(), _address(feed, process_id)
    root = Xml.Element("feed", {"xmlns": NAMESPACE, "xml:lang": current_locale()})
    _add(root, "id", here)
    title = say.value(news.title) if news.title else say.gettext("Questions put to citizens")
    _add(root, "title", title)
    if news.rehearsal:
        _add(root, "subtitle", say.gettext("Rehearsal: no real people, votes or decisions"))
    _add(root, "updated", news.updated.isoformat())
    Xml.SubElement(root, "link", rel="self", href=here, type="application/atom+xml")
    Xml.SubElement(root, "link", rel="alternate", href=_address(page, process_id), type="text/html")
    author = Xml.SubElement(root, "author")
    _add(author, "name", say.gettext("Public deliberation"))
    for item in news.items:
        _entry(root, item, of_one=bool(process_id))
    Xml.indent(root)
    return Response(Xml.tostring(root, "utf-8", xml_declaration=True), content_type=MEDIA_TYPE)


def _entry(root: Xml.Element, item: NewsItem, *, of_one: bool) -> None:
    """An entry; in the feed of all processes its title begins with that of the process."""
    say = current_translator()
    title = say.render(item.title)
    if not of_one:
        title = say.gettext("{process}: {news}").format(
            process=say.value(item.process_title) or item.process, news=title
        )
    entry = Xml.SubElement(root, "entry")
    _add(entry, "id", _identity(item))
    _add(entry, "title", title)
    _add(entry, "updated", item.at.isoformat())
    _add(entry, "summary", say.value(item.about))
    endpoint = f"portal.{item.page or 'process'}"
    address = _address(endpoint, item.process)
    Xml.SubElement(entry, "link", rel="alternate", href=address, type="text/html")


def _identity(item: NewsItem) -> str:
    """What names an entry for good: its place in the record, else that of what is missing."""
    if item.key:
        return f"{_address('portal.execution', item.process)}#{item.key}"
    return f"{_address('portal.record', item.process)}#entry-{item.seq}"


def _add(parent: Xml.Element, name: str, words: str) -> None:
    Xml.SubElement(parent, name).text = "".join(letter for letter in words if _fits(letter))


def _fits(letter: str) -> bool:
    """Whether XML 1.0 can hold the letter at all."""
    code = ord(letter)
    return letter in "\t\n\r" or (
        code >= 0x20 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)
    )


def _address(endpoint: str, process_id: str = "") -> str:
    """A whole address, as readers of feeds need it."""
    return current_config().origin + (
        url_for(endpoint, process_id=process_id) if process_id else url_for(endpoint)
    )
