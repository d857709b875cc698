"""The help page: written in each language, in short sentences, with words that the pages use."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from deliberate.i18n import LOCALES, Translator
from deliberate.i18n.glossary import term, terms
from deliberate_web.portal.glossary import MEANINGS
from deliberate_web.portal.sections import GROUPS

VOWELS = {"en": "aeiouy", "ru": "аеёиоуыэюя", "kk": "аәеёиіоөуүұыэюя"}


def essay(client: FlaskClient, locale: str) -> str:
    """The words of the essay; the end of a block ends a sentence."""
    html = client.get(f"/{locale}/help/").text
    inner = html.split('<article class="essay">')[1].split("</article>")[0]
    inner = re.sub(r"</(p|li|h2)>", ". ", inner)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", inner)).split())


def measures(text: str, locale: str) -> tuple[float, float]:
    """(words in a sentence, syllables in a word), both on average."""
    sentences = [part for part in re.split(r"[.!?:]+\s", text) if re.search(r"\w", part)]
    words = re.findall(r"[^\W\d_]+", text)
    groups = sum(max(1, len(re.findall(f"[{VOWELS[locale]}]+", word.casefold()))) for word in words)
    return len(words) / len(sentences), groups / len(words)


def test_english_reads_at_grade_eight(client: FlaskClient) -> None:
    words, syllables = measures(essay(client, "en"), "en")
    assert 0.39 * words + 11.8 * syllables - 15.59 <= 8  # Flesch and Kincaid


def test_russian_reads_at_grade_eight(client: FlaskClient) -> None:
    """Flesch's ease with the coefficients of Oborneva for Russian; above 60 is school reading."""
    words, syllables = measures(essay(client, "ru"), "ru")
    assert 206.835 - 1.3 * words - 60.1 * syllables >= 60


def test_kazakh_has_short_sentences(client: FlaskClient) -> None:
    """Kazakh has no formula of its own; sentences are kept as short as in the others."""
    words, _ = measures(essay(client, "kk"), "kk")
    assert words <= 10


@pytest.mark.parametrize("locale", LOCALES)
def test_the_essay_names_pages_as_they_are_called(client: FlaskClient, locale: str) -> None:
    say = Translator(locale)
    text = essay(client, locale)
    titles = {item.name: say.render(item.title) for group in GROUPS for item in group.sections}
    for name in ("members", "inputs", "record", "conformity"):
        assert titles[name] in text
    assert say.gettext("Today") in text


def test_the_languages_tell_the_same(client: FlaskClient) -> None:
    outlines = {
        tuple(re.findall(r"<(h2|li|p|ol|ul)\b", client.get(f"/{locale}/help/").text))
        for locale in LOCALES
    }
    assert len(outlines) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_the_glossary_explains_its_terms(client: FlaskClient, locale: str) -> None:
    page = unescape(client.get(f"/{locale}/help/").text)
    assert set(MEANINGS) <= set(terms())
    for key in MEANINGS:
        assert f'id="word-{key}"' in page
        for other in LOCALES:
            words = term(key, other)
            assert words in page or words[:1].upper() + words[1:] in page, (key, other)
