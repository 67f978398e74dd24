"""Where one is in a long list (名单中的位置): a deed, and the page of one candidate, lead back to that sheet and those words."""

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse

from exams.receiving import number

LONGEST = 40


def words(request: HttpRequest) -> str:
    """The name or number one looks for."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]


def place(request: HttpRequest) -> str:
    """The end of an address that says where one is: "?q=…&page=3"; empty at the beginning of the whole list."""
    kept = QueryDict(mutable=True)
    if sought := words(request):
        kept["q"] = sought
    if (page := number(request.GET.get("page"), 1)) > 1:
        kept["page"] = str(page)
    return f"?{kept.urlencode()}" if kept else ""


def back(request: HttpRequest, name: str, key: object) -> HttpResponseRedirect:
    """To the list, or to one of it, with the place kept."""
    return HttpResponseRedirect(reverse(f"exams:{name}", args=[key]) + place(request))
