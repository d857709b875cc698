"""Starting the server: what it is told, what it refuses, and what it says."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from flask import Flask
from waitress.server import create_server  # type: ignore[import-untyped]

from deliberate.core.errors import DeliberateError, Refused, UnusableInput, message
from deliberate.core.system_reason import system_reason
from deliberate.i18n import LOCALES, Translator
from deliberate_web.app import create_app, open_context
from deliberate_web.config import WebConfig, is_loopback
from deliberate_web.secret_key import secret_key

PORT = 8000
LAST_PORT = 65535
THREADS = 8
_FORWARDED = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for. `proxy`: the address of the one proxy that is believed."""

    database: str
    host: str
    port: int
    base_url: str
    proxy: str
    zone: str | None
    demo: bool

    @property
    def url(self) -> str:
        """How people reach the server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.base_url.rstrip("/") or f"http://{host}:{self.port}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until the program is stopped. Exit code 2: it could not start; 1: it would not."""
    wanted = arguments if arguments is not None else sys.argv[1:]
    translator = Translator(_language(wanted, os.environ))
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    # Its statements at a lower level hold what people wrote.
    logging.getLogger("peewee").setLevel(logging.WARNING)
    try:
        wish = read_wish(wanted, os.environ, translator)
        check_wish(wish)
        context = open_context(wish.database)
        config = configure(wish, os.environ)
        serve(create_app(config, context=context), wish, translator)
    except DeliberateError as error:
        sys.stderr.write(_told(error, translator))
        sys.exit(1 if isinstance(error, Refused) else 2)


def read_wish(arguments: Sequence[str], environ: Mapping[str, str], translator: Translator) -> Wish:
    """The command line over the environment."""
    given = vars(_parser(environ, translator).parse_args(arguments))
    given.pop("lang")
    return Wish(**{**given, "port": _port(given["port"])})


def check_wish(wish: Wish) -> None:
    """Refuse to speak plain http to other machines. Nothing was opened or made before this."""
    if not is_loopback(wish.host) and not wish.proxy:
        raise UnusableInput(
            "PLAIN_HTTP",
            message("“{host}” would be served without encryption.", host=wish.host),
            fix=message(
                "Name the proxy that encrypts: --proxy ADDRESS --base-url https://NAME. "
                "Or serve this machine alone: --host 127.0.0.1."
            ),
        )
    if wish.proxy and not wish.base_url.startswith("https://"):
        raise UnusableInput(
            "BASE_URL",
            message("Behind a proxy the server must know its https address."),
            fix=message("Name it: --base-url https://NAME."),
        )


def configure(wish: Wish, environ: Mapping[str, str]) -> WebConfig:
    """The server's configuration, with a secret key that may have to be made first."""
    at_home = is_loopback(wish.host) and not wish.proxy
    key = secret_key(environ, wish.database, at_home=at_home)
    return WebConfig(wish.database, key, wish.url, zone=wish.zone, demo=wish.demo)


def serve(app: Flask, wish: Wish, translator: Translator) -> None:
    """Take the port, say where the server is, and answer until the program is stopped."""
    server = _listen(app, wish)
    said = translator.render(message("The portal is at {url}", url=f"{wish.url}/"))
    stop = translator.render(message("Stop it with Ctrl+C."))
    sys.stdout.write(f"{said}\n{stop}\n")
    sys.stdout.flush()
    signal.signal(signal.SIGTERM, _stop)
    server.run()


def _told(error: DeliberateError, translator: Translator) -> str:
    place = f"{error.where}: " if error.where else ""
    fix = f"{translator.render(error.fix)}\n" if error.fix is not None else ""
    return f"{place}{error.code} {translator.render(error.message)}\n{fix}"


def _stop(number: int, frame: object) -> NoReturn:
    raise SystemExit(0)


def _listen(app: Flask, wish: Wish) -> Any:
    believed: dict[str, Any] = (
        {"trusted_proxy": wish.proxy, "trusted_proxy_headers": _FORWARDED} if wish.proxy else {}
    )
    return create_server(
        app,
        sockets=[_port_taken(wish)],
        threads=THREADS,
        ident=None,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
        **believed,
    )


def _port_taken(wish: Wish) -> socket.socket:
    """The port, ours from now on; a refusal in words when it cannot be had."""
    family = socket.AF_INET6 if ":" in wish.host else socket.AF_INET
    try:
        return socket.create_server((wish.host, wish.port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UnusableInput(
                "PORT_TAKEN",
                message("Port {port} is taken by another program.", port=str(wish.port)),
                fix=message(
                    "Choose another one: --port {other}.", other=str(wish.port % LAST_PORT + 1)
                ),
            ) from None
        raise UnusableInput(
            "LISTEN",
            message(
                "The server cannot listen at {host}, port {port}: {reason}.",
                host=wish.host,
                port=str(wish.port),
                reason=system_reason(error),
            ),
        ) from None


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are ours, so that they look like all others."""

    def error(self, message_: str) -> NoReturn:
        raise UnusableInput(
            "USAGE",
            message("The command line is not understood: {detail}.", detail=message_),
            fix=message("See what there is with: python -m deliberate_web --help."),
        )


def _parser(environ: Mapping[str, str], translator: Translator) -> argparse.ArgumentParser:
    _ = translator.gettext
    parser = _Parser(prog="python -m deliberate_web", description=_("Serve the portal."))
    parser.add_argument(
        "--database",
        default=environ.get("DELIBERATE_DATABASE_URL", "deliberate.sqlite"),
        help=_("a file, or the address of a PostgreSQL database"),
    )
    parser.add_argument("--host", default="127.0.0.1", help=_("the address to listen at"))
    parser.add_argument("--port", default=str(PORT), help=_("the port to listen at"))
    parser.add_argument(
        "--base-url",
        default=environ.get("DELIBERATE_BASE_URL", ""),
        help=_("how people reach the server, for example https://jury.example.org"),
    )
    parser.add_argument("--proxy", default="", help=_("the address of the proxy before the server"))
    parser.add_argument(
        "--zone",
        default=environ.get("DELIBERATE_ZONE"),
        help=_("the time zone of moments that belong to no process"),
    )
    parser.add_argument(
        "--demo", action="store_true", help=_("say on every page that it is a demo")
    )
    parser.add_argument("--lang", choices=LOCALES, help=_("the language of these messages"))
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= LAST_PORT:
        raise UnusableInput(
            "PORT",
            message("“{port}” is not a port.", port=text),
            fix=message("A port is a number from 1 to {last}.", last=str(LAST_PORT)),
        )
    return int(text)


def _language(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """The language of the messages, known before the command line is read."""
    probe = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    probe.add_argument("--lang")
    named = probe.parse_known_args(list(arguments))[0].lang
    wanted = named or environ.get("LC_ALL") or environ.get("LANG") or "en"
    return wanted[:2] if wanted[:2] in LOCALES else "en"
