"""Rows of an import name people; they are emptied after a month, the counts stay."""

import datetime as dt

import pytest

from core.dates import now
from organisations.forgetting import KEPT, forget_imports
from organisations.models import RosterImport
from organisations.refusal import Refused
from organisations.roster import importing
from tests.organisations.making import firm

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def kept(employer, **fields):
    lines = [{"said": {"name": "林悦", "phone": "13800138000"}}]
    return RosterImport.objects.create(
        organisation=firm(), by=employer, name="名单.xlsx", lines=lines, counts={"create": 1}, **fields
    )


@pytest.mark.parametrize("how", ["finished", "never confirmed"])
def test_rows_are_forgotten_a_month_after_the_end_and_the_counts_stay(how, employer):
    old = now() - KEPT - MINUTE
    ended = {"confirmed_at": old, "finished_at": old} if how == "finished" else {}
    row = kept(employer, uploaded_at=old, **ended)
    assert forget_imports() == 1
    assert forget_imports() == 0
    row.refresh_from_db()
    assert (row.lines, row.counts, row.name) == ([], {"create": 1}, "名单.xlsx")


def test_what_is_young_or_still_running_is_kept(employer):
    old = now() - KEPT - MINUTE
    kept(employer)
    kept(employer, uploaded_at=old, confirmed_at=old)
    assert forget_imports() == 0


def test_an_import_whose_rows_are_forgotten_is_not_confirmed_any_more(employer):
    row = kept(employer, uploaded_at=now() - KEPT - MINUTE)
    forget_imports()
    with pytest.raises(Refused):
        importing.confirm(held=row, by=employer, is_partial=False, invites=False)
