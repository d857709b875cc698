"""Reading a TOML file that a person wrote: its values, their places, and what is wrong with it."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.rulebook.broken import broken_toml
from deliberate.core.rulebook.encoding import decode
from deliberate.core.rulebook.faults import Fault, flatten_errors
from deliberate.core.rulebook.positions import Positions, positions_of
from deliberate.core.system_reason import system_reason

__all__ = [
    "LARGEST",
    "Fault",
    "TomlSource",
    "flatten_errors",
    "is_companion",
    "parse_toml",
    "read_rulebook_files",
    "read_toml",
]

COMPANION = ".documents.toml"
"""How the file of a rulebook's templates ends."""

FIT = "fit.toml"
"""How the file of a rulebook's fit is named: so, or NAME.fit.toml."""

LARGEST = 5 * 1024 * 1024
"""The largest file read, in bytes; a pilot of 300 members with portfolios takes a tenth of it."""


@dataclass(frozen=True, slots=True)
class TomlSource:
    """A text as it was read, what it says and where; `sha256` (hex) is that of `text` in UTF-8."""

    file: str
    text: str
    data: Mapping[str, Any]
    positions: Positions = field(repr=False)
    sha256: str


def is_companion(path: Path) -> bool:
    """Whether a file belongs to the rulebooks beside it and is none itself."""
    return path.name.endswith((COMPANION, f".{FIT}")) or path.name == FIT


def read_toml(path: str | os.PathLike[str]) -> TomlSource:
    """Read the TOML file at `path`.

    Raises UnusableInput, with the place and a remedy, for a file that is missing, is a directory,
    may not be read, is larger than 5 MB, is not UTF-8, is empty or is not TOML.
    """
    name = os.fspath(path)
    return parse_toml(decode(_bytes(name), name), name)


def read_rulebook_files(path: str | os.PathLike[str]) -> TomlSource:
    """A rulebook with what lies beside it, as one text.

    Beside `NAME.toml` may lie `NAME.documents.toml`, which holds [[documents]] and nothing else:
    the words of twenty papers in three languages would bury the rules. And `fit = "FILE"` under
    [rulebook] names a file in the same folder that holds [fit] and nothing else, so that the
    variants of a model can share it. Mistakes are found in the file in which they stand.
    """
    whole = read_toml(path)
    beside = Path(path).with_suffix(COMPANION)
    if beside.is_file():
        whole = _joined(whole, read_toml(beside), "documents")
    fit = _named_fit(whole)
    return whole if fit is None else _joined(whole, read_toml(Path(path).with_name(fit)), "fit")


def _named_fit(main: TomlSource) -> str | None:
    """The file of the fit that the head names; whatever else stands there the schema refuses."""
    head = main.data.get("rulebook")
    name = head.get("fit") if isinstance(head, Mapping) else None
    if not isinstance(name, str) or not name.strip():
        return None
    where = main.positions.find(("rulebook", "fit"))
    if Path(name).name != name:
        raise UnusableInput(
            "NO_FILE",
            message("{file} does not lie in the folder of the rulebook.", file=name),
            where=where,
            fix=message("Put it there, and write its name alone."),
        )
    if not Path(main.file).with_name(name).is_file():
        raise UnusableInput(
            "NO_FILE", message("There is no file {file} here.", file=name), where=where
        )
    return name


def _joined(main: TomlSource, other: TomlSource, table: str) -> TomlSource:
    """Both files as one text; `other` may hold this table alone."""
    strangers = tuple(key for key in other.data if key != table)
    if strangers:
        only = (
            message("This file holds templates of documents only; found: {keys}.", keys=strangers)
            if table == "documents"
            else message("This file holds the table [fit] only; found: {keys}.", keys=strangers)
        )
        raise UnusableInput(
            "FORMAT",
            only,
            where=other.positions.find((strangers[0],)),
            fix=message("Write it into {file}.", file=main.file),
        )
    head = main.text if main.text.endswith("\n") else main.text + "\n"
    both = parse_toml(head + other.text, main.file)
    joined = (*main.positions.joined, (head.count("\n"), other.file))
    return replace(both, positions=replace(both.positions, joined=joined))


def parse_toml(text: str, file: str) -> TomlSource:
    """Parse a TOML text; `file` is its name in messages. Raises UnusableInput as `read_toml`."""
    _refuse_unreadable(text, file)
    try:
        data = tomllib.loads(text)
        positions = positions_of(text, file)
    except tomllib.TOMLDecodeError as error:
        raise broken_toml(error, text, file) from None
    except ValueError:
        # Python refuses to turn thousands of digits into a number.
        raise UnusableInput(
            "TOML",
            message("The file holds a number that is too long to be read."),
            where=Where(file),
            fix=message("Write it with fewer digits."),
        ) from None
    except RecursionError:
        raise UnusableInput(
            "TOML",
            message("The file nests lists or tables too deeply to be read."),
            where=Where(file),
            fix=message("Write the values as tables with headers of their own."),
        ) from None
    return TomlSource(file, text, data, positions, hashlib.sha256(text.encode()).hexdigest())


def _refuse_unreadable(text: str, file: str) -> None:
    if not text.strip():
        raise UnusableInput(
            "EMPTY",
            message("The file is empty."),
            where=Where(file, 1),
            fix=message("Start from a complete file: deliberate new shows how."),
        )
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        column = nul - text.rfind("\n", 0, nul)
        raise UnusableInput(
            "ENCODING",
            message("The file contains a NUL character: it is not a text file, or it is damaged."),
            where=Where(file, line, column),
            fix=message("Restore it from a copy, or save it again as text in UTF-8."),
        )


def _bytes(name: str) -> bytes:
    where = Where(name)
    try:
        path = Path(name)
        if path.is_dir():
            raise UnusableInput(
                "NO_FILE",
                message("This is a folder, not a file."),
                where=where,
                fix=message("Give the TOML file inside it."),
            )
        # A pipe or a device could make the reader wait forever.
        if path.exists() and not path.is_file():
            raise UnusableInput("NO_FILE", message("This is not a regular file."), where=where)
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise UnusableInput(
            "NO_FILE",
            message("There is no such file."),
            where=where,
            fix=message("Check the name and the folder."),
        ) from None
    except PermissionError:
        raise UnusableInput(
            "NO_FILE",
            message("You have no permission to read this file."),
            where=where,
            fix=message("Ask its owner, or change its permissions."),
        ) from None
    except OSError as error:
        raise UnusableInput(
            "NO_FILE",
            message("The file cannot be read: {reason}.", reason=system_reason(error)),
            where=where,
        ) from None
    except ValueError:
        raise UnusableInput(
            "NO_FILE", message("This cannot be the name of a file."), where=where
        ) from None
    if len(data) > LARGEST:
        raise UnusableInput(
            "TOO_LARGE",
            message("The file is larger than {limit} MB.", limit=LARGEST // (1024 * 1024)),
            where=where,
            fix=message("Keep documents and data in files of their own and name them here."),
        )
    return data
