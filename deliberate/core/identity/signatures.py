"""The signature port: what a verifier must establish before the core believes a signature."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

SignerKind = Literal["natural", "organisation"]


@dataclass(frozen=True, slots=True)
class SignedText:
    """A signed message as it reached us. `certificate` is DER; `profile` names the format.

    Only the format shows in logs: the rest tells who signed what.
    """

    content: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    certificate: bytes = field(repr=False)
    profile: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose signature it is. `subject_id` is secret: it becomes a voter tag and is not stored."""

    subject_id: str = field(repr=False)
    kind: SignerKind
    certificate_sha256: str = field(repr=False)


class Verifier(Protocol):
    """Checks a signature; fails closed."""

    def verify(self, signed: SignedText, expected: bytes, at: datetime) -> Signer:
        """The signer, if the content is `expected` byte for byte and all else holds at `at`.

        Raises `Refused` with a code that begins with SIG and the reason.
        """
        ...
