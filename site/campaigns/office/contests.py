"""The contests in the admin (知识竞赛): made, changed until the draw, exported, drawn."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, re_path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView

from accounts.asking import person
from campaigns import exporting
from campaigns.drawing import NotYet, draw
from campaigns.models import Contest, PrizeDraw
from cms import pagecache
from cms.policies import Making
from cms.snippets import IndexView, SnippetViewSet
from core.audit import record

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {"csv": ("text/csv; charset=utf-8", exporting.as_csv), "xlsx": (XLSX, exporting.as_xlsx)}
_NAME = "wagtailsnippets_campaigns_contest"


class _Answered:
    """Whoever sets a contest answers for it."""

    request: Any
    form: Any

    def save_instance(self) -> Contest:
        contest: Contest = super().save_instance()  # type: ignore[misc]  # of Wagtail's view beside it
        contest.commit()
        record("contest.saved", contest, by=self.request.user, changed=self.form.changed_data)
        pagecache.purge("campaigns", "home", "map")
        return contest


class ContestCreateView(_Answered, CreateView):
    pass


class ContestEditView(_Answered, EditView):
    pass


class ContestIndexView(IndexView):
    def get_list_more_buttons(self, instance: Contest) -> list[Any]:
        doors = [
            Button(
                gettext_lazy("Results as Excel"), reverse(f"{_NAME}:results", args=[instance.pk, "xlsx"]), icon_name="download"
            ),
            Button(gettext_lazy("Results as CSV"), reverse(f"{_NAME}:results", args=[instance.pk, "csv"]), icon_name="download"),
            Button(gettext_lazy("Draw the prizes"), reverse(f"{_NAME}:drawing", args=[instance.pk]), icon_name="pick"),
        ]
        return [*super().get_list_more_buttons(instance), *doors]


@require_safe
@permission_required("campaigns.change_contest", raise_exception=True)
def results(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Who took part and how; names in full, so who took it is noted."""
    contest = get_object_or_404(Contest, pk=pk)
    kind, made = FORMATS[ending]
    record("contest.exported", contest, by=person(request), format=ending)
    name = f"contest-{contest.year}.{ending}"
    return HttpResponse(made(contest), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_http_methods(["GET", "POST"])
@permission_required("campaigns.change_contest", raise_exception=True)
def drawing(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET asks; a POST draws, once and for all."""
    contest = get_object_or_404(Contest, pk=pk)
    if request.method == "POST":
        try:
            _made, is_new = draw(contest, by=person(request))
        except NotYet as reason:
            return _drawing(request, contest, str(reason))
        pagecache.purge("campaigns", "home", "map")
        (messages.success if is_new else messages.warning)(
            request, _("The prizes are drawn; seed and tickets are public now.") if is_new else _("They were drawn already.")
        )
        return redirect("campaigns:draw", contest.year)
    return _drawing(request, contest)


def _drawing(request: HttpRequest, contest: Contest, refusal: str = "") -> HttpResponse:
    context = {
        "contest": contest,
        "done": PrizeDraw.objects.filter(contest=contest).first(),
        "refusal": refusal,
        "page_title": _("Draw the prizes"),
        "header_title": _("Draw the prizes"),
        "page_subtitle": str(contest),
        "back": reverse(f"{_NAME}:list"),
    }
    return render(request, "campaigns/admin/drawing.html", context, status=409 if refusal else 200)


class ContestViewSet(SnippetViewSet):
    model = Contest
    icon = "list-ol"
    menu_label = gettext_lazy("Knowledge contests")
    index_view_class = ContestIndexView
    add_view_class = ContestCreateView
    edit_view_class = ContestEditView
    copy_view_enabled = False
    list_display: ClassVar = [
        Column("year", label=gettext_lazy("year"), sort_key="year"),
        Column("title", label=gettext_lazy("title")),
        Column("opens_at", label=gettext_lazy("opens at")),
        Column("closes_at", label=gettext_lazy("closes at")),
    ]
    search_backend_name = None
    panels: ClassVar = [
        FieldPanel("year"),
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("opens_at"), FieldPanel("closes_at")], gettext_lazy("When")),
        MultiFieldPanel([FieldPanel("questions"), FieldPanel("minutes"), FieldPanel("tries_a_day")], gettext_lazy("Each try")),
        FieldPanel("seats"),
        MultiFieldPanel([FieldPanel("prizes"), FieldPanel("prize_note")], gettext_lazy("Prizes")),
    ]

    @property
    def permission_policy(self) -> Making:
        return Making(Contest)

    def get_urlpatterns(self) -> list[Any]:
        own = [
            re_path(r"^export/(?P<pk>\d+)/(?P<ending>csv|xlsx)/$", results, name="results"),
            path("drawing/<int:pk>/", drawing, name="drawing"),
        ]
        return [*super().get_urlpatterns(), *own]
