"""Who looks: the regulator, and who runs the site. There is nothing to be done here, so there is no right to do it."""

from django.http import Http404, HttpRequest

from accounts.asking import person
from accounts.roles import ADMINISTRATOR, REGULATOR


def looks(request: HttpRequest) -> bool:
    """Whether the reader oversees (one query)."""
    user = person(request)
    return user.is_superuser or user.groups.filter(name__in=(REGULATOR, ADMINISTRATOR)).exists()


def require(request: HttpRequest) -> None:
    """Nobody else is told that there is such a page."""
    if not looks(request):
        raise Http404("no such page")
