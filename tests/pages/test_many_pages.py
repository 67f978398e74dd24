"""However many pages the site has, a page costs the same few statements, and one that is kept costs none."""

import pytest

from tests.load import many_pages, seeding

SMALL, LARGE = 10, 80


@pytest.fixture
def grown(content):
    assert seeding.grow(SMALL) == SMALL


def test_a_page_costs_the_same_few_statements_at_ten_pages_and_at_eighty(grown):
    few = many_pages.costs()
    assert seeding.grow(LARGE) == LARGE - SMALL
    many = many_pages.costs()
    for name, told in many.items():
        # A search asks once more for each kind of thing it shows, whatever there is of it.
        assert max(told) <= many_pages.MOST, name  # just after a publication too
        assert name.startswith("search") or told[1] == few[name][1], name


def test_a_kept_page_costs_no_statement(grown):
    assert many_pages.kept() == 0


def test_seeded_pages_are_real_ones(grown, client):
    page = client.get(seeding.address(SMALL)).content.decode()
    assert f"第{SMALL}号现场说明" in page
    assert seeding.address(SMALL) in client.get("/search/?q=第10号现场").content.decode()
    assert seeding.address(SMALL) in client.get("/sitemap.xml").content.decode()
    assert seeding.grow(SMALL) == 0
