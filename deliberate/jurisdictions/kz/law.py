"""Laws that the Kazakhstan pilot refers to: dated data, never prose.

`checked_on` is the day on which number, date and title were last looked up; the wording in force
was not compared. A document prints the day, so that a reader knows how old the answer is.
"""

from __future__ import annotations

from datetime import date

from deliberate.core.jurisdiction import LegalReference
from deliberate.core.text import Text

_CHECKED = date(2026, 11, 23)
_ADILET = "https://adilet.zan.kz/rus/docs/"


def _reference(id: str, url: str, kk: str, ru: str, en: str) -> LegalReference:
    text = Text.of({"kk": kk, "ru": ru, "en": en})
    return LegalReference(id, text, _CHECKED, url)


LEGAL_REFERENCES = (
    _reference(
        "holidays-2001",
        _ADILET + "Z010000267_",
        "«Қазақстан Республикасындағы мерекелер туралы» 2001 жылғы 13 желтоқсандағы № 267-II Заң",
        "Закон от 13 декабря 2001 года № 267-II «О праздниках в Республике Казахстан»",
        "Law No. 267-II of 13 December 2001 on holidays in the Republic of Kazakhstan",
    ),
    _reference(
        "labour-code-2015",
        _ADILET + "K1500000414",
        "2015 жылғы 23 қарашадағы № 414-V Еңбек кодексі, 84 және 85-баптар",
        "Трудовой кодекс от 23 ноября 2015 года № 414-V, статьи 84 и 85",
        "Labour Code No. 414-V of 23 November 2015, articles 84 and 85",
    ),
    _reference(
        "public-councils-2015",
        _ADILET + "Z1500000383",
        "«Қоғамдық кеңестер туралы» 2015 жылғы 2 қарашадағы № 383-V Заң",
        "Закон от 2 ноября 2015 года № 383-V «Об общественных советах»",
        "Law No. 383-V of 2 November 2015 on public councils",
    ),
    _reference(
        "appc-2020",
        _ADILET + "K2000000350",
        "2020 жылғы 29 маусымдағы № 350-VI Әкімшілік рәсімдік-процестік кодекс",
        "Административный процедурно-процессуальный кодекс от 29 июня 2020 года № 350-VI",
        "Administrative Procedural and Process-Related Code No. 350-VI of 29 June 2020",
    ),
    _reference(
        "digital-code-2026",
        _ADILET + "K2600000255",
        "2026 жылғы 9 қаңтардағы № 255-VIII Цифрлық кодекс",
        "Цифровой кодекс от 9 января 2026 года № 255-VIII",
        "Digital Code No. 255-VIII of 9 January 2026",
    ),
    _reference(
        "iin-2013",
        "https://nomad.su/?a=3-201904050026",
        "Үкіметтің 2013 жылғы 26 тамыздағы № 853 қаулысы (ЖСН цифрларын туған күннен ажырату)",
        "Постановление Правительства от 26 августа 2013 года № 853 (отвязка цифр ИИН от даты "
        "рождения)",
        "Government resolution No. 853 of 26 August 2013 (the IIN untied from birth data)",
    ),
)
