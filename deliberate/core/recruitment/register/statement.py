"""What is asked of a register, in SQL: one text for every engine.

Where engines say the same differently stands in a `Dialect`, and nowhere else. Values are always
parameters (`$1`, `$2`, ...); names of columns and tables are quoted.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes three things about an expression, for which `{}` stands.

    `text`: it as a text that is compared byte by byte. `sha256`: of the UTF-8 of a text, in
    hexadecimal. `key`: a number of 64 bits, the same for equal texts.
    """

    text: str
    sha256: str
    key: str


DUCKDB = Dialect("CAST({} AS text)", "sha256({})", "hash({})")
POSTGRESQL = Dialect(
    'CAST({} AS text) COLLATE "C"',
    "encode(sha256(convert_to({}, 'UTF8')), 'hex') COLLATE \"C\"",
    "hashtextextended({}, 0)",
)


@dataclass(frozen=True, slots=True)
class View:
    """The columns of a register that a draw reads: quoted names, and what they are read from."""

    dialect: Dialect
    source: str
    id: str
    strata: tuple[str, ...]
    further: tuple[str, ...] = ()

    @property
    def strata_names(self) -> str:
        """`s1, s2, ...`, as the statements call the columns of the strata."""
        return ", ".join(f"s{number}" for number in range(1, len(self.strata) + 1))

    def people(self) -> str:
        """Everybody: `id`, the strata `s1, s2, ...` and further columns `f1, f2, ...`, as texts."""
        named = [("id", self.id)]
        named += [(f"s{number}", column) for number, column in enumerate(self.strata, 1)]
        named += [(f"f{number}", column) for number, column in enumerate(self.further, 1)]
        cells = ", ".join(f"coalesce({self._text(column)}, '') AS {name}" for name, column in named)
        return f"(SELECT {cells} FROM {self.source}) AS people"

    @property
    def hash(self) -> str:
        """The hash of a person; the seed is the first parameter."""
        return self.dialect.sha256.format("CAST($1 AS text) || id")

    def _text(self, column: str) -> str:
        return self.dialect.text.format(column)


def quoted(name: str) -> str:
    """A name as SQL has it, whatever its letters."""
    return '"' + name.replace('"', '""') + '"'


def survey(view: View, most: int) -> str:
    """Up to so many strata, with the number of their people and of those without an identifier."""
    return (
        f"SELECT {view.strata_names}, count(*), count(*) FILTER (WHERE trim(id) = '') "
        f"FROM {view.people()} GROUP BY {view.strata_names} LIMIT {most:d}"
    )


def suspects(view: View) -> str:
    """A row when two identifiers may be equal; none when all are different."""
    key = view.dialect.key.format("id")
    return f"SELECT 1 FROM {view.people()} GROUP BY {key} HAVING count(*) > 1 LIMIT 1"


def repeated(view: View, most: int) -> str:
    """Identifiers that stand there more than once, and how often."""
    return (
        f"SELECT id, count(*) FROM {view.people()} WHERE trim(id) <> '' "
        f"GROUP BY id HAVING count(*) > 1 ORDER BY count(*) DESC, id LIMIT {most:d}"
    )


def candidates(view: View) -> str:
    """Everybody whose hash is not above the limit of the stratum.

    Parameters: the seed, a list for each column of the strata, and the list of limits.
    """
    count = len(view.strata)
    lists = [
        f"unnest(CAST(${number + 1} AS text[])) AS s{number}" for number in range(1, count + 1)
    ]
    lists.append(f"unnest(CAST(${count + 2} AS text[])) AS most")
    further = "".join(f", f{number}" for number in range(1, len(view.further) + 1))
    return (
        f"SELECT {view.strata_names}, hash, id{further} "
        f"FROM (SELECT *, {view.hash} AS hash FROM {view.people()}) AS hashed "
        f"JOIN (SELECT {', '.join(lists)}) AS limits USING ({view.strata_names}) "
        "WHERE hash <= most"
    )


def person(view: View) -> str:
    """The strata, the hash and the further columns of one person; parameters: seed, identifier."""
    further = "".join(f", f{number}" for number in range(1, len(view.further) + 1))
    return (
        f"SELECT {view.strata_names}, {view.hash}{further} FROM {view.people()} "
        "WHERE id = CAST($2 AS text)"
    )


def rank(view: View) -> str:
    """How many of a stratum have a hash up to the given one.

    Parameters: the seed, the hash, and the value of each column of the strata.
    """
    same = " AND ".join(
        f"s{number} = CAST(${number + 2} AS text)" for number in range(1, len(view.strata) + 1)
    )
    return (
        f"SELECT count(*) FROM (SELECT *, {view.hash} AS hash FROM {view.people()}) AS hashed "
        f"WHERE {same} AND hash <= CAST($2 AS text)"
    )
