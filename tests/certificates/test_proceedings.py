"""What the database itself keeps of a measure: nothing is rewritten or removed, and nobody decides an own matter."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from certificates.models import Proceeding
from tests.certificates.proceedings import announced, appealed

pytestmark = pytest.mark.django_db


def change(proceeding, **columns):
    Proceeding.objects.filter(pk=proceeding.pk).update(**columns)


@pytest.mark.parametrize("column", ["measure", "ground", "reasons", "opened_by_id", "answer_by", "certificate_id"])
def test_what_was_announced_is_never_rewritten(intended, column):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE certificates_proceeding SET "{column}" = "{column}"')


@pytest.mark.parametrize("column", ["decision", "decided_by_id", "decision_reasons", "appeal_by"])
def test_a_decision_is_never_rewritten(suspended, column):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE certificates_proceeding SET "{column}" = "{column}"')


@pytest.mark.parametrize("table", ["proceeding", "step"])
def test_nothing_is_removed(suspended, table):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM certificates_{table}")


def test_the_database_lets_nobody_decide_what_he_opened(intended, office):
    with pytest.raises(IntegrityError, match="proceeding_decider_not_opener"), transaction.atomic():
        change(
            intended,
            state="decided",
            decision="withdrawn",
            decided_by=office[0],
            decided_at=intended.opened_at,
            decision_reasons="核实。",
        )


def test_the_database_lets_nobody_decide_an_appeal_against_himself(suspended, office):
    appealed(suspended)
    with pytest.raises(IntegrityError, match="proceeding_appeal_by_another"), transaction.atomic():
        change(suspended, outcome="upheld", appeal_decided_by=office[1], appeal_decided_at=suspended.opened_at)


def test_the_database_lets_nothing_heavier_be_decided(certificate, office):
    proceeding = announced(certificate, office[0], "suspended")
    with pytest.raises(IntegrityError, match="proceeding_not_heavier"), transaction.atomic():
        change(
            proceeding,
            state="decided",
            decision="withdrawn",
            decided_by=office[1],
            decided_at=proceeding.opened_at,
            decision_reasons="核实。",
        )


def test_a_decision_without_reasons_is_refused_by_the_database(intended, office):
    with pytest.raises(IntegrityError, match="proceeding_decided_with_reasons"), transaction.atomic():
        change(intended, state="decided", decision="withdrawn", decided_by=office[1], decided_at=intended.opened_at)
