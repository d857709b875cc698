"""The charts of an invented process, as they were looked at in three languages.

`python tests/unit/test_charts_golden.py` writes them anew; look at what has changed.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
import typst

from deliberate.core.decision.counting.ballots import Paper
from deliberate.core.decision.counting.count import count
from deliberate.core.decision.counting.definition import BallotDefinition, Option
from deliberate.core.decision.counting.threshold import Threshold
from deliberate.core.text import Text
from deliberate.documents.charts import (
    CalendarData,
    CalendarRow,
    Candidate,
    CandidatesData,
    ChancesData,
    Chart,
    Days,
    DecisionData,
    ExecutionData,
    ExecutionPoint,
    SharesData,
    Tile,
    TileMapData,
    ValueShare,
    calendar_chart,
    candidates_chart,
    chances_chart,
    decision_chart,
    execution_chart,
    figure,
    shares_chart,
    tile_map_chart,
)
from deliberate.documents.charts.advances import FONTS
from deliberate.documents.counting.pictures import outcome_charts
from deliberate.i18n import LOCALES, Translator

TREE = Path(__file__).parents[2]
FOLDER = TREE / "tests" / "data" / "charts"
REGIONS = TREE / "deliberate" / "jurisdictions" / "kz" / "data" / "regions.csv"


def words(kk: str, ru: str, en: str) -> Text:
    return Text.of({"kk": kk, "ru": ru, "en": en})


NAMES = (
    words(
        "Әбдірахманова Гүлнәр Серікқызы", "Абдрахманова Гульнара Сериковна", "Gulnar Abdrakhmanova"
    ),
    words("Төлегенов Ерлан Маратұлы", "Тулегенов Ерлан Маратович", "Yerlan Tolegenov"),
    words(
        "Жұмабекова Ақбота, қалалар мен ауылдар тұрғындары қауымдастығының өкілі",
        "Жумабекова Акбота, представитель ассоциации жителей городов и сёл",
        "Aqbota Zhumabekova, association of residents of towns and villages",
    ),
    words("О’Коннор Шон", "О’Коннор Шон", "Seán O’Connor"),
    words("Қыдырбаева Үміт & Ко <ЖШС>", "Кыдырбаева Умит & Ко <ТОО>", "Umit Qydyrbaeva & Co <LLP>"),
    Text.of({"ru": "Смагулов Дархан Болатович"}),
)
POINTS = (
    words(
        "Жылу желілерінің 12,4 км учаскесін жаңарту жобасын әзірлеп, сараптамаға ұсыну",
        "Разработать и представить на экспертизу проект обновления 12,4 км тепловых сетей",
        "Prepare the design for renewing 12.4 km of heating mains and hand it in for review",
    ),
    words("Тұрғындарды хабардар ету", "Информировать жителей", "Inform the residents"),
    words("Бюджетте қаражат көздеу", "Предусмотреть средства в бюджете", "Provide for the money"),
    words("Жылу есептегіштерін орнату", "Установить счётчики тепла", "Install heat meters"),
)
OWNERS = (
    words("Тұрғын үй-коммуналдық шаруашылық басқармасы", "Управление ЖКХ", "Utilities department"),
    words("Қаржы басқармасы", "Управление финансов", "Finance department"),
)
PHASES = (
    words("Дайындық", "Подготовка", "Preparation"),
    words("Құрамды қалыптастыру", "Формирование состава", "Recruitment"),
    words("Шешім қабылдау", "Принятие решения", "Decision"),
)
STEPS = (
    words("Жүри құру туралы бұйрық", "Приказ о создании жюри", "Order forming the jury"),
    words(
        "Тұрақты мүшелерді ұсыну туралы хаттар жіберу",
        "Направление писем о делегировании постоянных членов",
        "Letters asking for permanent members",
    ),
    words("Отырыс", "Заседание", "Session"),
)


def decision() -> DecisionData:
    return DecisionData(19, 3, 2, 1, 25, 20, "not_adopted")


def ballot_of_points(say: Translator) -> Chart:
    """What members would do first: long words, an approval by more than half of all seats."""
    definition = BallotDefinition(
        "approval",
        tuple(Option(f"p{n}", text) for n, text in enumerate(POINTS)),
        seats=25,
        threshold=Threshold(more_than=Fraction(1, 2)),
        winners=2,
    )
    marks = (21, 14, 13, 6)
    papers = [
        Paper(f"M{m}", tuple((f"p{n}", 1) for n, number in enumerate(marks) if m < number))
        for m in range(24)
    ]
    outcome = count(definition, papers, present=24)
    return outcome_charts(definition, outcome, say, id="ballot")[0]


def candidates() -> CandidatesData:
    votes = ((1180, 205), (1100, 240), (990, 70), (660, 400), (530, 530), (1040, 0))
    return CandidatesData(
        tuple(
            Candidate(name, signed, comments, elected=n < 4, tied=n in (3, 4))
            for n, (name, (signed, comments)) in enumerate(zip(NAMES, votes, strict=True))
        )
    )


def execution() -> ExecutionData:
    due = date(2027, 3, 1)
    return ExecutionData(
        (
            ExecutionPoint("1.1", POINTS[0], OWNERS[0], 100, due, "done"),
            ExecutionPoint("1.2", POINTS[1], OWNERS[0], 35, due + timedelta(10), "late", "", due),
            ExecutionPoint("1.3", POINTS[2], OWNERS[1], 60, due + timedelta(90), "running"),
            ExecutionPoint("2", POINTS[3], OWNERS[0], 0, None, "running"),
        ),
        date(2027, 4, 12),
    )


def calendar() -> CalendarData:
    rows = []
    first = date(2027, 1, 18)
    for phase in PHASES:
        ends = [first + timedelta(days) for days in (19, 20, 60)]
        rows.append(CalendarRow(phase, (Days(first, ends[2]),), (Days(first, ends[2]),), True))
        rows.append(CalendarRow(STEPS[0], (Days(first, ends[0]),), (Days(first, ends[1]),)))
        rows.append(CalendarRow(STEPS[1], (Days(ends[1], ends[1]),), (Days(ends[1]),)))
        rows.append(CalendarRow(STEPS[2], (Days(ends[2], ends[2]),)))
        first = ends[2] + timedelta(1)
    return CalendarData(tuple(rows), date(2027, 6, 25))


def regions() -> TileMapData:
    with REGIONS.open(encoding="utf-8", newline="") as lines:
        found = tuple(csv.DictReader(lines))
    return TileMapData(
        tuple(
            Tile(
                int(row["tile_row"]),
                int(row["tile_col"]),
                words(row["short_kk"], row["short_ru"], row["short_en"]),
                None if row["iso3166_2"] == "KZ-62" else int(row["population"]),
                words(row["name_kk"], row["name_ru"], row["name_en"]),
                row["kato2"],
            )
            for row in found
        ),
        words(
            "Өңірлер халқының саны", "Численность населения регионов", "Population of the regions"
        ),
        words("адам", "человек", "people"),
    )


def shares() -> SharesData:
    names = (
        words(
            "Республикалық маңызы бар қала немесе облыс орталығы",
            "Город республиканского значения или областной центр",
            "City of national importance or centre of a region",
        ),
        words("Басқа қала", "Другой город", "Another town"),
        words("Ауыл, кент", "Село, посёлок", "Village or settlement"),
        words("Қазақстаннан тыс", "За пределами Казахстана", "Outside Kazakhstan"),
    )
    numbers = ((4500, 150, 4, 4, 5), (1600, 61, 2, 1, 2), (3894, None, 4, 3, 4), (6, None, 0, 0, 0))
    values = tuple(
        ValueShare(name, Fraction(share, 10_000), pool, panel, least, most)
        for name, (share, pool, panel, least, most) in zip(names, numbers, strict=True)
    )
    return SharesData(words("Тұратын жері", "Место жительства", "Place"), 236, 10, values)


def chances() -> ChancesData:
    held = ((28, 142), (41, 60), (55, 17), (90, 8), (410, 3))
    return ChancesData(
        tuple((Fraction(chance, 1000), people) for chance, people in held), 6, Fraction(10, 236)
    )


def charts(say: Translator) -> tuple[Chart, ...]:
    return (
        decision_chart(decision(), say),
        ballot_of_points(say),
        candidates_chart(candidates(), say),
        execution_chart(execution(), say),
        calendar_chart(calendar(), say),
        tile_map_chart(regions(), say),
        shares_chart(shares(), say),
        chances_chart(chances(), say),
    )


def written(say: Translator) -> dict[Path, str]:
    return {
        FOLDER / f"{chart.id}.{say.locale}.html": f"{figure(chart, say)}\n" for chart in charts(say)
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_charts_are_as_they_were_looked_at(locale: str) -> None:
    for path, text in written(Translator(locale)).items():
        assert path.read_text(encoding="utf-8") == text, path.name


def test_no_chart_is_kept_that_nobody_draws() -> None:
    wanted = {path for locale in LOCALES for path in written(Translator(locale))}
    assert set(FOLDER.iterdir()) == wanted
    assert len(wanted) == 24


def test_paper_shows_the_same_pictures(tmp_path: Path) -> None:
    """Typst sets them with the shipped typeface, as a document for everybody, always alike."""
    sheet = '#set document(title: "Charts")\n#set text(font: "Golos Text", lang: "kk")\n'
    for chart in charts(Translator("kk")):
        (tmp_path / f"{chart.id}.svg").write_text(chart.svg, encoding="utf-8")
        sheet += f'#figure(image("{chart.id}.svg", width: 100%, alt: "{chart.id}"))\n'
    (tmp_path / "charts.typ").write_text(sheet, encoding="utf-8")
    first, second = (
        typst.compile(
            tmp_path / "charts.typ", font_paths=[FONTS], ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
        for _ in range(2)
    )  # fmt: skip
    assert first == second
    assert first.startswith(b"%PDF")
    assert {weight for weight in (b"Regular", b"SemiBold") if b"GolosText-" + weight in first} == {
        b"Regular", b"SemiBold",
    }  # fmt: skip


if __name__ == "__main__":
    for language in LOCALES:
        for file, content in written(Translator(language)).items():
            file.write_text(content, encoding="utf-8")
