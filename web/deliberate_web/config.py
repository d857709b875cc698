"""What one web server is told when it starts. Nothing is read from the environment here."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from deliberate.core.calendar import zone_named
from deliberate.core.errors import UnusableInput, message

LOOPBACK = "localhost"
SHORTEST_KEY = 32
"""Bytes of a key that nobody guesses."""


@dataclass(frozen=True, slots=True)
class WebConfig:
    """`base_url` is how people reach the server, `https://jury.example.kz` for example; it decides
    which host names are answered and whether cookies are sent over https only.

    `secret_key` signs the tokens of forms. `trusted_hosts` are further host names. `zone` is the
    time zone of moments in sentences that belong to no process. `demo` marks every page as a demo.
    """

    database: str
    secret_key: bytes
    base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    zone: str | None = None
    demo: bool = False

    def __post_init__(self) -> None:
        if len(self.secret_key) < SHORTEST_KEY:
            raise UnusableInput(
                "SECRET_KEY",
                message("The secret key is shorter than {least} bytes.", least=SHORTEST_KEY),
                fix=message("Make a longer one and set DELIBERATE_SECRET_KEY to it."),
            )
        if not _is_site(self.base_url):
            raise UnusableInput(
                "BASE_URL",
                message("“{url}” is not the address of a site.", url=self.base_url),
                fix=message("Write it like this: {example}.", example="https://example.org"),
            )
        if not self.https and not is_loopback(self.host):
            raise UnusableInput(
                "PLAIN_HTTP",
                message("“{host}” would be served without encryption.", host=self.host),
                fix=message(
                    "Put a proxy with a certificate before it, and name its https address."
                ),
            )
        if self.zone is not None:
            zone_named(self.zone)

    @property
    def scheme(self) -> str:
        return urlsplit(self.base_url).scheme

    @property
    def https(self) -> bool:
        return self.scheme == "https"

    @property
    def origin(self) -> str:
        """The scheme, host and port of `base_url`, as browsers name a site."""
        return f"{self.scheme}://{urlsplit(self.base_url).netloc}"

    @property
    def host(self) -> str:
        """The host name of `base_url`, without the port."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host name that a request may ask for."""
        near = (LOOPBACK, "127.0.0.1", "::1") if is_loopback(self.host) else ()
        return tuple(dict.fromkeys((self.host, *self.trusted_hosts, *near)))


def _is_site(url: str) -> bool:
    """Whether this is a scheme, a host and perhaps a port, and nothing else."""
    try:
        parts = urlsplit(url)
        port_is_right = parts.port != 0
    except ValueError:
        return False
    rest = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
    known = parts.scheme in ("http", "https") and bool(parts.hostname)
    return known and port_is_right and not any(rest)


def is_loopback(host: str) -> bool:
    """Whether a host name reaches this machine only."""
    if host == LOOPBACK:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
