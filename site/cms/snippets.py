"""Views of things that are looked after in the admin: every row opens, and what Wagtail leaves open to all is closed here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView as WagtailsIndex
from wagtail.snippets.views.snippets import SnippetViewSet as WagtailsOwn

_ANY = ("view", "add", "change", "delete")


class ChooserViewSet(SnippetChooserViewSet):
    """Lists to choose from, for whoever may do anything with such things. Wagtail asks for the admin's door alone."""

    def construct_view(self, view_class: type[Any], **kwargs: Any) -> Callable[..., HttpResponse]:
        view, policy = super().construct_view(view_class, **kwargs), ModelPermissionPolicy(self.model)

        @wraps(view)
        def for_its_keepers(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
            if not policy.user_has_any_permission(request.user, _ANY):
                raise PermissionDenied
            answer: HttpResponse = view(request, *args, **parts)
            return answer

        return for_its_keepers


class IndexView(WagtailsIndex):
    """A list whose rows open and bear their deeds.

    Wagtail gives both to a first column that is the name of a field; a column with words of its own it takes as it is,
    so that nothing leads on from there.
    """

    @cached_property
    def columns(self) -> list[BaseColumn]:
        ticks, first, *others = super().columns
        if type(first) is Column:
            first = self._opening(first)
        return [ticks, first, *others]

    def _opening(self, first: Column) -> TitleColumn:
        kind: type[TitleColumn] = self._get_title_column_class(TitleColumn)
        return kind(
            first.name,
            label=first.label,
            accessor=first.accessor,
            sort_key=first.sort_key,
            classname=first.classname,
            width=first.width,
            get_url=self._address_of,
            get_title_id=lambda row: f"snippet_{quote(row.pk)}_title",
        )

    def _address_of(self, row: Model) -> str | None:
        """Where it is worked on, else where it is looked at."""
        return self.get_edit_url(row) or self.get_inspect_url(row)


class SnippetViewSet(WagtailsOwn):
    index_view_class = IndexView
    chooser_viewset_class = ChooserViewSet
