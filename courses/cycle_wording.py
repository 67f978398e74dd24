"""A cycle of learning in words: what it is now, and the sentence its owner reads."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.dates import today
from courses.models import CompletionRecord


def state(record: CompletionRecord) -> str:
    """Its state in a word or two."""
    if hasattr(record, "withdrawal"):
        return _("withdrawn")
    if record.completed_at is None:
        return _("under way")
    if record.valid_until and record.valid_until < today():
        return _("completed, expired since")
    return _("waived") if record.waived_by else _("completed")


def sentence(record: CompletionRecord) -> str:
    """Where its owner stands, and by when what is due."""
    words = {
        "cycle": record.cycle,
        "because": record.waived_because,
        "last": date_format(record.valid_until, "DATE_FORMAT") if record.valid_until else "",
        "due": date_format(record.due_on, "DATE_FORMAT") if record.due_on else "",
        "day": date_format(localtime(record.completed_at), "DATE_FORMAT") if record.completed_at else "",
    }
    if hasattr(record, "withdrawal"):
        words |= {"by": record.withdrawal.by.full_name, "because": record.withdrawal.because}
        return _("Completed on %(day)s; withdrawn by %(by)s: %(because)s") % words
    return (_completed(record) if record.completed_at else _open(record)) % words


def _open(record: CompletionRecord) -> str:
    if record.due_on:
        return _("Cycle %(cycle)s is under way; complete it by %(due)s, when the last one expires.")
    return _("Cycle %(cycle)s is under way.") if record.cycle > 1 else _("Under way.")


def _completed(record: CompletionRecord) -> str:
    if record.waived_by:
        return _("Waived on %(day)s: %(because)s")
    if not record.valid_until:
        return _("Completed on %(day)s, for good.")
    if record.valid_until < today():
        return _("Completed on %(day)s; expired on %(last)s.")
    return _("Completed on %(day)s, valid until %(last)s.")
