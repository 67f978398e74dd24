"""What the admin's pages may load and run (Content-Security-Policy of /cms/): as strict as the site's own, by digest.

Wagtail starts some of its fields by a script within the page: a call of one function of its own with data. Such a call is allowed
by its digest, when it is one of the calls below and its data is data (it parses as JSON). Any other script in a page does not
run, whoever got it in there. Rows that are added in the browser bring the same calls with their number put in: those of the next
rows are allowed as well.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

PREFIX = "/cms/"
HEADER = "Content-Security-Policy"
_SCRIPT = re.compile(r"<script(?P<kind>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE)
_INNER = re.compile(r"<script>(?P<text>.*?)<-+/script>", re.DOTALL)
# name("id", data); and new Name("id", data); with nothing before or after.
_CALL = re.compile(r"(?:init(?:Date|Time|DateTime)Chooser|createTaskChooser|new [A-Za-z]\w*)\((?P<data>.*)\);", re.DOTALL)
_PANEL = re.compile(
    r"\s*\(function\(\) \{\s*var panel = new (?:Inline|MultipleChooser)Panel\(JSON\.parse\((?P<data>\".*?\")\)\);\s*\}\)\(\);\s*",
    re.DOTALL,
)
_ROWS_TO_COME, _MOST = range(20), 100
_POLICY = (
    "default-src 'none'; script-src 'self'{digests}; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; "
    "object-src 'none'; manifest-src 'self'"
)


class AdminPolicyMiddleware:
    """Says so on every answer of the admin that has not a policy of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(PREFIX) and HEADER not in response:
            response[HEADER] = policy(_page(response))
        return response


def policy(page: str) -> str:
    """The policy for this page."""
    digests = sorted({_digest(text) for text in _allowed(page)})[:_MOST]
    return _POLICY.format(digests="".join(f" '{digest}'" for digest in digests))


def _page(response: HttpResponseBase) -> str:
    is_page = isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html")
    return response.content.decode(response.charset, errors="replace") if is_page else ""  # type: ignore[attr-defined]  # as asked


def _allowed(page: str) -> Iterator[str]:
    for script in _SCRIPT.finditer(page):
        kind, text = script["kind"], script["text"]
        if not kind.strip() and _is_known(text):
            yield text
        elif "text/django-form-template" in kind:
            for inner in _INNER.finditer(text):
                yield from _of_rows_to_come(inner["text"])


def _of_rows_to_come(text: str) -> Iterator[str]:
    for row in _ROWS_TO_COME:
        if _is_known(made := text.replace("__prefix__", str(row))):
            yield made


def _is_known(text: str) -> bool:
    """Whether it is one of Wagtail's calls and hands over nothing but data.

    >>> _is_known('new PageChooser("id_page", {"modalUrl": "/cms/"});'), _is_known('initDateChooser("id", {}); alert(1); ({});')
    (True, False)
    """
    call = _CALL.fullmatch(text)
    if call is not None:
        return _is_json(f"[{call['data']}]")
    panel = _PANEL.fullmatch(text)
    return panel is not None and '"' not in panel["data"][1:-1] and "\n" not in panel["data"]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
