"""Reminding the people whose boxes were ticked: the preview, and the sending."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.asking import person
from courses.training import reminding
from courses.training.naming import names
from courses.training.views.choosing import chosen
from organisations.permissions import trained


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest, slug: str) -> HttpResponse:
    """Who would get what, and who not and why; POST sends it, once."""
    me = person(request)
    body = trained(me, slug)
    sent = request.POST if request.method == "POST" else request.GET
    people = chosen(body, sent.getlist("member"))
    if not people or len(people) > reminding.MOST:
        messages.error(request, _("Choose between one and %(most)s people.") % {"most": reminding.MOST})
        return redirect("training:matrix", body.slug)
    if request.method == "POST":
        told = reminding.remind(organisation=body, members=people, by=me)
        said = ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", told) % {"n": told}
        nobody = _("Nobody was left to remind: it was said within the last three days, or everything is done.")
        messages.success(request, said) if told else messages.warning(request, nobody)
        return redirect("training:matrix", body.slug)
    titles = names()
    rows = [
        (
            one,
            [titles.get(task.subject_key, "—") for task in one.tasks],
            [titles.get(task.subject_key, "—") for task in one.resting],
        )
        for one in reminding.plan(body, people)
    ]
    context = {"organisation": body, "rows": rows, "number": sum(bool(row[0].tasks) for row in rows), "section": "org"}
    return render(request, "courses/training/reminders.html", context)
