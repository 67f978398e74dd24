"""The admin's first screen says what waits for whoever opens it, and its menu has a place for everything."""

import pytest

from cases import submitting
from cms import waiting
from tests.cases.making import make_case

pytestmark = pytest.mark.django_db
CASES = "/cms/cases/submissions/"


def labels(user):
    return {str(pile.label): pile.count for pile in waiting.piles(user)}


def test_what_waits_is_told_to_whoever_decides_on_it_and_on_nothing_of_ones_own(administrator, regulator, client_of):
    submitting.submit(make_case(is_public=False), by=administrator)
    assert labels(regulator)["申报的案例"] == 1
    assert labels(administrator)["申报的案例"] == 0
    home = client_of(regulator).get("/cms/").content.decode()
    assert "等您办理" in home
    assert f'href="{CASES}"' in home.partition("等您办理")[2]


def test_who_decides_nothing_is_told_of_nothing(school, client_of):
    assert labels(school) == {}
    assert "等您办理" not in client_of(school).get("/cms/").content.decode()


def test_it_costs_a_query_for_each_desk(administrator, django_assert_num_queries):
    with django_assert_num_queries(len(waiting.desks)):
        assert len(labels(administrator)) == len(waiting.desks) > 5
