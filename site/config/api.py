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

from certificates.interface import router as certificates
from cms import pagecache

PREFIX = "/api/v1/"
api = NinjaAPI(
    title=gettext_noop("Open interface"),
    version="1",
    description=gettext_noop("What anyone may ask this site by program. No key and no account are needed."),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
# Every room that has something to tell programs, lowest first.
api.add_router("", certificates)

_WORDS = ("summary", "description")


def schema() -> dict[str, Any]:
    """The description, OpenAPI 3.1, in the present language."""
    told: dict[str, Any] = api.get_openapi_schema(path_prefix=PREFIX)
    told["servers"] = [{"url": settings.SITE_URL}]
    told["info"]["title"] = gettext(told["info"]["title"])
    return dict(_translated(told))


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
            good = one["responses"].get(200, {}).get("content", {}).get("application/json", {}).get("schema", {})
            yield Operation(
                method.upper(),
                path,
                one.get("summary", ""),
                one.get("description", ""),
                [(each["name"], each["in"], each.get("description", "")) for each in one.get("parameters", [])],
                [(str(code), answer["description"]) for code, answer in one["responses"].items()],
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
