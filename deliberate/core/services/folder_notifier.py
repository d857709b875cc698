"""The notifier that writes letters into a folder: for offices that print and post them.

Each letter gets a folder of its own with the words and the files. The proof of sending is the hash
of what was written, so that the copy kept in the office can be held against it.
"""

from __future__ import annotations

from pathlib import Path

from deliberate.core.canonical import canonical, digest
from deliberate.core.errors import UnusableInput, Where, message
from deliberate.core.services.delivery import Letter
from deliberate.core.system_reason import system_reason


class FolderNotifier:
    """Writes below `folder`; a letter that was half written before is written again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> str:
        """Write the letter; returns `folder:NAME sha256:HASH`. Refuses where it cannot write."""
        name = f"{letter.id:05d}-{_safe(letter.recipient)}"
        text = f"{letter.subject}\n\n{letter.text}".encode()
        files = {"letter.txt": text, **letter.files}
        place = self._folder / name
        try:
            place.mkdir(parents=True, exist_ok=True)
            for file, content in files.items():
                (place / _safe(file)).write_bytes(content)
        except OSError as error:
            raise UnusableInput(
                "NOT_WRITTEN",
                message("The file cannot be written: {reason}.", reason=system_reason(error)),
                where=Where(str(place)),
                fix=message("Check the name and the folder."),
            ) from None
        hashes = {file: digest(content) for file, content in files.items()}
        return f"folder:{name} sha256:{digest(canonical(hashes))}"


def _safe(name: str) -> str:
    """A name that stays inside its folder on every system."""
    return "".join(sign if sign.isalnum() or sign in "._-" else "_" for sign in name).lstrip(".")
