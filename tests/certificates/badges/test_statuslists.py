"""The status lists: every state and its bits, agreement with the page at once, caches, and lists that fill up."""

import pytest
from django.db import IntegrityError, transaction
from jsonschema import Draft202012Validator

from certificates.badges import bitstring, statuslists
from certificates.badges.statuslists import REVOCATION, SUSPENSION
from certificates.models import Certificate, CertificateEvent, SigningKey
from certificates.status import State, Status
from certificates.superseding import supersede
from tests.certificates.badges import schema
from tests.certificates.badges.conftest import bit

pytestmark = pytest.mark.django_db


def bits(certificate, number=None):
    lists = {purpose: statuslists.say(purpose, number or certificate.status_list, "kid").told for purpose in statuslists.SETS}
    return {purpose: bit(told["credentialSubject"]["encodedList"], certificate.status_index) for purpose, told in lists.items()}


EVERY_STATE = {
    State.VALID: (0, 0),
    State.SUSPENDED: (0, 1),
    State.WITHDRAWN: (1, 1),
    State.SUPERSEDED: (1, 1),
    State.CANCELLED: (1, 1),
}


def test_the_table_knows_every_state():
    assert set(EVERY_STATE) == set(State)


@pytest.mark.parametrize("state", State)
def test_each_state_has_its_bits_and_its_page_says_the_same(certificate, state):
    Certificate.objects.filter(pk=certificate.pk).update(state=state)
    certificate.refresh_from_db()
    revoked, refused = EVERY_STATE[state]
    assert bits(certificate) == {REVOCATION: revoked, SUSPENSION: refused}
    assert bool(refused) == (certificate.status != Status.VALID)


def test_a_list_is_what_the_specification_asks_for(certificate):
    for purpose in statuslists.SETS:
        told = statuslists.say(purpose, 1, "kid").told
        assert [error.message for error in Draft202012Validator(schema.STATUS_LIST).iter_errors(told)] == []
        assert told["credentialSubject"]["statusPurpose"] == purpose
        assert told["credentialSubject"]["ttl"] == statuslists.TTL * 1000


def test_nobody_elses_bit_moves(certificate):
    Certificate.objects.filter(pk=certificate.pk).update(state=State.WITHDRAWN)
    encoded = statuslists.say(REVOCATION, 1, "kid").told["credentialSubject"]["encodedList"]
    assert encoded == bitstring.encode([certificate.status_index])


def test_the_same_list_is_signed_once_and_says_the_same_bytes(certificate, keys):
    kid = SigningKey.objects.in_use().get(purpose="credential").kid
    first, second = (statuslists.say(REVOCATION, 1, kid) for _ in range(2))
    assert first.digest == second.digest
    assert first.token() == second.token()
    Certificate.objects.filter(pk=certificate.pk).update(state=State.WITHDRAWN)
    assert statuslists.say(REVOCATION, 1, kid).digest != first.digest


def test_a_successor_has_a_place_of_its_own(certificate, administrator):
    new = supersede(certificate, by=administrator, reason=CertificateEvent.Reason.CORRECTION, name="林月")
    certificate.refresh_from_db()
    assert (new.status_list, new.status_index) != (certificate.status_list, certificate.status_index)
    assert bits(certificate)[REVOCATION] == 1
    assert bits(new) == {REVOCATION: 0, SUSPENSION: 0}


def test_a_full_list_is_followed_by_another(certificate):
    assert statuslists.place().status_list == 1
    assert statuslists.place(full=1).status_list == 2


def test_the_database_gives_no_place_twice(certificate):
    twin = Certificate.objects.get(pk=certificate.pk)
    twin.pk, twin.number, twin.state, twin.result, twin.supersedes = None, "QSO-26-2222-2222-22", State.CANCELLED, None, None
    twin._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_the_database_knows_no_place_outside_the_list(certificate):
    twin = Certificate.objects.get(pk=certificate.pk)
    twin.pk, twin.number, twin.state, twin.result = None, "QSO-26-2222-2222-22", State.CANCELLED, None
    twin.status_index = bitstring.SIZE
    twin._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
