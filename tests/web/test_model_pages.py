"""The gallery of models, open to everybody: a card for each variant, and each in full."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient

from deliberate.core.registry import Registry
from deliberate.core.rulebook.model import Rulebook
from deliberate.core.services.model_cards import model_card, model_cards
from deliberate.i18n import LOCALES, Translator
from deliberate.testing.scenario import installed

REGISTRY = installed()
BOOKS = REGISTRY.rulebooks()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_installed_model_has_a_card(client: FlaskClient, locale: str) -> None:
    say, answer = Translator(locale), client.get(f"/{locale}/models/")
    assert answer.status_code == 200
    page = unescape(answer.text)
    for book in BOOKS:
        assert f'href="/{locale}/models/{book.name}/"' in page
        assert say.text(book.title) in page
        assert say.text(book.summary) in page
    assert f'href="/{locale}/advise/"' in page


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_a_model_is_shown_in_full(client: FlaskClient, book: Rulebook, locale: str) -> None:
    say, answer = Translator(locale), client.get(f"/{locale}/models/{book.name}/")
    assert answer.status_code == 200
    page = unescape(answer.text)
    for rule in book.stated_rules:
        assert f'id="rule-{rule.code}"' in page
        assert say.text(rule.text) in page
    for step in book.steps:
        assert say.text(step.title) in page
    for source in book.sources.values():
        assert (say.text(source.title) or source.text) in page


def test_what_nobody_has_checked_is_marked_in_words(client: FlaskClient) -> None:
    card = model_card(REGISTRY, "planning_cell", "general")
    assert card is not None
    assert card.people is not None
    assert card.people.status == "unverified"
    page = client.get("/en/models/planning_cell/general/").text
    rows = page.count('class="status unverified">not verified<')
    book, fit = card.rulebook, card.rulebook.fit
    assert fit is not None
    marked = [
        *(card.people, card.days),
        *card.suits,
        *card.not_advised,
        *book.seat_groups,
        *book.stated_rules,
        *book.open_parameters.values(),
        *book.deviations,
    ]
    assert rows == sum(item is not None and item.status == "unverified" for item in marked)


@pytest.mark.parametrize("address", ["nothing/here", "assembly/nothing", "nothing/irish"])
@pytest.mark.parametrize("locale", LOCALES)
def test_an_unknown_model_is_not_found(client: FlaskClient, locale: str, address: str) -> None:
    answer = client.get(f"/{locale}/models/{address}/")
    assert answer.status_code == 404
    assert f'lang="{locale}"' in answer.text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_front_page_leads_to_the_models(client: FlaskClient, locale: str) -> None:
    assert f'href="/{locale}/models/"' in client.get(f"/{locale}/").text


def test_a_card_says_what_the_rulebook_says() -> None:
    cards = {card.rulebook.name: card for card in model_cards(REGISTRY)}
    assert set(cards) == set(REGISTRY.names())
    poll = cards["deliberative_poll/standard"]
    fit = poll.rulebook.fit
    assert fit is not None
    (own,) = (one for one in fit.suits if (one.question, one.strength) == ("purpose", "made_for"))
    assert own.why
    assert poll.purposes == (own.why,)
    assert cards["citizen_jury/kazakhstan"].outputs
    assert [phase for phase, _ in poll.phases] == sorted(
        {step.phase for step in poll.rulebook.steps}, key=list(type(poll.phases[0][0])).index
    )


def test_a_house_without_models_has_an_empty_gallery() -> None:
    assert model_cards(Registry.load(points=())) == ()
