"""The notifier that writes letters into a folder: for offices that print and post them.

Each letter gets a folder of its own with the words and the files. The proof of sending is the hash
of what was written, so that the copy kept in the office can be held against it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.services.delivery import Letter
from deliberate.core.system_reason import system_reason

WORDS = "letter.txt"


class FolderNotifier:
    """Writes below `folder`. A letter appears there whole or not at all, and takes no other's
    place: one that lies there under its name already keeps it, unless it is the same letter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make_ready(self) -> None:
        """Make the folder and see that it takes files, before any letter is tried."""
        trial = self._folder / ".trial"
        try:
            trial.mkdir(parents=True, exist_ok=True)
            trial.rmdir()
        except OSError as error:
            raise _not_written(self._folder, error) from None

    def send(self, letter: Letter) -> str:
        """Write the letter; returns `folder:NAME sha256:HASH`. Refuses where it cannot write."""
        text = f"{letter.subject}\n\n{letter.text}".encode()
        files = _named({WORDS: text, **letter.files})
        name = f"{_safe(letter.process)}-{letter.id:05d}-{_safe(letter.recipient)}"
        draft = self._folder / f".{name}.part"
        try:
            _write(draft, files)
            place = _free(self._folder, name, text)
            shutil.rmtree(place, ignore_errors=True)
            draft.rename(place)
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            raise _not_written(self._folder / name, error) from None
        hashes = {file: digest(content) for file, content in files.items()}
        return f"folder:{place.name} sha256:{digest(canonical(hashes))}"


def _write(place: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for file, content in files.items():
        (place / file).write_bytes(content)


def _free(folder: Path, name: str, text: bytes) -> Path:
    """The first place of this name that is free, or holds this same letter from an attempt whose
    end was never noted. Two installations may write into one folder."""
    for number in count(1):
        place = folder / (name if number == 1 else f"{name}-{number}")
        if not place.exists():
            return place
        words = place / WORDS
        if words.is_file() and words.read_bytes() == text:
            return place
    raise AssertionError("unreachable")


def _named(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files by names that are safe and differ, also where case makes no difference."""
    found: dict[str, bytes] = {}
    taken: set[str] = set()
    for file, content in files.items():
        name = safe = _safe(file)
        stem, dot, suffix = safe.partition(".")
        for number in count(2):
            if name.casefold() not in taken:
                break
            name = f"{stem}-{number}{dot}{suffix}"
        taken.add(name.casefold())
        found[name] = content
    return found


def _not_written(place: Path, error: OSError) -> UnusableInput:
    return UnusableInput(
        "NOT_WRITTEN",
        message("The file cannot be written: {reason}.", reason=system_reason(error)),
        where=Where(str(place)),
        fix=message("Check the name and the folder."),
    )


def _safe(name: str) -> str:
    """A name that stays inside its folder on every system."""
    return "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in name).lstrip(".")
