"""Sealed answer files, handed in at the exam office: opened, shown, and taken in by a person."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.audit import record
from exams import replaying, sealing, sealing_keys
from exams.forms import SealedFile
from exams.permissions import for_examiners, person

_FAULTS: dict[type[Exception], object] = {
    sealing.NotOurs: gettext_lazy("This is no sealed answer file. Ask the candidate for the file ending in .answers."),
    sealing.OtherKey: gettext_lazy("This file was sealed for another office, or its key is no longer here. Nothing was opened."),
    sealing.Altered: gettext_lazy("This file was changed or cut short after it was sealed. Ask the candidate for the original."),
    replaying.NoSuchAttempt: gettext_lazy("The file opens, but its attempt is not known on this site."),
    replaying.OwnPaper: gettext_lazy("This is an exam of your own. Ask a colleague to take the file in."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_examiners
def answer_files(request: HttpRequest) -> HttpResponse:
    """Open a file and show what it would add; taking it in needs a second press."""
    form = SealedFile(request.POST, request.FILES) if request.method == "POST" else SealedFile()
    context = {"form": form, "has_key": bool(sealing_keys.office_keys()), "section": "exams"}
    if not form.is_valid():
        return render(request, "exams/answer_files.html", context, status=422 if form.errors else 200)
    sealed = form.text()
    try:
        contents = replaying.read(sealed)
        if request.POST.get("confirm"):
            return _take_in(request, contents)
        return render(request, "exams/answer_files.html", {**context, "plan": replaying.plan(contents), "sealed": sealed})
    except tuple(_FAULTS) as fault:
        record("answer_file.refused", person(request), by=person(request), fault=type(fault).__name__)
        form.add_error(None, str(_FAULTS[type(fault)]))
        return render(request, "exams/answer_files.html", context, status=422)


def _take_in(request: HttpRequest, contents: sealing.Contents) -> HttpResponse:
    done = replaying.take_in(contents=contents, by=person(request))
    if done.is_outdated:
        messages.warning(request, _("Nothing was added: the exam went on on another device after this file was made."))
    elif not done.added:
        messages.info(request, _("Nothing was added: every answer in this file is stored already."))
    else:
        messages.success(request, _("%(n)s answers were added.") % {"n": len(done.added)})
    return redirect("exams:timeline", done.attempt.pk)
