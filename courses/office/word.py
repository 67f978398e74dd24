"""A lesson from a Word file in the admin (从Word导入课时): upload, read the report, save the draft."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.asking import person
from courses.models import LessonIndexPage, LessonPage
from courses.word import drafting, telling
from courses.word.guarding import LARGEST, Refused
from courses.word.reading import Picture, Text, read

# The file waits for its report to be read; then it is uploaded again.
_WAITS = 3600


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Word document"),
        help_text=gettext_lazy("A .docx of at most 20 MB. Nothing is saved before you have read what becomes of it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(telling.of_refusal(Refused("too-large", megabytes=LARGEST // 1024**2)))
        self.data_of_file: bytes = file.read()
        try:
            self.text = read(self.data_of_file)
        except Refused as refused:
            raise ValidationError(telling.of_refusal(refused)) from refused
        return self.data_of_file


class DraftForm(forms.Form):
    """What a lesson needs besides its text. A picture without words is not taken."""

    title = forms.CharField(label=gettext_lazy("Title of the lesson"), max_length=255)
    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]{1,19}$", label=gettext_lazy("Code of the lesson"), help_text=gettext_lazy("Such as LAW-01")
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes it takes"), min_value=1, max_value=600, initial=30)

    def __init__(self, pictures: list[Picture], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = pictures
        for one in pictures:
            label = gettext_lazy("What picture %(n)s shows, for who cannot see it")
            self.fields[f"alt-{one.number}"] = forms.CharField(
                label=str(label) % {"n": one.number}, max_length=250, initial=one.alt
            )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if LessonPage.objects.filter(code=code).exists():
            raise ValidationError(_("Another lesson has this code already."))
        return code

    @property
    def alts(self) -> dict[int, str]:
        return {one.number: self.cleaned_data[f"alt-{one.number}"] for one in self.pictures}

    @property
    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        slug = slugify(told["code"])
        return {
            "title": told["title"],
            "draft_title": told["title"],
            "slug": slug,
            "code": told["code"],
            "minutes": told["minutes"],
        }


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def word(request: HttpRequest) -> HttpResponse:
    """Upload; what comes of it is shown before anything is saved."""
    shelf = _shelf(request)
    token = request.POST.get("token", "")
    if request.method == "POST" and token:
        return _saved(request, shelf, token)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = uuid4().hex
        cache.set(_key(request, token), form.data_of_file, _WAITS)
        pictures = drafting.sound(form.text)
        return _report(request, form.text, DraftForm(pictures, initial={"title": form.text.title}), token)
    title = _("Lesson from a Word file")
    context = {"form": form, "page_title": title, "header_title": title}
    return render(request, "courses/admin/word.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, shelf: LessonIndexPage, token: str) -> HttpResponse:
    data = cache.get(_key(request, token))
    if data is None:
        messages.error(request, _("The file waited for longer than an hour. Upload it again."))
        return redirect("courses_office:word")
    text = read(data)
    form = DraftForm(drafting.sound(text), request.POST)
    if not form.is_valid():
        return _report(request, text, form, token, status=422)
    page = drafting.draft(text=text, alts=form.alts, facts=form.facts, shelf=shelf, by=person(request))
    cache.delete(_key(request, token))
    messages.success(request, _("The lesson is saved as a draft. Look it over, then publish it."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def _report(request: HttpRequest, text: Text, form: DraftForm, token: str, status: int = 200) -> HttpResponse:
    title = _("What becomes of the Word file")
    counts = [
        (_("sections"), text.count("heading")),
        (_("subheadings"), text.count("subheading")),
        (_("paragraphs"), text.count("paragraph")),
        (_("lists"), text.count("list")),
        (_("tables"), text.count("table")),
        (_("pictures"), len(form.pictures)),
    ]
    context = {
        "form": form,
        "token": token,
        "counts": counts,
        "findings": telling.of_findings(text.findings),
        "page_title": title,
        "header_title": title,
    }
    return render(request, "courses/admin/word_report.html", context, status=status)


def _key(request: HttpRequest, token: str) -> str:
    """One's own upload alone."""
    return f"word-{person(request).pk}-{token[:32]}"


def _shelf(request: HttpRequest) -> LessonIndexPage:
    """The library one may add lessons to."""
    shelf: LessonIndexPage | None = LessonIndexPage.objects.order_by("path").first()
    if shelf is None or not shelf.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return shelf
