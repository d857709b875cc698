"""The frame: languages, help, wrong usage, errors and exit codes."""

from __future__ import annotations

import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from deliberate.cli import language, overview, speaking
from deliberate.cli.app import CLOSED, COMMANDS, STOPPED, cli
from deliberate.cli.usage import in_own_words
from deliberate.core.errors import Conflict, Finding, Refused, Where, message
from deliberate.i18n import Translator
from deliberate.i18n.extraction import extract, house

CONTEXT = click.Context(cli, info_name="deliberate")


def every_command() -> Iterator[tuple[str, click.Command]]:
    waiting: list[tuple[str, click.Command]] = [("deliberate", cli)]
    while waiting:
        name, command = waiting.pop()
        yield name, command
        if isinstance(command, click.Group):
            for part in command.list_commands(CONTEXT):
                found = command.get_command(CONTEXT, part)
                assert found is not None
                waiting.append((f"{name} {part}", found))


# ---------------------------------------------------------------- languages
def test_every_command_speaks_the_readers_language() -> None:
    for name, command in every_command():
        assert isinstance(command, speaking.Command), name


def test_every_word_of_the_help_is_in_the_catalogues() -> None:
    """What is not extracted can never be translated."""
    extracted = {entry.id for entry in extract(house()) if entry.id}
    shown = {"Usage:", "Options", "Commands", *overview.GROUPS, *overview.SUMMARIES.values()}
    for _, command in every_command():
        shown.add(command.help or "")
        shown |= {item.help or "" for item in command.params if isinstance(item, click.Option)}
    assert sorted(words for words in shown if words and words not in extracted) == []


def test_what_click_says_itself_is_translated(
    call: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Translator, "gettext", lambda self, msgid: f"«{msgid}»")
    words = " ".join(call("check", "--help").out.split())
    assert "«Usage:» deliberate check «[OPTIONS]»" in words
    assert "«Options»:" in words
    assert "--help «Show this message and exit.»" in words
    assert "[«default: text»]" in words
    for plain in ("Hold pilot files", "How findings are written.", "Answer in JSON."):
        assert f"«{plain}" in words


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_help_in_every_language(call: Callable, lang: str) -> None:
    say = Translator(lang).gettext
    answer = call("--lang", lang, "models", "--help")
    assert answer.code == 0
    for words in ("Usage:", "Options", "Commands", "Show this message and exit."):
        assert say(words) in answer.out


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "kk_KZ.UTF-8"}, "kk"),
        ({"LANG": "kk_KZ.UTF-8", "LC_MESSAGES": "ru_RU.UTF-8"}, "ru"),
        ({"LC_MESSAGES": "kk", "LC_ALL": "ru_KZ"}, "ru"),
        ({"LC_ALL": "", "LANG": "ru"}, "ru"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ru", "DELIBERATE_LANG": "kk"}, "kk"),
    ],
)
def test_the_language_of_the_environment(environment: dict[str, str], expected: str) -> None:
    assert language.chosen(None, environment) == expected
    assert language.chosen("en", environment) == "en"


