"""Ten questions for everybody (普法小测验): nothing is kept, no cookie is set, no script is needed.

The answers stand in the address, as a search does: reading one's result changes nothing, and the page may be passed on.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns import playing
from campaigns.contest_pages import line
from cms import pagecache
from core.dates import today
from exams import presentation
from exams.forms import BadAnswer, from_form
from exams.models import AttemptItem, ItemVersion

QUESTIONS = 10
# So many different sets there are; each may be kept as a page.
SETS = 50


@require_safe
def first(request: HttpRequest) -> HttpResponse:
    """Lead to the set of the day."""
    return redirect("campaigns:quiz_set", today().toordinal() % SETS + 1)


@require_safe
@pagecache.tagged("campaigns")
def quiz(request: HttpRequest, number: int) -> HttpResponse:
    """A set to answer; with answers in the address, what was right and why."""
    if not 1 <= number <= SETS:
        raise Http404("no such set")
    slots = _slots(number)
    context: dict[str, Any] = {
        "number": number,
        "following": number % SETS + 1,
        "trail": [(_("Home"), reverse("home")), (_("Quality Month"), reverse("campaigns:newest"))],
        "section": "campaigns",
    }
    if not any(f"q{slot.slot}" in request.GET for slot in slots):
        questions = [presentation.question(slot, None, get_language() or "") for slot in slots]
        return render(request, "campaigns/quiz.html", context | {"questions": questions})
    lines = _judged(request, slots)
    context |= {"lines": lines, "right": sum(one.is_right for one in lines), "total": len(lines)}
    return render(request, "campaigns/quiz_done.html", context)


def _slots(number: int) -> list[AttemptItem]:
    paper = playing.draw(number, QUESTIONS)
    versions = ItemVersion.objects.select_related("item").in_bulk([row["version"] for row in paper])
    return [
        AttemptItem(slot=slot, item_version=versions[row["version"]], choice_order=row["order"], max_marks=1)
        for slot, row in enumerate(paper, 1)
    ]


def _judged(request: HttpRequest, slots: list[AttemptItem]) -> list[Any]:
    keys, lines = playing.keys_of([slot.item_version.pk for slot in slots]), []
    for slot in slots:
        try:
            value = from_form(presentation.shape(slot, get_language() or ""), request.GET)
        except BadAnswer:
            value = None
        version = slot.item_version
        lines.append(line(slot.slot, version, keys[version.pk], value, is_answered=value is not None))
    return lines
