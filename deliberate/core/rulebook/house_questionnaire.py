"""The house's own questionnaire at the end of a process: short, and it asks about bias."""

from __future__ import annotations

from deliberate.core.rulebook.questionnaire import EVALUATION, Item, Option, Questionnaire
from deliberate.core.text import Text


def _option(name: str, kk: str, ru: str, en: str) -> Option:
    return Option(name, Text.of({"kk": kk, "ru": ru, "en": en}))


YES_NO_UNSURE = (
    _option("yes", "Иә", "Да", "Yes"),
    _option("no", "Жоқ", "Нет", "No"),
    _option("unsure", "Айта алмаймын", "Затрудняюсь ответить", "I cannot say"),
)
HOUSE = Questionnaire(
    EVALUATION,
    (
        Item(
            "biased",
            Text.of(
                {
                    "kk": "Процесс бір жаққа бұра тартты ма?",
                    "ru": "Был ли процесс предвзятым?",
                    "en": "Was the process biased?",
                }
            ),
            "single",
            YES_NO_UNSURE,
        ),
        Item(
            "heard",
            Text.of(
                {
                    "kk": "Сізге еркін сөйлеуге мүмкіндік берілді ме?",
                    "ru": "Могли ли вы высказываться свободно?",
                    "en": "Could you speak freely?",
                }
            ),
            "single",
            YES_NO_UNSURE,
        ),
        Item(
            "satisfaction",
            Text.of(
                {
                    "kk": "Процестің өтуіне қаншалықты қанағаттандыңыз?",
                    "ru": "Насколько вы довольны тем, как прошёл процесс?",
                    "en": "How satisfied are you with the process?",
                }
            ),
            "scale",
            lowest=1,
            highest=5,
            lowest_text=Text.of(
                {"kk": "мүлде қанағаттанбадым", "ru": "совсем нет", "en": "not at all"}
            ),
            highest_text=Text.of({"kk": "толық қанағаттандым", "ru": "полностью", "en": "fully"}),
        ),
        Item(
            "again",
            Text.of(
                {
                    "kk": "Тағы да қатысар ма едіңіз?",
                    "ru": "Приняли бы вы участие ещё раз?",
                    "en": "Would you take part again?",
                }
            ),
            "single",
            YES_NO_UNSURE,
        ),
        Item(
            "remark",
            Text.of(
                {
                    "kk": "Нені басқаша жасаған жөн еді?",
                    "ru": "Что следовало сделать иначе?",
                    "en": "What should have been done differently?",
                }
            ),
            "text",
        ),
    ),
    Text.of(
        {
            "kk": "Қорытынды жасырын сауалнама",
            "ru": "Итоговая анонимная анкета",
            "en": "Anonymous survey at the end",
        }
    ),
)
"""Asked where a survey names no questionnaire and nobody words one called `evaluation`."""
