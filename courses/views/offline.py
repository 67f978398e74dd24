"""Reading without a network (离线阅读): its own few pages, and a worker that serves them. No other page is ever touched."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.asking import person
from courses import offline, reading
from courses.models import Note
from courses.showing import by_block, shown
from courses.syllabus import SOURCE_LANGUAGE
from courses.views.one_course import my_standing
from courses.views.public import lang_of, spoken

_WORKER = Path(settings.BASE_DIR) / "static" / "js" / "offline-worker.js"


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker's script, from within the only folder it may serve."""
    answer = HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = reverse("courses:offline")
    return answer


@never_cache
@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What is kept on this device; the browser knows, not the site. The page names nobody, for it is kept as well."""
    return render(request, "courses/offline.html", {"messages": [], "section": "learn"})


@never_cache
@require_safe
@login_required
def lesson(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """The text of a lesson of one's own with one's notes, without anything one could do there."""
    told, page = my_standing(request, course)
    here = told.syllabus.at(lesson)
    read = reading.whole(told, here) if here else None
    if here is None or read is None:
        raise Http404(lesson)
    mine = Note.objects.visible_to(person(request)).filter(course=told.course, lesson_code=here.code, kind=Note.Kind.NOTE)
    anybody = shown(here.activities, AnonymousUser(), here.code, is_mine=False, is_kept=True)
    context = {
        "page": page,
        "lesson": here,
        "text": read.text,
        "parts": read.parts,
        "lang": lang_of(read.text),
        "lent_lang": spoken(SOURCE_LANGUAGE),
        "activities": by_block(anybody),
        "standing": told,
        "notes": list(mine),
        "messages": [],
        "section": "learn",
    }
    return render(request, "courses/offline_lesson.html", context)


@never_cache
@require_safe
@login_required
def contents(request: HttpRequest, course: str) -> JsonResponse:
    """What to fetch for some lessons (?lesson=…, as often as needed) or a unit (?unit=2)."""
    told, page = my_standing(request, course)
    slugs, unit = set(request.GET.getlist("lesson")), request.GET.get("unit", "")
    chosen = [one for part in told.syllabus.units for one in part.lessons if one.slug in slugs or str(part.number) == unit]
    return JsonResponse(offline.contents(person(request), told, page, chosen))


@never_cache
@require_safe
def editions(request: HttpRequest) -> JsonResponse:
    """Whose device this is now, and which editions hold. Signed out: nobody's, and nothing may stay."""
    if not request.user.is_authenticated:
        return JsonResponse({"person": "", "courses": {}})
    user = person(request)
    return JsonResponse({"person": offline.person_key(user), "courses": offline.editions(user)})
