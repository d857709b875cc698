"""How tables name columns and values, in several languages. Guesses rest on it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

IDENTIFIER = (
    "id", "nationbuilder_id", "person_id", "respondent_id", "number", "no", "№", "номер", "код",
    "идентификатор", "нөмір", "нөмірі", "рет саны", "р/с", "п/п", "№ п/п",
)  # fmt: skip
HOUSEHOLD = (
    "household", "household_id", "address", "address1", "primary_address1", "домохозяйство",
    "адрес", "адрес проживания", "үй шаруашылығы", "мекенжай", "мекенжайы", "мекен жайы",
)  # fmt: skip

FEATURES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sex": ("gender", "пол", "жынысы", "жыныс"),
        "age": (
            "age_group", "age group", "age_bracket", "возраст", "возрастная группа", "жасы", "жас",
            "жас тобы",
        ),
        "language": (
            "lang", "language of work", "preferred language", "язык", "рабочий язык",
            "предпочитаемый язык", "тіл", "тілі", "жұмыс тілі",
        ),
        "type_of_place": (
            "place", "type of place", "settlement", "urban_rural", "urban or rural", "urbanicity",
            "тип населённого пункта", "тип населенного пункта", "населённый пункт", "местность",
            "тип местности", "город/село", "елді мекен түрі", "елді мекен", "қала/ауыл",
        ),
        "region": (
            "territory", "oblast", "область", "регион", "область/город", "облыс", "облысы", "өңір",
            "өңірі", "аймақ",
        ),
        "education": ("educ", "level of education", "образование", "білімі", "білім деңгейі"),
    }
)  # fmt: skip

PERSON: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": (
            "full_name", "full name", "фио", "ф.и.о.", "имя", "полное имя", "аты-жөні", "аты жөні",
            "тегі аты",
        ),
        "email": ("e-mail", "mail", "эл. почта", "электронная почта", "почта", "эл. пошта",
                  "электрондық пошта"),
        "phone": ("tel", "telephone", "mobile", "mobile_number", "телефон", "мобильный",
                  "моб. телефон", "ұялы телефон"),
    }
)  # fmt: skip

VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "sex": {
            "female": ("f", "w", "fem", "woman", "women", "ж", "жен", "женский", "женщина", "ә",
                       "әйел", "қыз"),
            "male": ("m", "man", "men", "м", "муж", "мужской", "мужчина", "е", "ер", "ер адам",
                     "еркек", "ұл"),
        },
        "language": {
            "kk": ("каз", "казахский", "казахский язык", "қаз",
                   "қазақ", "қазақша", "қазақ тілі"),
            "ru": ("rus", "russian", "рус", "русский", "русский язык", "орыс", "орысша",
                   "орыс тілі"),
            "en": ("eng", "english", "англ", "английский", "ағылшын", "ағылшынша"),
        },
        "type_of_place": {
            "urban": ("city", "town", "u", "г", "гор", "город", "городской", "городская",
                      "городская местность", "қала", "қалалық"),
            "rural": ("village", "country", "r", "с", "сел", "село", "сельский", "сельская",
                      "сельская местность", "аул", "ауыл", "ауылдық"),
        },
    }
)  # fmt: skip
