"""Whatever stands in an address or behind its question mark, every public page of the room answers and none fails."""

from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

pytestmark = pytest.mark.django_db
WORD = "WORD"
# Where an address takes a word from whoever types it.
WORDS = {
    "key": [WORD],
    "key_pem": [WORD],
    "achievement": [WORD, 1],
    "badge_picture": [WORD, "png"],
    "status_list": [WORD, 1],
    "verification": [WORD],
    "proof": [WORD],
    "shared": [WORD, WORD],
    "log-head": [WORD],
    "check_digest": [WORD],
}
HOSTILE = {
    "nul": "QSO\0",
    "endless": "9" * 3000,
    "turned": "\u202eQSO-26",
    "markup": "<script>alert(1)</script>",
    "quoted": "' OR 1=1 --",
    "half": "\ud7ff\U0010ffff",
    "wide": "ＱＳＯ－２６",
    "digit": "²",
}
ASKED = ("verify", "register", "register-statistics", "register-statistics-file", "log")
HUGE = 10**30


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    cache.clear()


def path(name, args):
    return reverse(f"certificates:{name}", args=args)


@pytest.mark.parametrize("word", HOSTILE)
def test_a_hostile_word_in_an_address_is_answered(certificate, client, word):
    call_command("make_signing_keys", development=True)
    for name, args in WORDS.items():
        there = path(name, args).replace(WORD, quote(HOSTILE[word], safe=""))
        # A scheme that an operator adds has the plain picture, so a word has it that might be one.
        expected = (200, 404) if name == "badge_picture" else (404,)
        assert client.get(there).status_code in expected, there[:80]


@pytest.mark.parametrize("word", HOSTILE)
def test_a_hostile_word_in_a_question_is_answered(certificate, client, word):
    for name in ASKED:
        told = dict.fromkeys(("number", "scheme", "year", "status", "page"), HOSTILE[word])
        assert client.get(path(name, []), told).status_code in (200, 404), name


@pytest.mark.parametrize("word", HOSTILE)
def test_a_hostile_word_in_a_form_is_answered(certificate, client, word):
    for field in ("number", "name"):
        told = {"number": certificate.number, "name": "林悦"} | {field: HOSTILE[word]}
        assert client.post(path("register-search", []), told, follow=True).status_code in (200, 404, 422)
    assert client.post(path("named", [certificate.number]), {"name": HOSTILE[word]}).status_code in (200, 422)


@pytest.mark.parametrize(
    ("name", "args"), [("achievement", ["QSO", HUGE]), ("status_list", ["revocation", HUGE]), ("log-consistency", [1, HUGE])]
)
def test_a_number_larger_than_any_table_is_not_found(certificate, client, name, args):
    call_command("make_signing_keys", development=True)
    assert client.get(path(name, args)).status_code == 404


@pytest.mark.parametrize("word", ["nul", "endless", "turned"])
def test_a_hostile_word_in_the_office_is_answered(certificate, administrator, client_of, word):
    office = client_of(administrator)
    lists = ("application", "certificate", "proceeding", "correction", "namesubstitute", "schemeversion", "template")
    for noun in lists:
        there = reverse(f"wagtailsnippets_certificates_{noun}:list")
        for fields in (["q"], ["state", "scheme", "which"], ["p"]):
            assert office.get(there, dict.fromkeys(fields, HOSTILE[word])).status_code in (200, 404), (noun, fields)
    proposal = reverse("wagtailsnippets_certificates_namesubstitute:add")
    assert office.get(proposal, {"of": HOSTILE[word]}).status_code == 200
    announcement = reverse("wagtailsnippets_certificates_proceeding:add")
    assert office.post(announcement, {"number": HOSTILE[word], "reasons": HOSTILE[word]}).status_code == 422
    for noun in ("schemeversion", "template"):
        there = reverse(f"wagtailsnippets_certificates_{noun}:draft", args=[WORD]).replace(WORD, quote(HOSTILE[word], safe=""))
        assert office.get(there).status_code == 404
        assert office.post(reverse(f"wagtailsnippets_certificates_{noun}:drafts"), {"scheme": HOSTILE[word]}).status_code == 404
