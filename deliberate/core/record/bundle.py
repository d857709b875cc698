"""Bundles: one ZIP file with everything public about a process, byte for byte reproducible.

Members are stored without compression, in the order of their names behind the manifest, with fixed
times and rights. The identity of a bundle is the SHA-256 of its manifest, which lists every member
with size and hash. A bundle has exactly one form: another order, time or compression, a remark or
a byte between members is refused, so nothing can be hidden in it.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deliberate.core.canonical import canonical, digest, parse_canonical
from deliberate.core.errors import Message, UnusableInput, Where, message
from deliberate.core.system_reason import system_reason

FORMAT = "deliberate-bundle/1"
MANIFEST = "manifest.json"
LARGEST = 512 * 1024 * 1024
MOST_MEMBERS = 10_000
_TIME = (1980, 1, 1, 0, 0, 0)
_PART = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,120}"
_NAME = re.compile(rf"{_PART}(?:/{_PART})*")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as it was read: its manifest, its members by name, its identity."""

    manifest: Mapping[str, Any]
    members: Mapping[str, bytes]
    identity: str


def pack(members: Mapping[str, bytes], about: Mapping[str, Any]) -> tuple[bytes, str]:
    """(the bytes of a bundle, its identity). `about` enters the manifest: process, rehearsal.

    Raises `ValueError` for a name that cannot be one of a member.
    """
    wrong = [name for name in members if name == MANIFEST or not _NAME.fullmatch(name)]
    if wrong:
        raise ValueError(f"these cannot be names of members: {wrong}")
    manifest = canonical(
        {
            **about,
            "format": FORMAT,
            "members": [
                {"name": name, "sha256": digest(members[name]), "size": len(members[name])}
                for name in sorted(members)
            ],
        }
    )
    return _archive(manifest, members), digest(manifest)


def write_bundle(path: Path, members: Mapping[str, bytes], about: Mapping[str, Any]) -> str:
    """Write a bundle and return its identity. The file appears whole or not at all."""
    data, identity = pack(members, about)
    _write_whole(path, data)
    return identity


def read_bundle(path: Path) -> Bundle:
    """Read a bundle; raises `UnusableInput` (BUNDLE) when its form alone is not right.

    What the members say is the business of `verify`.
    """
    try:
        if not path.exists():
            raise _unusable(message("This file does not exist."))
        if not path.is_file():
            raise _unusable(message("This is not a file that can be read."))
        if path.stat().st_size > LARGEST:
            raise _unusable(message("The archive is larger than any bundle."))
        return unpack(path.read_bytes())
    except OSError as error:
        reason = message("The file cannot be read: {reason}.", reason=system_reason(error))
        raise UnusableInput("BUNDLE", reason, where=Where(str(path))) from None
    except UnusableInput as error:
        raise UnusableInput(error.code, error.message, where=Where(str(path))) from None


def unpack(data: bytes) -> Bundle:
    """The bundle in these bytes; raises `UnusableInput` (BUNDLE, or CANONICAL for its manifest)."""
    members = _members(data)
    if MANIFEST not in members:
        raise _unusable(message("The archive has no manifest: it is not a bundle."))
    text = members.pop(MANIFEST)
    if _archive(text, members) != data:
        raise _unusable(
            message("The archive is not in the one form of a bundle: it was packed again.")
        )
    return Bundle(_manifest(text), members, digest(text))


def _archive(manifest: bytes, members: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        _store(archive, MANIFEST, manifest)
        for name in sorted(members):
            _store(archive, name, members[name])
    return data.getvalue()


def _store(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.create_system = 3
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside the target and rename, so that an interruption leaves no half file."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UnusableInput(
            "WRITE",
            message("The file cannot be written: {reason}.", reason=system_reason(error)),
            where=Where(str(path)),
        ) from None


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_shape(infos)
            return {info.filename: archive.read(info) for info in infos}
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise _unusable(message("The file cannot be read as a bundle.")) from None


def _check_shape(infos: list[zipfile.ZipInfo]) -> None:
    """What is refused before a single member is read: nothing here is ever decompressed."""
    names = [info.filename for info in infos]
    if len(names) > MOST_MEMBERS or sum(info.file_size for info in infos) > LARGEST:
        raise _unusable(message("The archive is larger than any bundle."))
    if len(set(names)) != len(names):
        raise _unusable(message("The archive holds two members of one name."))
    if not all(_NAME.fullmatch(name.removesuffix("/")) for name in names):
        raise _unusable(message("The archive holds a member outside its folder."))
    if any(info.is_dir() or info.compress_type != zipfile.ZIP_STORED for info in infos):
        raise _unusable(
            message("The archive is not in the one form of a bundle: it was packed again.")
        )


def _manifest(text: bytes) -> Mapping[str, Any]:
    manifest = parse_canonical(text)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _unusable(message("The bundle has a format that this version does not know."))
    listed = manifest.get("members")
    if not isinstance(listed, list) or not all(_is_listed(item) for item in listed):
        raise _unusable(message("The manifest has an unexpected form."))
    names = [item["name"] for item in listed]
    if names != sorted(set(names)):
        raise _unusable(message("The manifest has an unexpected form."))
    return manifest


def _is_listed(item: object) -> bool:
    if not isinstance(item, dict) or set(item) != {"name", "sha256", "size"}:
        return False
    size = item["size"]
    return (
        isinstance(item["name"], str)
        and isinstance(size, int)
        and not isinstance(size, bool)
        and isinstance(item["sha256"], str)
        and _DIGEST.fullmatch(item["sha256"]) is not None
    )


def _unusable(reason: Message) -> UnusableInput:
    return UnusableInput("BUNDLE", reason)
