"""Starting the server: a clear word when it cannot, and nothing unsafe when it can."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from deliberate.core.errors import UnusableInput
from deliberate.core.services.installation import upgrade_database
from deliberate.i18n import LOCALES, Translator
from deliberate_web import WebConfig
from deliberate_web.config import is_loopback
from deliberate_web.secret_key import secret_key
from deliberate_web.serving import check_wish, configure, main, read_wish

KEY = "k" * 40


def wish(*arguments: str) -> Any:
    return read_wish(arguments, {}, Translator("en"))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "here.sqlite"
    upgrade_database(path)
    return path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--port", "x"], "PORT"),
        (["--port", "0"], "PORT"),
        (["--port", "65536"], "PORT"),
        (["--frobnicate"], "USAGE"),
        (["--lang", "de"], "USAGE"),
        (["--host", "0.0.0.0"], "PLAIN_HTTP"),
        (["--host", "jury.example"], "PLAIN_HTTP"),
        (["--host", "0.0.0.0", "--proxy", "10.0.0.1"], "BASE_URL"),
        (["--proxy", "10.0.0.1", "--base-url", "http://jury.example"], "BASE_URL"),
        (["--database", "nowhere.sqlite"], "DB_MISSING"),
    ],
)
@pytest.mark.parametrize("locale", ["", *LOCALES])
def test_what_cannot_be_is_refused_in_words(
    arguments: list[str], code: str, locale: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    language = ["--lang", locale] if locale and "--lang" not in arguments else []
    with pytest.raises(SystemExit) as stopped:
        main([*language, *arguments])
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith(code)
    assert len(told.splitlines()) >= 2
    assert list(tmp_path.iterdir()) == []


def test_a_newer_database_is_refused(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    with sqlite3.connect(database) as newer:
        newer.execute(
            "INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')"
        )
    newer.close()
    with pytest.raises(SystemExit) as stopped:
        main(["--database", str(database)])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("DB_")
    assert not database.with_name("here.sqlite.key").exists()


@pytest.mark.parametrize(
    ("host", "is_near"),
    [
        ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
        ("0.0.0.0", False), ("::", False), ("10.0.0.1", False), ("example.org", False),
        ("localhost.example.org", False), ("", False),
    ],
)  # fmt: skip
def test_which_names_are_this_machine(host: str, is_near: bool) -> None:
    assert is_loopback(host) is is_near


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "jury.example",
        "ftp://jury.example",
        "http://",
        "http://jury.example",
        "https://",
        "https://[bad",
        "https://a.example/path",
        "https://a.example?x",
        "https://a.example:x",
        "https://me@a.example",
        "https://a.example:99999",
    ],
)
def test_no_server_without_a_safe_address(base_url: str) -> None:
    with pytest.raises(UnusableInput):
        WebConfig(":memory:", KEY.encode(), base_url)


def test_a_short_key_is_no_key() -> None:
    with pytest.raises(UnusableInput) as error:
        WebConfig(":memory:", b"short")
    assert error.value.code == "SECRET_KEY"


def test_an_unknown_zone_is_told() -> None:
    with pytest.raises(UnusableInput):
        WebConfig(":memory:", KEY.encode(), zone="Mars/Olympus")


def test_the_key_is_made_once_and_kept_from_others(database: Path) -> None:
    first = secret_key({}, str(database), at_home=True)
    path = database.with_name("here.sqlite.key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secret_key({}, f"sqlite:///{database}", at_home=True) == first
    assert len(first) >= 32
    assert secret_key({"DELIBERATE_SECRET_KEY": KEY}, str(database), at_home=True) == KEY.encode()
    path.chmod(0o644)
    with pytest.raises(UnusableInput) as error:
        secret_key({}, str(database), at_home=True)
    assert error.value.fix is not None


def test_a_broken_key_file_is_told(database: Path) -> None:
    path = database.with_name("here.sqlite.key")
    path.write_text("", encoding="ascii")
    path.chmod(0o600)
    with pytest.raises(UnusableInput):
        configure(wish("--database", str(database)), {})
    path.unlink()
    path.mkdir(mode=0o700)
    with pytest.raises(UnusableInput):
        secret_key({}, str(database), at_home=True)


@pytest.mark.parametrize("name", ["postgresql://host/name", "postgres://host/name"])
def test_beside_a_server_no_key_is_made(name: str) -> None:
    with pytest.raises(UnusableInput) as error:
        secret_key({}, name, at_home=True)
    assert error.value.code == "SECRET_KEY"


def test_away_from_home_no_key_is_made(database: Path) -> None:
    asked = wish(
        "--database", str(database), "--host", "0.0.0.0", "--proxy", "10.0.0.1",
        "--base-url", "https://jury.example",
    )  # fmt: skip
    check_wish(asked)
    with pytest.raises(UnusableInput):
        configure(asked, {})
    config = configure(asked, {"DELIBERATE_SECRET_KEY": KEY})
    assert config.https
    assert config.hosts == ("jury.example",)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(database: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server in a process of its own."""
    port = free_port()
    program = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "deliberate_web", "--database", str(database),
         "--port", str(port), "--lang", "en", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "DELIBERATE_SECRET_KEY": KEY},
    )  # fmt: skip
    try:
        yield program, port
    finally:
        program.terminate()
        program.communicate(timeout=20)


def answer(port: int, path: str, **headers: str) -> tuple[int, str, Any]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = Request(f"http://127.0.0.1:{port}{path}", headers=sent)
    for _ in range(100):
        try:
            with urlopen(asked, timeout=10) as reply:
                return reply.status, reply.read().decode(), reply.headers
        except HTTPError as error:
            with error:
                return error.code, error.read().decode(), error.headers
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


def test_the_server_answers_and_stops(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(database) as (program, port):
        _check_running(port, capsys)
        program.terminate()
        said, logged = program.communicate(timeout=20)
    assert f"http://127.0.0.1:{port}/" in said
    assert program.returncode == 0
    assert "sign-in/<token>" in logged
    assert "secret-of-a-link" not in logged
    assert "private" not in logged


def _check_running(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    status, text, headers = answer(port, "/ru/")
    assert (status, "<html" in text) == (200, True)
    assert "Strict-Transport-Security" not in headers
    assert "Server" not in headers
    assert answer(port, "/en/sign-in/secret-of-a-link?q=private")[0] == 200
    for host in ("[:::::1]", "evil.example", ""):
        assert answer(port, "/en/", Host=host)[0] == 400, host
    with pytest.raises(SystemExit) as stopped:
        main(["--database", ":memory:", "--port", str(port), "--lang", "en"])
    assert stopped.value.code == 2
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_behind_a_proxy_only_its_word_counts(database: Path) -> None:
    base = ("--proxy", "127.0.0.1", "--base-url", "https://jury.example")
    with serving(database, *base) as (_, port):
        status, _, headers = answer(
            port, "/en/sign-in/x", Host="jury.example", X_Forwarded_Proto="https"
        )
        assert status == 200
        assert headers["Strict-Transport-Security"]
        assert "__Host-deliberate-form" in headers["Set-Cookie"]
        assert "Secure" in headers["Set-Cookie"]
        assert answer(port, "/en/", Host="127.0.0.1")[0] == 400
        assert answer(port, "/en/", Host="jury.example", X_Forwarded_Host="evil")[0] == 400
    base = ("--proxy", "10.9.8.7", "--base-url", "https://jury.example")
    with serving(database, *base) as (_, port):
        _, _, headers = answer(
            port, "/en/sign-in/x", Host="jury.example", X_Forwarded_Proto="https"
        )
        assert "Strict-Transport-Security" not in headers
