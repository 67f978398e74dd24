"""What belongs to a firm or a post is offered to no search engine and no share sheet (organisations, appointments)."""

import re

import pytest
from django.test import Client

from tests.appointments.doors import patterns
from tests.appointments.houses import house

pytestmark = pytest.mark.django_db
# Figures for everybody and the interface's description: these are public, and say so.
PUBLIC = {"appointments:figures", "api", "api:api-root"}
SHARED = re.compile(r'rel="canonical"|hreflang="x-default"|property="og:|name="twitter:|href="(?:/en|/zh-hant)?/share/')


@pytest.mark.parametrize("who", ["manager_a", "holder_a", "regulator"])
def test_no_page_of_a_firm_is_offered_to_be_found_or_shared(who):
    there = house()
    client, user = Client(), there.people[who]
    assert user is not None
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    read, shared = [], []
    for name, pattern in patterns().items():
        answer = client.get(there.address(name, pattern))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            read.append(name)
            if SHARED.search(answer.content.decode()):
                shared.append(name)
    assert set(shared) <= PUBLIC
    assert set(read) > PUBLIC
    assert len(read) > 4


def test_what_is_public_beside_them_is_still_shared(client):
    page = client.get("/appointments/figures/").content.decode()
    assert 'rel="canonical"' in page
    assert SHARED.search(page)
