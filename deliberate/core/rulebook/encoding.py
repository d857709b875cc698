"""Bytes to text: UTF-8 only, and a useful answer to whoever saved the file in something else."""

from __future__ import annotations

import codecs
import os

from deliberate.core.errors import Message, UnusableInput, Where, message

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)

# One-byte Cyrillic code pages: the codec of Python and the name that iconv knows. The wider
# alphabet comes second, so that it is named only when the text needs it.
_CODE_PAGES = (("cp1251", "WINDOWS-1251"), ("kz1048", "RK1048"), ("cp866", "CP866"))
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_TURKIC = frozenset("әғқңөұүһі")
_TYPOGRAPHY = frozenset("«»—–№…“”„’ ")


def decode(data: bytes, file: str) -> str:
    """`data` as text. A UTF-8 byte order mark is dropped; anything but UTF-8 is refused."""
    if data.startswith(_UTF32):
        raise _other_encoding("UTF-32", Where(file), file)
    if data.startswith(_UTF16):
        raise _other_encoding("UTF-16", Where(file), file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        offset = error.start
    if data.startswith(codecs.BOM_UTF8):
        offset += len(codecs.BOM_UTF8)
    line = data.count(b"\n", 0, offset) + 1
    column = offset - data.rfind(b"\n", 0, offset)
    where = Where(file, line, column)
    name = _guess(data)
    if name:
        raise _other_encoding(name, where, file)
    raise UnusableInput(
        "ENCODING",
        message("The file is not UTF-8: byte {byte} cannot be read.", byte=f"0x{data[offset]:02X}"),
        where=where,
        fix=message("Open it in your editor and save it as UTF-8."),
    )


def _guess(data: bytes) -> str | None:
    """The Cyrillic code page in which nine of ten high bytes make sense, if there is one."""
    high = bytes(byte for byte in data if byte >= 0x80)
    best, best_score = None, 0.9
    for codec, name in _CODE_PAGES:
        words = high.decode(codec, "replace").lower()
        known = _RUSSIAN | _TYPOGRAPHY | (_TURKIC if codec != "cp866" else frozenset())
        score = sum(letter in known for letter in words) / len(words)
        if score > best_score:
            best, best_score = name, score
    return best


def _other_encoding(name: str, where: Where, file: str) -> UnusableInput:
    stem, suffix = os.path.splitext(os.path.basename(file))
    return UnusableInput(
        "ENCODING",
        message("The file is in {encoding}; UTF-8 is expected.", encoding=name),
        where=where,
        fix=_conversion(name, f"{stem}{suffix}", f"{stem}-utf8{suffix}"),
    )


def _conversion(encoding: str, old: str, new: str) -> Message:
    return message(
        "Save it as UTF-8 in your editor, or convert it: {command}",
        command=f"iconv -f {encoding} -t UTF-8 {old} > {new}",
    )
