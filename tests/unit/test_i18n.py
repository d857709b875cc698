"""Kazakh, Russian and English: formats, plurals, catalogues and their completeness."""

import ast
import re
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

import deliberate
from deliberate.core.common.ledger import DISPOSITIONS
from deliberate.core.decision.ballot_papers import CHOICES
from deliberate.core.decision.counting.terms import RESULTS
from deliberate.core.errors import Level, Message, UnusableInput, message, nmessage
from deliberate.core.follow_up.commitments import CommitmentState
from deliberate.core.identity.roles import Role
from deliberate.core.period import Period
from deliberate.core.phases import Phase
from deliberate.core.process.process import State
from deliberate.core.process.roster import SeatState
from deliberate.core.recruitment.nominees import Decision
from deliberate.core.rounded import Rounded
from deliberate.core.rulebook.model import Status
from deliberate.core.text import Text
from deliberate.i18n import LOCALES, Translator, locales
from deliberate.i18n.__main__ import main
from deliberate.i18n.catalogue import read_catalogue
from deliberate.i18n.extraction import (
    Bookshelf,
    extract,
    gaps,
    house,
    package_shelf,
    placeholders,
    update,
)
from deliberate.i18n.glossary import term, terms
from deliberate.i18n.words import VOCABULARIES, WORDS

TREE = Path(deliberate.__file__).parents[1]
PLUGINS = sorted(path.parent for path in TREE.glob("plugins/*/deliberate_*/__init__.py"))
SHELVES = [house(), *(package_shelf(plugin) for plugin in PLUGINS)]

KK, RU, EN = (Translator(locale) for locale in LOCALES)
DAY = date(2027, 1, 25)
MOMENT = datetime(2027, 1, 25, 4, 5, tzinfo=UTC)


def test_three_languages_the_state_language_first() -> None:
    assert locales() == ("kk", "ru", "en")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnusableInput) as caught:
        Translator("de")
    assert caught.value.code == "LOCALE"
    assert "kk, ru, en" in RU.render(caught.value.fix or message(""))


@pytest.mark.parametrize(
    ("period", "kk", "ru", "en"),
    [
        ("1 day", "1 күн", "1 день", "1 day"),
        ("3 days", "3 күн", "3 дня", "3 days"),
        ("14 days", "14 күн", "14 дней", "14 days"),
        ("21 days", "21 күн", "21 день", "21 days"),
        ("2 hours", "2 сағат", "2 часа", "2 hours"),
        ("2 working days", "2 жұмыс күні", "2 рабочих дня", "2 working days"),
        ("5 working days", "5 жұмыс күні", "5 рабочих дней", "5 working days"),
        ("1 week", "1 апта", "1 неделя", "1 week"),
        ("6 weeks", "6 апта", "6 недель", "6 weeks"),
        ("1 month", "1 ай", "1 месяц", "1 month"),
        ("2 months", "2 ай", "2 месяца", "2 months"),
    ],
)
def test_periods_have_plural_forms(period: str, kk: str, ru: str, en: str) -> None:
    told = message("{p}", p=Period.parse(period))
    assert [t.render(told) for t in (KK, RU, EN)] == [kk, ru, en]


def test_dates_and_moments() -> None:
    assert KK.date(DAY) == "2027 жылғы 25 қаңтар"
    assert RU.date(DAY, weekday=True) == "25 января 2027 года, понедельник"
    assert EN.date(DAY) == "25 January 2027"
    assert EN.time(time(9, 0)) == "09:00"
    assert KK.datetime(MOMENT, "Asia/Almaty") == "2027 жылғы 25 қаңтар, 09:05"
    assert RU.datetime(MOMENT) == "25 января 2027 года, 04:05 (UTC)"
    offset = datetime.fromisoformat("2027-01-25T09:05:00+05:00")
    assert EN.datetime(offset) == "25 January 2027, 09:05 (UTC+05:00)"
    local = Translator("en", zone="Asia/Almaty")
    assert local.render(message("{at}", at=MOMENT)) == "25 January 2027, 09:05"


