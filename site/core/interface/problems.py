"""How a program is told that something is not done: one shape (RFC 9457), in words that say what to do."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, Schema
from ninja.errors import ValidationError

MEDIA_TYPE = "application/problem+json"


class ProblemShape(Schema):
    """What is told of a question that is refused."""

    type: str = Field(description=gettext_noop("Always about:blank: the code below says which refusal it is."))
    title: str = Field(description=gettext_noop("The refusal in a few words, in the language of the address."))
    status: int = Field(description=gettext_noop("The status of the answer once more."))
    detail: str = Field(description=gettext_noop("What is wrong and what helps, for people."))
    code: str = Field(description=gettext_noop("The refusal as one word, for programs. It never changes."))


class Problem(Exception):
    """A question is refused: status, code and words."""

    def __init__(self, status: int, code: str, title: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.title, self.detail = status, code, title, detail
        self.headers = dict(headers or {})

    @property
    def told(self) -> dict[str, Any]:
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }


def not_found(detail: str) -> Problem:
    """There is no such thing, or it is another's: the same answer."""
    return Problem(404, "not_found", _("Not found"), detail)


def reply(request: HttpRequest, problem: Problem | type[Problem]) -> HttpResponse:
    """The answer to a refused question (an exception handler of the interface)."""
    assert isinstance(problem, Problem)  # noqa: S101 - registered for it alone
    body = json.dumps(problem.told, ensure_ascii=False)
    answer = HttpResponse(body, status=problem.status, content_type=MEDIA_TYPE, headers=problem.headers)
    answer["Cache-Control"] = "private, no-store"
    return answer


def malformed(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """The answer to a parameter that cannot be read: which one (an exception handler of the interface)."""
    assert isinstance(error, ValidationError)  # noqa: S101 - registered for it alone
    names = sorted({str(one["loc"][-1]) for one in error.errors if one.get("loc")})
    detail = _("Cannot be read: %(names)s. The description of the interface says how it is written.") % {
        "names": ", ".join(names)
    }
    return reply(request, Problem(422, "malformed", _("A parameter cannot be read"), detail))
