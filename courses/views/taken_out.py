"""A record on the web (开具的档案): taken out by a click, handed to its owner as a PDF, checked by its code by whoever holds it.

A learning record and a career record are asked for alike; their rooms say which record, and on which pages.
"""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.asking import person
from accounts.models import User
from core.codes import paper_code_typed
from core.keeping import kept
from core.masking import masked
from core.typefaces import Unprintable
from courses.models.records import TakenOut
from courses.taking_out import TooMany

Record = TypeVar("Record", bound=TakenOut)


def taken(request: HttpRequest, take_out: Callable[[User], TakenOut], *, page: str, pdf: str) -> HttpResponse:
    """Take out the record as it is now, and lead to its PDF; where that cannot be, say why on its page."""
    try:
        made = take_out(person(request))
    except TooMany:
        messages.error(request, _("Ten records were made today. Use the last one, or come back tomorrow."))
    except Unprintable as fault:
        messages.error(request, _("The record cannot be printed: %(fault)s") % {"fault": fault})
    else:
        return redirect(pdf, made.code)
    return redirect(page)


def as_pdf(made: TakenOut, stem: str) -> HttpResponse:
    return download(kept(made.key, made.sha256), "application/pdf", f"{stem}-{made.code}.pdf")


def checked(request: HttpRequest, records: "QuerySet[Record]", code: str, template: str) -> HttpResponse:
    """What a record said on its day, for whoever holds its code. The name is masked; the paper shows it whole."""
    made = records.filter(code=paper_code_typed(code)).first()
    context = {"record": made, "name": masked(made.facts["name"]) if made else "", "section": "verify"}
    return render(request, template, context, status=200 if made else 404)


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
