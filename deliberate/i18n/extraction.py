"""Collecting the sentences of the source into catalogues, and finding what is not translated."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from deliberate.i18n.catalogue import LOCALES, read_catalogue, translations

_METHODS = [
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
    ("**/templates/**.ics", "jinja2"),
    ("**.py", "python"),
]
_OPTIONS: Mapping[str, dict[str, str]] = MappingProxyType(
    {
        pattern: {"encoding": "utf-8", "silent": "false", "trimmed": "true"}
        for pattern, method in _METHODS
        if method == "jinja2"
    }
)
_KEYWORDS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = MappingProxyType(
    {
        "message": None,
        "nmessage": (1, 2),
        "_": None,
        "gettext": None,
        "lazy_gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }
)
_PERCENT = re.compile(r"%\((\w+)\)")
_VOLATILE = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By'
    rb"|Report-Msgid-Bugs-To|Project-Id-Version):.*\n",
    re.MULTILINE,
)
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Bookshelf:
    """The catalogues of one distribution part: where its sentences are and where their
    translations go (`<folder>/<locale>/LC_MESSAGES/<domain>.po`)."""

    sources: tuple[Path, ...]
    folder: Path
    domain: str

    def path(self, locale: str) -> Path:
        return self.folder / locale / "LC_MESSAGES" / f"{self.domain}.po"


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence that a catalogue lacks or spoils."""

    file: str
    msgid: str
    reason: str


def house() -> Bookshelf:
    """The core, the command line, the documents and the web share one catalogue."""
    package = Path(__file__).parents[1]
    web = find_spec("deliberate_web")
    sources = (package, Path(web.origin).parent) if web and web.origin else (package,)
    return Bookshelf(sources, package / "i18n" / "locale", "deliberate")


def package_shelf(package: Path) -> Bookshelf:
    """The catalogue of a plugin: the folder `locale` inside its package."""
    return Bookshelf((package,), package / "locale", package.name)


def extract(shelf: Bookshelf) -> Catalog:
    """All sentences of the shelf's sources, with the files in which they stand."""
    catalog = Catalog(domain=shelf.domain, charset="utf-8", fuzzy=False)
    for source in shelf.sources:
        found = extract_from_dir(
            str(source), _METHODS, dict(_OPTIONS), dict(_KEYWORDS), strip_comment_tags=False
        )
        for file, _, msgid, _, context in found:
            place = f"{source.name}/{Path(file).as_posix()}"
            catalog.add(msgid, None, [(place, 0)], context=context)
    return catalog


def update(shelf: Bookshelf) -> tuple[Path, ...]:
    """Bring the shelf's catalogues in line with its sources: new sentences enter untranslated,
    vanished ones leave, translations stay. Returns the files that changed."""
    template = extract(shelf)
    if not len(template) and not shelf.folder.exists():
        return ()
    return tuple(path for locale in LOCALES if (path := _update(shelf, locale, template)))


def _update(shelf: Bookshelf, locale: str, template: Catalog) -> Path | None:
    path = shelf.path(locale)
    old = path.read_bytes() if path.exists() else b""
    catalog = read_catalogue(path, locale) if old else Catalog(locale=locale)
    catalog.domain = shelf.domain
    catalog.header_comment = f"# {shelf.domain}: {locale}"
    catalog.fuzzy = False
    catalog.update(template, no_fuzzy_matching=True)
    stream = BytesIO()
    write_po(
        stream, catalog, width=_WIDTH, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    new = _VOLATILE.sub(b"", stream.getvalue())
    if new == old:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(new)
    return path


def gaps(shelf: Bookshelf) -> tuple[Gap, ...]:
    """Every sentence of the sources that a reader of some language would not understand.

    English may stay empty, since the msgid is English; what it says must still fit.
    """
    template = extract(shelf)
    return tuple(gap for locale in LOCALES for gap in _gaps(shelf, locale, template))


def _gaps(shelf: Bookshelf, locale: str, template: Catalog) -> Iterator[Gap]:
    path = shelf.path(locale)
    catalog = read_catalogue(path, locale) if path.exists() else Catalog(locale=locale)
    for wanted in template:
        if not wanted.id:
            continue
        entry = catalog.get(_singular(wanted), wanted.context)
        reason = _flaw(entry, catalog.num_plurals, required=locale != "en")
        if reason:
            yield Gap(str(path), _singular(wanted), reason)


def _singular(entry: Message) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def _flaw(entry: Message | None, plurals: int, *, required: bool) -> str | None:
    if entry is None:
        return "absent"
    ids = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
    forms = translations(entry)
    if not any(forms):
        return "untranslated" if required else None
    if entry.fuzzy:
        return "fuzzy"
    if len(forms) != (1 if len(ids) == 1 else plurals) or not all(forms):
        return "a plural form is missing"
    if any(placeholders(form) != placeholders(ids[-1]) for form in forms):
        return "other placeholders"
    return None


def placeholders(text: str) -> frozenset[str]:
    """The names of the values that a sentence shows: `{name}` and `%(name)s`."""
    try:
        braces = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        braces = {text}
    return frozenset(braces) | frozenset(_PERCENT.findall(text))