def test_numbers_are_grouped_from_five_digits() -> None:
    assert [t.number(58721) for t in (KK, RU, EN)] == ["58\xa0721", "58\xa0721", "58,721"]
    assert RU.render(message("{year}", year=2027)) == "2027"
    assert (RU.number(Decimal("0.31")), EN.number(-12345.5)) == ("0,31", "-12,345.5")


def test_a_rounded_number_keeps_its_decimals() -> None:
    told = message("{chance}", chance=Rounded(Fraction(64, 125), 4))
    assert [t.render(told) for t in (KK, RU, EN)] == ["0,5120", "0,5120", "0.5120"]
    assert EN.number(Rounded(1234.5, 2)) == "1234.50"


def test_values_of_messages() -> None:
    told = message(
        "{a} {b} {c} {d} {e} {f}",
        a=Fraction(4, 5),
        b=Text.of({"kk": "ә", "ru": "э"}),
        c=("x", 2),
        d=message("no"),
        e=True,
        f=None,
    )
    assert KK.render(told) == "4/5 ә x, 2 жоқ иә —"
    assert EN.render(told) == "4/5 ә [kk] x, 2 no yes —"
    assert EN.render(message("{s}", s=frozenset({"b", "a"}))) == "a, b"


def test_codes_of_closed_vocabularies_become_words() -> None:
    told = message(
        "{role}: {state}, {channels}",
        role="chair",
        state="notice_expired",
        channels=("portal", "bulletin 7"),
    )
    assert EN.render(told) == "chair: notice expired, portal, bulletin 7"
    assert RU.render(told) == "председатель: срок уведомления истёк, портал, bulletin 7"
    assert KK.word("outcome", "not_adopted") == "шешім қабылданбады"
    assert RU.render(message("{name}", name="chair")) == "chair"


def test_every_vocabulary_of_a_placeholder_exists() -> None:
    assert {name for names in VOCABULARIES.values() for name in names} <= {
        vocabulary for vocabulary, _ in WORDS
    }


VOCABULARIES_OF_THE_CORE = [
    ("role", tuple(Role)),
    ("state", get_args(State)),
    ("state", get_args(CommitmentState)),
    ("state", get_args(Decision)),
    ("state", get_args(SeatState)),
    ("outcome", RESULTS),
    ("disposition", DISPOSITIONS),
    ("choice", tuple(CHOICES)),
    ("level", get_args(Level)),
    ("status", get_args(Status)),
]


@pytest.mark.parametrize(("vocabulary", "codes"), VOCABULARIES_OF_THE_CORE)
def test_every_code_of_the_core_is_a_word(vocabulary: str, codes: tuple[str, ...]) -> None:
    assert codes
    assert [code for code in codes if (vocabulary, code.replace("_", " ")) not in WORDS] == []


def test_text_falls_back_to_the_first_language_it_has() -> None:
    assert RU.text(Text.of({"kk": "ә", "ru": "э"})) == "э"
    assert EN.text(Text.of({"kk": "ә", "ru": " "})) == "ә"


def test_phases_by_the_glossary() -> None:
    for phase in Phase:
        for translator in (KK, RU, EN):
            expected = term(f"phase_{phase.value}", translator.locale)
            assert translator.render(message("{phase}", phase=phase)) == expected


def test_a_sentence_without_translation_stays_english() -> None:
    assert KK.render(message("Never written {n}", n=1)) == "Never written 1"
    assert KK.ngettext("never {n}", "nevers {n}", 2) == "nevers {n}"


