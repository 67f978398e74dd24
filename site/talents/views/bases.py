"""Science bases as everybody sees them: a directory with filters, and each with its hours, closed days and slots to come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cms import pagecache
from core.dates import now, today
from events.models import Event
from talents import opening
from talents.base_forms import BasesForm
from talents.keeping import TAG
from talents.models import ScienceBase, VisitSlot
from talents.views.public import trail

MOST_SLOTS = 24
DAYS = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}
CLOSED = gettext_lazy("closed on this weekday")


@require_safe
@pagecache.tagged(TAG)
def bases(request: HttpRequest) -> HttpResponse:
    """`?area=jinwan&day=sat&age=10`. Two queries."""
    chosen = BasesForm(request.GET).chosen()
    found = ScienceBase.objects.public().prefetch_related("reviews")
    if "area" in chosen:
        found = found.filter(area=chosen["area"])
    if "age" in chosen:
        found = found.filter(age_min__lte=int(chosen["age"]), age_max__gte=int(chosen["age"]))
    context = {
        # A directory has dozens: which weekdays are open stands in JSON, that SQLite does not look into.
        "rows": [one for one in found if "day" not in chosen or chosen["day"] in one.hours],
        "areas": Event.Area.choices,
        "days": DAYS.items(),
        "chosen": chosen,
        "section": "talents",
        "trail": trail(),
    }
    return render(request, "talents/bases.html", context)


@require_safe
@pagecache.tagged(TAG, "events")
def base(request: HttpRequest, code: str) -> HttpResponse:
    """One base (four queries)."""
    found = get_object_or_404(ScienceBase.objects.public(), code=code)
    hours = opening.read(found.hours)
    slots = VisitSlot.objects.filter(base=found, event__starts_at__gt=now(), event__cancellation=None).select_related("event")
    context = {
        "base": found,
        "week": [(DAYS[day], hours.get(day)) for day in opening.WEEKDAYS],
        "closed_word": CLOSED,
        "closures": found.closures.filter(day__gte=today()),
        "slots": slots[:MOST_SLOTS],
        "review": found.reviews.first(),
        "section": "talents",
        "trail": trail((_("Science bases"), reverse("talents:bases"))),
    }
    return render(request, "talents/base.html", context)
