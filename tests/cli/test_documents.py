"""`deliberate documents`: what is written, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import PROCESS, Office


def test_the_documents_of_a_choice_are_written(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    words = ("documents", PROCESS, "--type", "order", "--lang", "kk", "--out", str(out))
    answer = office(*words, "--format", "txt", "--format", "json")
    assert answer.code == 0, answer.said
    assert sorted(path.name for path in out.iterdir()) == ["order.kk.json", "order.kk.txt"]
    # A pipe is told nothing while files are written.
    assert answer.err == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--type", "order", "--document", "regulation"), "NOTHING_CHOSEN"),
        (("--type", "post_week"), "NOTHING_CHOSEN"),
        (("--type", "nothing"), "NO_TYPE"),
        (("--document", "nothing"), "NO_DOCUMENT"),
        (("--lang", "de"), "NO_LANGUAGE"),
    ],
)
def test_what_is_not_there_cannot_be_written(
    office: Office, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    out = tmp_path / "papers"
    assert code in office.refused("documents", PROCESS, *words, "--out", str(out), code=2)
    assert not out.exists()


def test_a_process_that_is_not_there(office: Office) -> None:
    assert "NO_PROCESS" in office.refused("documents", "nope", code=2)
    assert "NO_PROCESS" in office.refused("status", "nope", code=2)


def test_a_type_without_documents_is_an_empty_list(office: Office) -> None:
    assert office("documents", PROCESS, "--type", "post_week", "--json").json == []
