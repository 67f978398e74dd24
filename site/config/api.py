"""The open interface (开放接口): `/api/v1/`, put together from the routers of the rooms, described for programs and for people.

A room brings a router whose texts are marked with `gettext_noop`; add it below. Its description appears in openapi.json and on
the page, in the reader's language. Both are our own: no script of anybody else's is loaded.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from certificates.interface import router as certificates
from cms import pagecache
from core.interface.problems import Problem, ProblemShape, malformed, reply
from courses.interface import catalogue, events, hours, learning
from organisations.interface import router as organisations

PREFIX = "/api/v1/"
api = NinjaAPI(
    title=gettext_noop("Open interface"),
    version="1",
    description=gettext_noop(
        "What programs may ask this site. The register of certificates is open to everybody; what concerns an organisation’s"
        " people is told to the programs that bear one of its tokens. Moments are ISO 8601 with their offset; one credit hour"
        " has as many minutes as its course says."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
# Every room that has something to tell programs, lowest first.
for router in (organisations, catalogue.router, learning.router, hours.router, events.router, certificates):
    api.add_router("", router)
api.add_exception_handler(Problem, reply)
api.add_exception_handler(ValidationError, malformed)

_WORDS = ("summary", "description")


def schema() -> dict[str, Any]:
    """The description, OpenAPI 3.1, in the present language."""
    told: dict[str, Any] = api.get_openapi_schema(path_prefix=PREFIX)
    told["servers"] = [{"url": settings.SITE_URL}]
    told["info"]["title"] = gettext(told["info"]["title"])
    for operation in (one for methods in told["paths"].values() for one in methods.values()):
        for parameter in operation.get("parameters", []):
            _mend(parameter)
    told["components"]["schemas"]["ProblemShape"] = ProblemShape.model_json_schema()
    return dict(_translated(told))


def _mend(parameter: dict[str, Any]) -> None:
    """A parameter that may be left out cannot be null in an address."""
    shape = parameter["schema"]
    kinds = [kind for kind in shape.get("anyOf", []) if kind.get("type") != "null"]
    if len(kinds) == 1:
        del shape["anyOf"]
        shape.update(kinds[0])
    elif kinds:
        shape["anyOf"] = kinds


def _translated(part: Any) -> Any:
    """The same with its texts translated; names and codes have no translation and stay."""
    if isinstance(part, dict):
        return {
            name: gettext(value) if name in _WORDS and isinstance(value, str) and value else _translated(value)
            for name, value in part.items()
        }
    return [_translated(one) for one in part] if isinstance(part, list) else part


@require_safe
@pagecache.tagged("site")
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    reply = HttpResponse(json.dumps(schema(), ensure_ascii=False, default=str), content_type="application/json; charset=utf-8")
    reply["Access-Control-Allow-Origin"] = "*"
    return reply


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked."""

    method: str
    path: str
    summary: str
    description: str
    parameters: list[tuple[str, str, str]]
    responses: list[tuple[str, str]]
    example: str
    fields: list[tuple[str, str, str]]


@require_safe
@pagecache.tagged("site")
def page(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    told = schema()
    context = {"info": told["info"], "site": settings.SITE_URL, "operations": list(_operations(told)), "section": "verify"}
    return render(request, "api/index.html", context)


def _operations(told: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            content = one["responses"].get(200, {}).get("content", {}).get("application/json", {})
            good, example = content.get("schema", {}), content.get("example")
            yield Operation(
                method.upper(),
                path,
                one.get("summary", ""),
                one.get("description", ""),
                [(each["name"], each["in"], each.get("description", "")) for each in one.get("parameters", [])],
                [(str(code), answer["description"]) for code, answer in one["responses"].items()],
                json.dumps(example, ensure_ascii=False, indent=2) if example else "",
                list(_fields(told, good)),
            )


def _fields(told: dict[str, Any], shape: dict[str, Any], within: str = "") -> Iterator[tuple[str, str, str]]:
    """Every field of a shape with what it holds, those inside others after them: name, kind, description."""
    kinds = shape.get("anyOf", [shape])
    for kind in kinds:
        inner = kind.get("items", kind) if kind.get("type") == "array" else kind
        found = told["components"]["schemas"].get(inner.get("$ref", "").rpartition("/")[2], {})
        for name, field in found.get("properties", {}).items():
            full = f"{within}.{name}" if within else name
            yield full, _kind(field), field.get("description", "")
            yield from _fields(told, field, full)


def _kind(field: dict[str, Any]) -> str:
    kinds = [kind.get("type") or kind.get("$ref", "").rpartition("/")[2].lower() for kind in field.get("anyOf", [field])]
    return " / ".join(kinds)
