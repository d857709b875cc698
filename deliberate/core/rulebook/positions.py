"""Where every value of a TOML text stands: dotted path to line and column.

`tomllib` reads values and forgets places; tree-sitter keeps places and reads no values. Both walk
the same text, so their paths agree: a key is a `str`, the place in a list an `int` from 0.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from deliberate.core.errors import Where

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Repeated:
    """A key that a text writes twice, which TOML forbids: both places."""

    path: Path
    first: Where
    second: Where


def dotted(path: Sequence[str | int]) -> str:
    """`("steps", 3, "at_least")` as `steps.3.at_least`; a key that needs quotes gets them."""
    return ".".join(
        str(part) if isinstance(part, int) or _BARE.fullmatch(part) else f'"{part}"'
        for part in path
    )


@dataclass(frozen=True, slots=True)
class Positions:
    """The places of one text. `places` holds (row, byte column), both from 0, as the parser does.

    Columns become characters only when asked for: a line in Cyrillic has two bytes a letter, and
    counting them for every value of a long line would take quadratic time. `joined`: where a text
    was put together from several files, the first row of each further one with its name.
    """

    file: str
    lines: tuple[bytes, ...] = ()
    places: Mapping[Path, tuple[int, int]] = field(default_factory=dict)
    repeats: tuple[tuple[Path, tuple[int, int]], ...] = ()
    joined: tuple[tuple[int, str], ...] = ()

    def find(self, path: Sequence[str | int]) -> Where:
        """The place of `path`, or of its nearest parent that exists; line 1 when none does."""
        asked = tuple(path)
        for length in range(len(asked), 0, -1):
            place = self.places.get(asked[:length])
            if place is not None:
                return self._where(place, asked)
        return Where(self.file, 1, 1, dotted(asked))

    def repeated(self) -> tuple[Repeated, ...]:
        """The keys written twice, in the order of the second writing."""
        return tuple(
            Repeated(path, self._where(self.places[path], path), self._where(second, path))
            for path, second in self.repeats
        )

    def _where(self, place: tuple[int, int], path: Path) -> Where:
        row, offset = place
        line = self.lines[row] if row < len(self.lines) else b""
        column = len(line[:offset].decode("utf-8", "replace")) + 1
        first, file = self._file_of(row)
        return Where(file, row - first + 1, column, dotted(path))

    def _file_of(self, row: int) -> tuple[int, str]:
        parts = ((0, self.file), *self.joined)
        return max((part for part in parts if part[0] <= row), key=lambda part: part[0])


def positions_of(text: str, file: str) -> Positions:
    """Map every path of a TOML text; a broken text is mapped as far as it can be understood.

    Raises RecursionError for a text nested hundreds of levels deep.
    """
    data = text.encode("utf-8")
    tree = Parser(Language(tree_sitter_toml.language())).parse(data)
    walk = _Walk()
    walk.document(tree.root_node)
    return Positions(file, tuple(data.split(b"\n")), walk.places, tuple(walk.repeats))


class _Walk:
    """One pass over the syntax tree, collecting places."""

    def __init__(self) -> None:
        self.places: dict[Path, tuple[int, int]] = {}
        self.repeats: list[tuple[Path, tuple[int, int]]] = []
        self._counts: dict[Path, int] = {}
        self._declared: set[Path] = set()

    def document(self, root: Node) -> None:
        for node in root.named_children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type == "table":
                self._table(node)
            elif node.type == "table_array_element":
                self._table_array_element(node)

    def _table(self, node: Node) -> None:
        key, *rest = node.named_children
        parts = list(_key_parts(key))
        path = (*self._header(parts[:-1]), parts[-1][0])
        if path in self._declared or path in self._counts:
            self.repeats.append((path, _start(key)))
        self.places.setdefault(path, _start(parts[-1][1]))
        self._declared.add(path)
        self._pairs(rest, path)

    def _table_array_element(self, node: Node) -> None:
        key, *rest = node.named_children
        parts = list(_key_parts(key))
        parent = self._header(parts[:-1])
        name, last = parts[-1]
        path = (*parent, name)
        index = self._counts.get(path, 0)
        self._counts[path] = index + 1
        self.places.setdefault(path, _start(last))
        self.places[(*path, index)] = _start(last)
        self._pairs(rest, (*path, index))

    def _header(self, parts: list[tuple[str, Node]]) -> Path:
        """The path of a header's parents: a list of tables stands for its latest element."""
        path: Path = ()
        for name, node in parts:
            path = (*path, name)
            self.places.setdefault(path, _start(node))
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _pairs(self, nodes: Sequence[Node], path: Path) -> None:
        for node in nodes:
            if node.type == "pair":
                self._pair(node, path)

    def _pair(self, node: Node, path: Path) -> None:
        key, *rest = [child for child in node.named_children if child.type != "comment"]
        for name, part in _key_parts(key):
            path = (*path, name)
            first = self.places.setdefault(path, _start(part))
        if first != _start(part):
            self.repeats.append((path, _start(part)))
        self._declared.add(path)
        if rest:
            self._value(rest[0], path)

    def _value(self, node: Node, path: Path) -> None:
        if node.type == "inline_table":
            self._pairs(node.named_children, path)
        elif node.type == "array":
            items = [child for child in node.named_children if child.type != "comment"]
            for index, item in enumerate(items):
                self.places.setdefault((*path, index), _start(item))
                self._value(item, (*path, index))


def _start(node: Node) -> tuple[int, int]:
    return (node.start_point.row, node.start_point.column)


def _key_parts(node: Node) -> Iterator[tuple[str, Node]]:
    """The names of a dotted key, outermost first, without quotes and escapes."""
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _key_parts(child)
    elif node.type in ("bare_key", "quoted_key"):
        yield _name(node), node


def _name(node: Node) -> str:
    text = (node.text or b"").decode("utf-8", "replace")
    if node.type == "bare_key":
        return text
    try:
        return next(iter(tomllib.loads(f"{text} = 0")))
    except tomllib.TOMLDecodeError:
        return text.strip("\"'")
