"""Views of things that are looked after in the admin. What Wagtail leaves open to everybody with a desk there is closed here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
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


class SnippetViewSet(WagtailsOwn):
    chooser_viewset_class = ChooserViewSet
