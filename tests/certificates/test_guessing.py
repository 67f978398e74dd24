"""Ten thousand guesses: most fail at the check character, none finds a certificate, and an address is stopped long before."""

import random
from collections import Counter

import pytest
from django.core.cache import cache
from django.urls import resolve

from certificates import numbers
from certificates.models import Certificate
from core.codes import SIGNS
from core.look_ups import PER_MINUTE
from tests.certificates.crowd import crowd

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]
GUESSES, CACHES = 10_000, ("default", "pages")


def test_s08_ten_thousand_guesses_find_nothing_and_stop_at_the_limit(client, time_machine):
    cache.clear()
    time_machine.move_to("2026-12-01 10:00:05+08:00", tick=False)
    crowd(200)
    chance = random.Random(20261201)
    answers: Counter[int] = Counter()
    for _turn in range(PER_MINUTE + 40):
        body = "".join(chance.choice(SIGNS) for _sign in range(10))
        answers[client.get(f"/api/v1/certificates/QSO-26-{body[:4]}-{body[4:8]}-{body[8:]}/").status_code] += 1
    assert answers == {404: PER_MINUTE, 429: 40}


def test_s08_ten_thousand_requests_from_as_many_addresses_of_one_household_get_sixty_answers(settings, rf, time_machine):
    """Every guess is a request to the address's own view, each from another address of one network of 2^64.

    Past the middleware, which has no part in the limit, and counted in memory: so ten thousand take a few seconds.
    """
    settings.CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name} for name in CACHES}
    time_machine.move_to("2026-12-01 10:00:05+08:00", tick=False)
    crowd(50)
    chance = random.Random(11)
    view, answers = resolve("/api/v1/certificates/X/").func, Counter[int]()
    for at in range(GUESSES):
        number = "QSO-26-" + "".join(chance.choice(SIGNS) for _sign in range(10))
        request = rf.get("/api/v1/certificates/X/", REMOTE_ADDR=f"2001:db8::{at:x}")
        answers[view(request, number=number).status_code] += 1
    assert answers == {404: PER_MINUTE, 429: GUESSES - PER_MINUTE}
    another = rf.get("/api/v1/certificates/X/", REMOTE_ADDR="2001:db8:0:1::1")
    assert view(another, number=Certificate.objects.all()[0].number).status_code == 200


def test_of_ten_thousand_guesses_the_check_character_lets_few_through_to_the_register():
    """What guessing costs without any limit: 44 bits less the check. The control: every number of ours passes."""
    chance = random.Random(7)
    made = {one.number for one in crowd(50)}
    guesses: set[str] = set()
    while len(guesses) < GUESSES:
        body = "".join(chance.choice(SIGNS) for _sign in range(10))
        guesses.add(f"QSO-26-{body[:4]}-{body[4:8]}-{body[8:]}")
    through = [guess for guess in guesses if numbers.checks_out(guess)]
    assert len(through) < GUESSES / 20
    assert not set(through) & made
    assert all(numbers.checks_out(number) for number in made)