@pytest.mark.parametrize("arguments", [["--lang", "de", "models"], ["--lang=de"]])
def test_an_unknown_language_is_refused(call: Callable, arguments: list[str]) -> None:
    answer = call(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "de is not a language of the interface." in answer.err
    assert "kk, ru, en" in answer.err


def test_an_unknown_language_in_the_environment_is_refused(
    call: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DELIBERATE_LANG", "de")
    assert call("models").code == 2


def test_a_mistake_is_told_in_the_language_asked_for(call: Callable) -> None:
    answer = call("--lang", "ru", "check", "missing.toml")
    expected = Translator("ru").gettext("There is no such file.")
    assert expected != "There is no such file."
    assert expected in answer.err


# ---------------------------------------------------------------- usage
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["chek"], ["There is no command “chek”.", "Did you mean check?", "deliberate --help"]),
        (["xyzzy"], ["There is no command “xyzzy”.", "See: deliberate --help"]),
        (["models", "shw"], ["There is no command “shw”.", "Did you mean show?"]),
        (["check"], ["PILOT.toml... is missing.", "deliberate check --help"]),
        (["open", "p.toml"], ["The option --as is missing."]),
        (["new", "p.toml"], ["Give --model, or --advice with an issue file."]),
        (["new", "p.toml", "--model"], ["The option --model needs a value."]),
        (["plan", "p.toml", "--json=1"], ["The option --json takes no value."]),
        (["check", "--formt", "json", "x"], ["no option --formt.", "Did you mean --format?"]),
        (["check", "--format", "xml", "x"], ["--format: choose one of text, json."]),
        (["plan", "a", "b", "c"], ["Not expected here: b c."]),
        (["check", "--lang", "ru", "x"], ["deliberate --lang … check"]),
    ],
)
def test_wrong_usage(call: Callable, arguments: list[str], expected: list[str]) -> None:
    answer = call(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("USAGE ")
    for words in expected:
        assert words in answer.err


def test_values_are_asked_for_by_their_kind(
    call: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    @speaking.command("Try.")
    @click.option("--seed", type=int)
    @click.option("--size", type=click.IntRange(2, 9))
    def trial(seed: int, size: int) -> None:
        click.echo(f"{seed} {size}")

    add(monkeypatch, "trial", trial)
    assert "--seed: a whole number is expected." in call("trial", "--seed", "x").err
    assert "--size: a number from 2 to 9 is expected." in call("trial", "--size", "12").err
    assert call("trial", "--seed", "1", "--size", "3").out == "1 3\n"


def test_wrong_usage_for_a_machine(call: Callable) -> None:
    answer = call("plan", "--json")
    assert answer.code == 2
    assert answer.err == ""
    assert answer.json["error"]["code"] == "USAGE"
    assert answer.json["error"]["message"] == "PILOT.toml is missing."


def test_an_error_for_a_machine(call: Callable, tmp_path: Path) -> None:
    answer = call("plan", str(tmp_path), "--json")
    assert answer.code == 2
    error = answer.json["error"]
    assert set(error) == {"code", "message", "where", "fix", "findings"}
    assert error["code"] == "NO_FILE"
    assert error["where"]["file"] == str(tmp_path)


# ---------------------------------------------------------------- overview
def test_the_overview_groups_the_commands(call: Callable) -> None:
    answer = call()
    assert answer.code == 0
    titles = [line for line in answer.out.splitlines() if line.endswith(":") and line[0] != " "]
    assert titles[0] == "Files:"
    assert "Operation:" in titles
    for name in COMMANDS:
        assert f"\n  {name} " in answer.out
    assert "--database" not in answer.out
    assert "--database" in call("--help").out


def test_a_command_without_a_summary_is_listed_too() -> None:
    assert overview.grouped(["check", "new thing"]) == {
        "Files": ["check"],
        "Operation": ["new thing"],
    }


def test_version(call: Callable) -> None:
    from importlib.metadata import version

    assert call("--version").out == f"deliberate {version('deliberate')}\n"


def test_help_imports_no_services() -> None:
    code = (
        "import sys\n"
        "from deliberate.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "slow = ('deliberate.core.services', 'deliberate.core.registry', 'peewee', 'rich')\n"
        "sys.exit(','.join(name for name in sys.modules if name.startswith(slow)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- errors
def add(monkeypatch: pytest.MonkeyPatch, name: str, command: click.Command) -> None:
    module = types.ModuleType("trial_command")
    module.command = command  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "trial_command", module)
    monkeypatch.setitem(COMMANDS, name, "trial_command:command")


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    @speaking.command("Try.")
    @speaking.json_option
    def trial(as_json: bool) -> None:
        raise error

    add(monkeypatch, "trial", trial)


def test_an_interruption_is_answered_calmly(
    call: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, KeyboardInterrupt())
    answer = call("trial")
    assert answer.code == STOPPED == 130
    assert answer.err.strip() == "Stopped, as you asked."


@pytest.mark.parametrize("kind", [Refused, Conflict])
def test_a_refusal_ends_with_one(
    call: Callable, monkeypatch: pytest.MonkeyPatch, kind: type[Refused]
) -> None:
    finding = Finding("KZ04", "must", message("Too late."), Where("p.toml", 3), message("Earlier."))
    raising(monkeypatch, kind("RULES", message("No."), fix=message("Do."), findings=(finding,)))
    answer = call("trial")
    assert answer.code == 1
    assert answer.err == "RULES No.\n    Do.\np.toml:3: KZ04 Too late.\n    Earlier.\n"
    for_machine = call("trial", "--json")
    assert for_machine.code == 1
    assert for_machine.json["error"]["findings"][0]["where"]["line"] == 3


def test_the_system_may_refuse(call: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, PermissionError(13, "Permission denied", "/closed"))
    answer = call("trial")
    assert answer.code == 2
    assert "SYSTEM The system refuses: permission is missing." in answer.err
    assert "/closed" in answer.err


def test_a_reader_that_goes_away_is_no_error() -> None:
    """As in `deliberate models show ... | head -1`."""
    code = "from deliberate.cli import main; main(['models', 'show', 'citizen_jury', '--json'])"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(30) == CLOSED


def test_a_terminal_without_the_letters_stops_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from deliberate.cli import main; main(['models'])"],
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "LANG": "kk_KZ"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"citizen_jury/kazakhstan" in done.stdout


# ---------------------------------------------------------------- without `main`
def test_the_commands_work_under_clicks_own_runner(changed: Callable) -> None:
    done = CliRunner().invoke(cli, ["--lang", "ru", "check", str(changed())])
    assert done.exit_code == 0
    assert "citizen_jury/kazakhstan" in done.output


def test_a_group_alone_shows_its_help(call: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    @speaking.group("Try.")
    def trial() -> None:
        """Never called: the group asks for a command."""

    @trial.command("part", help="A part.")
    def part() -> None:
        click.echo("done")

    add(monkeypatch, "trial", trial)
    answer = call("trial")
    assert (answer.code, answer.out) == (2, "")
    assert "deliberate trial" in answer.err
    assert "part  A part." in answer.err
    assert call("trial", "part").out == "done\n"


def test_a_command_of_no_group_explains_itself(
    call: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    @speaking.command("Try this.\n\nAnd more.")
    @click.option("--deep/--flat", help="How.")
    @click.option("--place", envvar="DELIBERATE_PLACE", show_envvar=True, required=True)
    @click.option("--hidden", hidden=True)
    def trial(**_: object) -> None:
        """Never called: only its help is asked for."""

    add(monkeypatch, "trial", trial)
    assert "trial" in call().out
    assert "Try this." in call().out
    words = " ".join(call("trial", "--help").out.split())
    assert "--deep / --flat How." in words
    assert "--place TEXT [environment: DELIBERATE_PLACE; required]" in words
    assert "--hidden" not in words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (click.FileError("x.toml"), "x.toml cannot be opened."),
        (click.BadArgumentUsage("Argument 'a' takes 2 values."), "Too few values."),
        (click.UsageError("Missing command."), "The command is not complete."),
        (click.BadParameter("odd"), "this value cannot be used."),
    ],
)
def test_whatever_click_complains_about(error: click.ClickException, words: str) -> None:
    assert words in str(in_own_words(error).message)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (click.DateTime(), "--x: a date is expected"),
        (click.Path(), "--x: there is no such file or folder"),
        (click.STRING, "--x: this value cannot be used."),
    ],
)
def test_a_bad_value_is_told_by_its_kind(kind: click.ParamType, words: str) -> None:
    error = click.BadParameter("odd", param=click.Option(["--x"], type=kind))
    assert words in str(in_own_words(error).message)


@pytest.mark.parametrize(
    ("arguments", "lang", "as_json"),
    [
        (["--lang", "ru", "check"], "ru", False),
        (["--lang=kk"], "kk", False),
        (["check", "--", "--lang", "ru", "--json"], None, False),
        (["--lang"], None, False),
        (["--database", "some.db", "--lang", "ru", "status"], "ru", False),
        (["documents", "some", "--lang", "kk"], None, False),
        (["check", "--format", "json"], None, True),
        (["check", "--format=json"], None, True),
        (["plan", "--json"], None, True),
    ],
)
def test_what_is_seen_before_parsing(arguments: list[str], lang: str | None, as_json: bool) -> None:
    assert language.asked_in(arguments) == lang
    assert language.wants_json(arguments) is as_json


def test_a_shell_may_ask_for_completions() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from deliberate.cli import main; main()"],
        env={
            "_DELIBERATE_COMPLETE": "bash_complete",
            "COMP_WORDS": "deliberate ch",
            "COMP_CWORD": "1",
            "PATH": "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert "plain,check" in done.stdout
