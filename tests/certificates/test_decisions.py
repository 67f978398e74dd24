"""What may be decided after a certificate was issued, and what the database keeps of it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from certificates.decisions import NotAllowed, decide
from certificates.models import Artefact, Certificate, CertificateEvent, SchemeVersion
from certificates.status import State, Status
from core.models import AuditEntry

pytestmark = pytest.mark.django_db
REASON = CertificateEvent.Reason.COMPLAINT


def test_it_is_suspended_reinstated_and_withdrawn_with_each_decision_kept(certificate, administrator):
    for to, status in ((State.SUSPENDED, Status.SUSPENDED), (State.VALID, Status.VALID), (State.WITHDRAWN, Status.WITHDRAWN)):
        decide(certificate, to, by=administrator, reason=REASON)
        certificate.refresh_from_db()
        assert certificate.status == status
    assert [event.kind for event in certificate.events.all()] == ["issued", "suspended", "reinstated", "withdrawn"]
    assert AuditEntry.objects.filter(deed="certificate.withdrawn", actor=administrator.pk).count() == 1


def test_deciding_the_same_again_returns_the_first_decision(certificate, administrator):
    first = decide(certificate, State.WITHDRAWN, by=administrator, reason=REASON)
    assert decide(certificate, State.WITHDRAWN, by=administrator, reason=REASON) == first
    assert certificate.events.filter(kind="withdrawn").count() == 1


@pytest.mark.parametrize("end", [State.WITHDRAWN, State.CANCELLED])
@pytest.mark.parametrize("to", [State.VALID, State.SUSPENDED])
def test_what_has_ended_stays_ended(certificate, administrator, end, to):
    decide(certificate, end, by=administrator, reason=REASON)
    with pytest.raises(NotAllowed):
        decide(certificate, to, by=administrator, reason=REASON)
    certificate.refresh_from_db()
    assert certificate.state == end


def refused(sql: str, *values: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("model", [Certificate, CertificateEvent, Artefact, SchemeVersion])
def test_raw_sql_cannot_remove_anything_from_the_register(printed, model):
    assert model.objects.exists()
    assert refused(f'DELETE FROM "{model._meta.db_table}"')


@pytest.mark.parametrize(
    ("model", "column"),
    [
        *((Certificate, column) for column in ("number", "holder_name", "subject", "valid_until", "result_id", "holder_id")),
        *((CertificateEvent, column) for column in ("kind", "reason_code", "at")),
        *((Artefact, column) for column in ("key", "sha256")),
        *((SchemeVersion, column) for column in ("title_zh", "validity_months")),
    ],
)
def test_raw_sql_cannot_change_a_printed_fact(printed, model, column):
    assert refused(f'UPDATE "{model._meta.db_table}" SET "{column}" = "{column}"')


def test_control_only_the_state_of_a_certificate_can_change(certificate):
    assert not refused('UPDATE "certificates_certificate" SET "state" = %s', "suspended")


def test_one_result_makes_one_certificate_by_constraint(certificate, administrator):
    decide(certificate, State.CANCELLED, by=administrator, reason=CertificateEvent.Reason.REQUEST)
    certificate.refresh_from_db()
    certificate.pk, certificate.number, certificate.state = None, "QSO-26-2222-2222-22", State.VALID
    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save(force_insert=True)


def test_a_certificate_never_ends_before_it_begins(certificate):
    twin = Certificate.objects.get()
    twin.pk, twin.number, twin.state, twin.result = None, "QSO-26-2222-2222-22", State.CANCELLED, None
    twin.valid_until = twin.valid_from
    with pytest.raises(IntegrityError, match="certificate_validity_ordered"), transaction.atomic():
        twin.save(force_insert=True)
