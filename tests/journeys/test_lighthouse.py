"""Two public pages under Lighthouse, where node and the network are: 98 or more in all but speed (`run.py bench lighthouse`)."""

import pytest

from tests.load import lighthouse

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
CATEGORIES = ("accessibility", "best-practices", "seo")


@pytest.mark.parametrize("path", ["/law/zhuhai-quality/", "/en/"], ids=["the Regulation", "English home"])
def test_lighthouse_gives_at_least_98_in_every_category_that_is_not_speed(content, site, path):
    try:
        told = lighthouse.report(lighthouse.found(), site + path, CATEGORIES)
    except lighthouse.Absent as reason:
        pytest.skip(str(reason))
    assert {name: score for name, score in lighthouse.scores(told).items() if score < lighthouse.AIM} == {}, (
        lighthouse.shortcomings(told)
    )
