"""How the answers of the interface are described (OpenAPI): the refusals that every operation behind a token shares."""

from typing import Any

from django.utils.translation import gettext_noop as _

from core.interface.problems import MEDIA_TYPE

_CONTENT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemShape"}}}
_REFUSALS = {
    401: _("No token, or one that is unknown, revoked or expired; the words say which."),
    403: _("The token lacks the scope, which is named."),
    404: _("There is no such thing, or it is not of this organisation."),
    409: _("It cannot be done now; the words say why."),
    422: _("A parameter cannot be read, which is named."),
    429: _("More than 120 questions in one minute; Retry-After says how many seconds to wait."),
}
_ALWAYS = (401, 403, 404, 422, 429)


def refusals(good: str, *more: int, example: Any = None) -> dict[str, Any]:
    """The part of an operation's description that its function cannot say: the good answer and every refusal.

    `example`: what a good answer looks like.
    """
    told: dict[int, dict[str, Any]] = {
        code: {"description": _REFUSALS[code], "content": _CONTENT} for code in sorted({*_ALWAYS, *more})
    }
    told[200] = {"description": good}
    if example is not None:
        told[200]["content"] = {"application/json": {"example": example}}
    told[304] = {"description": _("Nothing has changed since the answer with this ETag.")}
    return {"responses": told}
