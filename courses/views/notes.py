"""Notes and bookmarks: written at a lesson, found again on one page, taken along as a file. One's own alone."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asking import person
from core.dates import today
from courses import notebook as told
from courses import noting, reading, standing
from courses.forms import NoteForm
from courses.models import Note
from courses.noting import Place
from courses.views.one_course import deed, mine_at, page_of_course

_A_PAGE = 50
_TYPES = {"md": "text/markdown; charset=utf-8", "json": "application/json"}


@deed
def making(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """Write a note at a lesson, or set a bookmark. A script gets what it needs to go on saving; a form, the page."""
    mine, here = mine_at(request, course, lesson)
    at = standing.of(request.user, mine.course)
    read = reading.whole(at, here) if at else None
    places = noting.places(read.body, here.activities, standing.content_language()) if read else []
    back = reverse("courses:lesson", args=[page_of_course(mine.course).slug, here.slug]) + "#notes"
    form = NoteForm(places, request.POST)
    if not form.is_valid():
        return _refused(request, form, back)
    about: dict[str, Any] = {"learner": mine.learner, "course": mine.course, "lesson_code": here.code}
    try:
        if form.is_bookmark:
            noting.bookmark(**about, place=form.chosen, second=form.cleaned_data["time"])
            return _told(request, _("The bookmark is set."), back)
        kept = noting.keep(**about, draft=form.draft)
    except noting.TooMany:
        messages.error(request, _("This lesson has as many notes as can be kept. Remove some first."))
        return redirect(back)
    except Note.DoesNotExist as reason:
        raise Http404("another's note") from reason
    return _saved(request, kept, back)


@never_cache
@require_POST
@login_required
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write a note anew, from the page of notes or from the lesson."""
    note = get_object_or_404(Note.objects.visible_to(request.user).select_related("course"), key=key, kind=Note.Kind.NOTE)
    form = NoteForm([Place(note.part, note.part_title)], _at(request, note))
    back = _back(request)
    if not form.is_valid():
        return _refused(request, form, back)
    kept = noting.keep(learner=person(request), course=note.course, lesson_code=note.lesson_code, draft=form.draft)
    return _saved(request, kept, back)


@never_cache
@require_POST
@login_required
def removal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Remove a note or a bookmark."""
    get_object_or_404(Note.objects.visible_to(request.user), key=key).delete()
    return _told(request, _("Removed."), _back(request))


@never_cache
@require_safe
@login_required
def notebook(request: HttpRequest) -> HttpResponse:
    """All of one's notes, by course; searched by words."""
    user, words = person(request), request.GET.get("q", "").strip()[:100]
    bookmarks_only = request.GET.get("kind") == Note.Kind.BOOKMARK
    page = Paginator(told.find(user, words, bookmarks_only=bookmarks_only), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "chapters": told.chapters(user, page),
        "page_of": page,
        "words": words,
        "bookmarks_only": bookmarks_only,
        "writer": uuid4(),
        "section": "learn",
    }
    return render(request, "courses/notes.html", context)


@never_cache
@require_safe
@login_required
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """All of one's notes as Markdown or JSON."""
    if kind not in _TYPES:
        raise Http404(kind)
    user = person(request)
    found = told.chapters(user, told.find(user))
    content = told.as_markdown(user, found) if kind == "md" else told.as_json(user, found)
    headers = {"Content-Disposition": f'attachment; filename="notes-{today():%Y%m%d}.{kind}"'}
    return HttpResponse(content, content_type=_TYPES[kind], headers=headers)


def _at(request: HttpRequest, note: Note) -> Any:
    """What was sent, at the place where the note stands: it stays there when the lesson is no longer what it was."""
    data = request.POST.copy()
    data["key"], data["place"] = str(note.key), note.part
    data.setdefault("time", note.moment)
    return data


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _saved(request: HttpRequest, kept: noting.Kept, back: str) -> HttpResponse:
    words = _("The note is saved.")
    if kept.is_beside:
        words = _("This note was changed elsewhere meanwhile. What you wrote here is kept as a note of its own.")
    if not _is_script(request):
        return _told(request, words, back)
    note = kept.note
    address = reverse("courses:note", args=[note.key])
    state = {"key": str(note.key), "edition": note.edition, "address": address, "words": words}
    return JsonResponse(state, status=201 if kept.is_beside else 200)


def _refused(request: HttpRequest, form: NoteForm, back: str) -> HttpResponse:
    words = " ".join(str(fault) for faults in form.errors.values() for fault in faults)
    if _is_script(request):
        return JsonResponse({"words": words}, status=422)
    messages.error(request, words)
    return redirect(back)


def _told(request: HttpRequest, words: str, back: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return redirect(back)


def _back(request: HttpRequest) -> str:
    """The lesson one came from, if it is one; else the page of notes."""
    course, _slash, lesson = request.POST.get("lesson", "").partition("/")
    if course and lesson and all(part.replace("-", "").isalnum() for part in (course, lesson)):
        return reverse("courses:lesson", args=[course, lesson]) + "#notes"
    return reverse("courses:notes")
