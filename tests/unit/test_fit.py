"""The [fit] of a rulebook: taken in from a file beside it, checked, inherited, frozen with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from deliberate import jurisdictions
from deliberate.api import Issue, Reason, Rulebook, hookimpl, message
from deliberate.core.errors import UnusableInput
from deliberate.core.registry import Registry
from deliberate.core.rulebook.fit_schema import load_fit
from deliberate.core.rulebook.frozen import freeze_rulebook, thaw_rulebook
from deliberate.core.rulebook.source import parse_toml, read_toml
from deliberate.i18n import LOCALES

TREE = Path(__file__).parents[2]
FILES = sorted(TREE.glob("plugins/*/deliberate_*/rulebooks/*fit.toml"))
SMALL = TREE / "tests" / "data" / "small_rulebook.toml"
FIT = """\
[fit.people]
least = 3
usual = 3
source = "own"
status = "practice"

[fit.days]
least = 1
usual = 2
source = "own"
status = "practice"

[fit.cost]
fixed = 1
per_day = 1
per_person = "1/2"
table = 0
preparation = 1
recruitment = 1
days_per_week = "1/1"
report = 1
source = "own"
status = "practice"

[[fit.suits]]
question = "breadth"
answers = ["focused", "several"]
strength = "suits"
source = "own"
status = "practice"

[[fit.not_advised_when]]
id = "hard"
when = { complexity = ["hard"] }
text.en = "When it is hard."
source = "own"
status = "practice"

[[fit.sources]]
id = "own"
text = "Invented for this test."
"""


@pytest.fixture
def registry() -> Registry:
    return Registry.load(points=(), extra=(jurisdictions,))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A rulebook that names its fit, and the fit beside it."""
    text = SMALL.read_text(encoding="utf-8")
    path = tmp_path / "small.toml"
    path.write_text(text.replace('version = "1"\n', 'version = "1"\nfit = "fit.toml"\n', 1))
    (tmp_path / "fit.toml").write_text(FIT)
    return path


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parents[2].name}/{path.stem}")
def test_every_fit_file_reads_and_speaks_every_language(path: Path) -> None:
    fit = load_fit(read_toml(path))
    texts = [*(item.why for item in fit.suits if item.why)]
    texts += [item.text for item in fit.not_advised_when]
    assert [text.missing(LOCALES) for text in texts if text.missing(LOCALES)] == []
    assert {"purpose", "complexity", "breadth", "stage"} <= {item.question for item in fit.suits}
    assert fit.not_advised_when


def test_one_line_takes_a_fit_in(registry: Registry, small: Path) -> None:
    book = registry.read_rulebook(small)
    assert book.fit == load_fit(parse_toml(FIT, "fit.toml"))
    assert registry.read_rulebook(SMALL).fit is None


def test_a_fit_is_frozen_with_its_rulebook(registry: Registry, small: Path) -> None:
    book = registry.read_rulebook(small)
    text = freeze_rulebook(book, registry.rulebook)
    assert thaw_rulebook(text, registry.schemas()).fit == book.fit


def test_a_variant_inherits_the_fit() -> None:
    installed = Registry.load(extra=(jurisdictions,))
    variants = [book for book in installed.rulebooks() if book.extends is not None]
    own = {path.name.removesuffix(".fit.toml") for path in FILES}
    inheriting = [book for book in variants if book.variant not in own]
    assert inheriting
    for book in inheriting:
        assert book.fit == installed.rulebook(str(book.extends)).fit is not None
    assert [book.name for book in variants if book not in inheriting] == ["citizen_jury/advertised"]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('question = "breadth"', 'question = "bredth"', 26, "not one of the permitted values"),
        ('"several"]', '"sevral"]', 27, "not one of the permitted values"),
        ('strength = "suits"', 'strength = "good"', 28, "not one of the permitted values"),
        ('complexity = ["hard"]', 'complexity = ["hrad"]', 34, "not one of the permitted values"),
        ('when = { complexity = ["hard"] }', "when = {}", 34, "Questions with their answers"),
        ("usual = 3", "usual = 2", 1, "What is usual is less than the least"),
        ('days_per_week = "1/1"', 'days_per_week = "0/1"', 13, "on no day of the week"),
        ('["focused", "several"]', '["focused", "focused"]', 25, "judged twice"),
        ('source = "own"\nstatus = "practice"\n\n[fit.days]',
         'source = "no"\nstatus = "practice"\n\n[fit.days]', 39, "Not among [[fit.sources]]"),
        ('status = "practice"\n\n[fit.days]', '\n\n[fit.days]', 1, "The status is missing"),
        ("table = 0", "tabel = 0", 17, "The key tabel is not known"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_in_the_file_of_the_fit(
    registry: Registry, small: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in FIT
    file = small.with_name("fit.toml")
    file.write_text(FIT.replace(old, new, 1))
    with pytest.raises(UnusableInput) as refused:
        registry.read_rulebook(small)
    told = {(str(item.where), says in str(item.message)) for item in refused.value.findings}
    assert (f"{file}:{line}", True) in told


@pytest.mark.parametrize(
    ("name", "says"),
    [("none.toml", "There is no file none.toml here"), ("../fit.toml", "does not lie in")],
)
def test_a_fit_that_is_not_there(registry: Registry, small: Path, name: str, says: str) -> None:
    small.write_text(small.read_text().replace('fit = "fit.toml"', f'fit = "{name}"'))
    with pytest.raises(UnusableInput, match=says) as refused:
        registry.read_rulebook(small)
    assert (str(refused.value.where), refused.value.code) == (f"{small}:7", "NO_FILE")


def test_a_fit_file_holds_nothing_else(registry: Registry, small: Path) -> None:
    file = small.with_name("fit.toml")
    file.write_text(FIT + '\n[rulebook]\nmodel = "x"\n')
    with pytest.raises(UnusableInput, match=r"holds the table \[fit\] only"):
        registry.read_rulebook(small)


def test_a_plugin_adds_what_no_answer_can_tell(small: Path) -> None:
    """Its reasons come after those of the data; another model's plugin is not asked."""
    more = Reason(message("So many people make three groups."), "suits")

    def plugin(name: str, files: list[Path], *reasons: Reason) -> ModuleType:
        module = ModuleType(name)

        def deliberate_models() -> Sequence[Path]:
            return files

        def deliberate_fit(issue: Issue, rulebook: Rulebook) -> Sequence[Reason]:
            return reasons

        module.deliberate_models = hookimpl(deliberate_models)  # type: ignore[attr-defined]
        module.deliberate_fit = hookimpl(deliberate_fit)  # type: ignore[attr-defined]
        return module

    # Whoever lists a whole folder lists the fit too, which is no rulebook.
    own = plugin("own", sorted(small.parent.glob("*.toml")), more)
    text = small.read_text().replace('model = "small"', 'model = "other"')
    other = small.with_name("other.toml")
    foreign = plugin("foreign", [other], Reason(message("Never."), "unsuited", bars=True))
    other.write_text(text)
    registry = Registry.load(points=(), extra=(jurisdictions, own, foreign))
    issue = Issue(answers={"breadth": "focused"})
    reasons = registry.reasons(issue, registry.rulebook("small"))
    assert [(reason.question, reason.strength) for reason in reasons] == [
        ("breadth", "suits"),
        ("", "suits"),
    ]
    assert reasons[-1] is more
