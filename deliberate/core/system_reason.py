"""What the operating system refuses, in words for a reader: the system itself speaks English."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType

from deliberate.core.errors import Message, message

REASONS: Mapping[int, Message] = MappingProxyType(
    {
        errno.ENOENT: message("there is no such file or folder"),
        errno.EACCES: message("permission is missing"),
        errno.EPERM: message("permission is missing"),
        errno.EEXIST: message("something of this name exists already"),
        errno.EISDIR: message("it is a folder"),
        errno.ENOTDIR: message("a part of the path is a file and no folder"),
        errno.ENOTEMPTY: message("the folder is not empty"),
        errno.ENOSPC: message("the disk is full"),
        errno.EDQUOT: message("the disk quota is used up"),
        errno.EROFS: message("the disk can only be read"),
        errno.ENAMETOOLONG: message("the name is too long"),
        errno.ELOOP: message("links lead in a circle"),
        errno.EMFILE: message("too many files are open"),
        errno.EIO: message("the disk reports an error"),
        errno.EADDRINUSE: message("the address is in use"),
        errno.EADDRNOTAVAIL: message("this machine does not have the address"),
    }
)


def system_reason(error: OSError) -> Message:
    """Why the system refused; its number where the catalogue has no words for it."""
    known = REASONS.get(error.errno or 0)
    return known or message("error {number} of the system", number=error.errno or "?")
