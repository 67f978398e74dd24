"""Asking for a file (要求导出): noted first, then made at once when it is small, else left to the workers."""

from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from core import jobs
from core.audit import record
from courses.exports import making, orders, tasks
from courses.exports.orders import Order
from courses.models import ReportExport

# Cells that are written while one waits: less than half a second of work. A row on paper costs a hundred times one in a workbook.
AT_ONCE = {"xlsx": 20_000, "csv": 20_000, "pdf": 1_200}


def ask(wish: ReportExport) -> ReportExport:
    """Have a file made. Asked while one's own of the same is being made: that one, taken up again if its job was given up.

    Asked again of the same state, a small one is the one there is, for its bytes are the same.
    """
    wish.language = get_language()
    order = orders.of(wish)
    wish.rows, wish.facts = order.rows, list(order.facts)
    held = _noted(wish, order)
    if held is not wish or not is_small(order, held.kind):
        return held
    making.make(str(held.pk))
    held.refresh_from_db()
    return making.first_of_these(held)


def is_small(order: Order, kind: str) -> bool:
    return order.cells <= AT_ONCE[kind]


def _noted(wish: ReportExport, order: Order) -> ReportExport:
    """The wish, now noted; or one's own of the same that is being made."""
    for is_last in (False, True):
        try:
            return _insert(wish, order)
        except IntegrityError:
            if same := ReportExport.objects.told().filter(by=wish.by, same=wish.same, finished_at=None).first():
                jobs.take_up(tasks.make_export, pk=str(same.pk))
                return same
            if is_last:
                raise
            # That one was finished in between; this one is of the state of now.
    raise AssertionError("unreachable")


@transaction.atomic
def _insert(wish: ReportExport, order: Order) -> ReportExport:
    wish.save(force_insert=True)
    record("export.asked", wish, by=wish.by, report=wish.report, kind=wish.kind)
    if not is_small(order, wish.kind):
        jobs.enqueue(tasks.make_export, pk=str(wish.pk))
    return wish