PLUGIN_PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && \
(n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "yes"
msgstr "ага"

msgctxt "verb"
msgid "open"
msgstr "открыть"

msgid "Broken {name}"
msgstr "Сломано {nome}"

#, fuzzy
msgid "guessed"
msgstr "угадано"

msgid "{n} seat"
msgid_plural "{n} seats"
msgstr[0] "{n} место"
msgstr[1] "{n} места"
msgstr[2] "{n} мест"
"""


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "anything.po").write_text(PLUGIN_PO, encoding="utf-8")
    return tmp_path


def test_a_plugins_catalogue_comes_before_the_houses(plugin: Path) -> None:
    translator = Translator("ru", [plugin])
    assert (translator.gettext("yes"), translator.gettext("no")) == ("ага", "нет")
    assert (RU.gettext("yes"), Translator("kk", [plugin]).gettext("yes")) == ("да", "иә")
    assert translator.pgettext("verb", "open") == "открыть"
    assert translator.gettext("open") == "open"
    seats = [translator.ngettext("{n} seat", "{n} seats", n).format(n=n) for n in (1, 3, 25)]
    assert seats == ["1 место", "3 места", "25 мест"]


def test_a_broken_translation_does_not_hide_the_message(plugin: Path) -> None:
    translator = Translator("ru", [plugin])
    assert translator.render(message("Broken {name}", name="x")) == "Broken x"
    assert translator.gettext("guessed") == "guessed"


@pytest.mark.parametrize("data", [b"bla bla\n", b'msgid "a"\nmsgstr "\xff"\n'])
def test_a_broken_catalogue_is_named(tmp_path: Path, data: bytes) -> None:
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "p.po").write_bytes(data)
    with pytest.raises(UnusableInput) as caught:
        Translator("ru", [tmp_path])
    assert caught.value.code == "CATALOGUE"
    assert caught.value.where is not None
    assert caught.value.where.file.endswith("p.po")


# the catalogues of this source tree


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.domain)
def test_every_sentence_is_translated(shelf: Bookshelf) -> None:
    assert [f"{gap.reason}: {gap.msgid} ({gap.file})" for gap in gaps(shelf)] == []


MARKS = {"message", "nmessage", "_", "gettext", "lazy_gettext", "ngettext", "pgettext", "npgettext"}


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.domain)
def test_no_sentence_hides_in_a_formatted_string(shelf: Bookshelf) -> None:
    """The extraction of older Pythons does not look inside f-strings."""
    hidden = [
        f"{path}:{call.lineno}"
        for source in shelf.sources
        for path in source.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) in MARKS
    ]
    assert hidden == []


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.domain)
def test_catalogues_are_as_the_extraction_writes_them(shelf: Bookshelf, tmp_path: Path) -> None:
    copy = Bookshelf(shelf.sources, tmp_path, shelf.domain)
    for locale in LOCALES if shelf.path("kk").exists() else ():
        copy.path(locale).parent.mkdir(parents=True)
        copy.path(locale).write_bytes(shelf.path(locale).read_bytes())
    if len(extract(shelf)):
        assert update(copy) == ()


COUNTED = ("-апта", "-редакция", "-дауыс беру")
"""Whole words behind a number in Kazakh: there the hyphen itself makes the ordinal (6-апта), for
every number alike, and no suffix follows it."""


@pytest.mark.parametrize("locale", ["kk", "ru"])
@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.domain)
def test_no_suffix_is_glued_to_a_value(shelf: Bookshelf, locale: str) -> None:
    if not shelf.path(locale).exists():
        pytest.skip("this package has no sentences of its own")
    glued = [
        form
        for entry in read_catalogue(shelf.path(locale), locale)
        if entry.id
        for form in ([entry.string] if isinstance(entry.string, str) else entry.string)
        if any(
            after[:1].isalpha() or (after[:1] in "-‑'’" and after[1:2].isalpha())
            for after in form.split("}")[1:]
            if not (locale == "kk" and after.startswith(COUNTED))
        )
    ]
    assert glued == []


def sources(name: str) -> Iterator[tuple[Path, ast.Call]]:
    for shelf in SHELVES:
        for source in shelf.sources:
            for file in sorted(source.rglob("*.py")):
                for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                    if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
                        yield file, node


def test_every_message_is_a_literal_with_exactly_its_values() -> None:
    """A computed msgid would never be extracted; a missing value would fail before a reader."""
    wrong = []
    for file, call in sources("message"):
        place = f"{file.relative_to(TREE)}:{call.lineno}"
        text = call.args[0] if call.args else None
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
            wrong.append(f"{place}: not a literal")
            continue
        fields = list(string.Formatter().parse(text.value))
        named = {keyword.arg for keyword in call.keywords}
        if any(spec or conversion for _, _, spec, conversion in fields):
            wrong.append(f"{place}: a format inside braces")
        if None not in named and placeholders(text.value) != named:
            wrong.append(f"{place}: {placeholders(text.value)} != {named}")
    assert wrong == []


def test_every_message_with_a_number_has_two_literals_with_its_values() -> None:
    calls = list(sources("nmessage"))
    assert len(calls) > 20
    for file, call in calls:
        place = f"{file.relative_to(TREE)}:{call.lineno}"
        texts = [text.value for text in call.args[:2] if isinstance(text, ast.Constant)]
        given = {"count", *(str(keyword.arg) for keyword in call.keywords)}
        assert len(texts) == 2, place
        assert len(call.args) == 3, place
        assert [placeholders(str(text)) for text in texts] == [given, given], place


def test_a_message_agrees_with_its_number() -> None:
    def groups(count: int) -> Message:
        return nmessage("{count} group", "{count} groups", count)

    assert [EN.render(groups(count)) for count in (0, 1, 2)] == ["0 groups", "1 group", "2 groups"]
    told = [RU.render(groups(count)) for count in (1, 2, 5, 21)]
    assert told == ["1 группа", "2 группы", "5 групп", "21 группа"]
    assert KK.render(groups(21)) == "21 топ"
    assert [str(groups(1)), str(groups(3))] == ["1 group", "3 groups"]
    assert EN.render(message("{a}, {b}", a=groups(1), b=groups(2))) == "1 group, 2 groups"


@pytest.mark.parametrize("locale", LOCALES)
def test_the_house_speaks_of_no_jury(locale: str) -> None:
    """Its sentences serve every model; what a model calls its people is said by its rulebook."""
    said = [
        (text, form)
        for entry in read_catalogue(house().path(locale), locale)
        if entry.id
        for text in ([entry.id] if isinstance(entry.id, str) else entry.id)
        for form in ([entry.string] if isinstance(entry.string, str) else entry.string)
        if re.search(
            r"\bjur(y|ies|ors?)\b|жюри", f"{text} {form}".replace("//jury.", ""), re.IGNORECASE
        )
    ]
    assert said == []


def test_extract_and_check_serve_authors_of_plugins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "deliberate_mine"
    (package / "templates").mkdir(parents=True)
    (package / "__init__.py").write_text('message("Hello {name}", name=1)\n')
    (package / "templates" / "a.html").write_text("{{ _('Page') }}{% trans %}Two{% endtrans %}")
    assert main(["extract", str(package)]) == 0
    po = package / "locale" / "kk" / "LC_MESSAGES" / "deliberate_mine.po"
    text = po.read_text(encoding="utf-8")
    assert all(f'msgid "{m}"' in text for m in ("Hello {name}", "Page", "Two"))
    assert "Creation-Date" not in text
    assert ":1\n" not in text
    assert main(["check", str(package)]) == 1
    assert "untranslated: Page" in capsys.readouterr().out
    po.write_text(text.replace('name}"\nmsgstr ""', 'name}"\nmsgstr "Сәлем {nom}"'), "utf-8")
    assert "other placeholders: Hello {name}" in check(package, capsys)
    assert main(["extract", str(package)]) == 0
    assert "Сәлем" in po.read_text(encoding="utf-8")
    (package / "__init__.py").write_text("")
    assert main(["extract", str(package)]) == 0
    assert "Сәлем" not in po.read_text(encoding="utf-8")
    assert main(["unknown"]) == 2


def check(package: Path, capsys: pytest.CaptureFixture[str]) -> str:
    main(["check", str(package)])
    return capsys.readouterr().out


def test_glossary() -> None:
    assert term("agency", "en") == "responsible state body"
    assert term("member", "kk") == "жюри мүшесі"
    assert term("e_signature", "ru", full=True) == "электронная цифровая подпись (ЭЦП)"
    assert terms()["citizens_jury"].doubtful
    assert all(entry.words[locale] for entry in terms().values() for locale in LOCALES)
    for key, locale in (("nothing", "kk"), ("agency", "de")):
        with pytest.raises(UnusableInput) as caught:
            term(key, locale)
        assert caught.value.code == "TERM"
