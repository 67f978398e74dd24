"""The certificate interface as it is described to programs (开放接口): one address, and the shape of whatever it answers.

The answer itself is made by `views.api`; here its fields are named, so that the description, the page that shows it and
the tests that try it out come from one source. Texts are marked here and translated where they are shown.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, Router, Schema
from ninja.params import functions as asked

from certificates.status import Status
from certificates.views import api

router = Router(tags=["certificates"])
_OTHERS = ["HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"]


class Holder(Schema):
    """Who holds it."""

    name: str = Field(description=_("The surname and a star; the full name only with the secret of the holder's own link."))
    is_masked: bool


class Printed(Schema):
    """What the document prints."""

    title: str
    certifies: str
    valid_from: str = Field(description=_("First good day, YYYY-MM-DD."))
    valid_until: str | None = Field(description=_("Last good day, YYYY-MM-DD; null: no end."))
    issuing_body: str
    signatory: str
    signatory_title: str


class Document(Schema):
    """A file made of it."""

    type: str
    language: str
    sha256: str = Field(description=_("Of the file as it is downloaded from this site."))


class Event(Schema):
    """Something that was decided about it."""

    kind: str
    text: str
    at: str = Field(description=_("Moment with its offset, ISO 8601."))
    reason: str | None
    note: str | None


class Log(Schema):
    """Its place in the public log."""

    entries: int
    proof_url: str


class Told(Schema):
    """A certificate of ours."""

    number: str
    scheme: str = Field(description=_("CQO, QSD or QSO."))
    status: Status = Field(description=_("What it is worth today. Only “valid” may be relied on."))
    status_text: str = Field(description=_("The same in the language of the address."))
    holder: Holder | None = Field(description=_("Null where nothing about the person is shown."))
    printed: Printed | None
    documents: list[Document]
    events: list[Event]
    replaced_by: str | None = Field(description=_("The number of the certificate that took its place."))
    log: Log
    page_url: str = Field(description=_("The page for people."))


class Reason(Schema):
    """Why nothing is told."""

    code: str = Field(description=_("mistyped, unknown, method_not_allowed or too_many_requests."))
    message: str


class Refusal(Schema):
    """The shape of every refusal."""

    error: Reason


@router.get(
    "certificates/{number}/",
    response={200: Told, 304: None, 404: Refusal, 405: Refusal, 429: Refusal},
    url_name="certificate",
    operation_id="certificate",
    summary=_("What a certificate is worth today"),
    description=_(
        "The facts of the public page as JSON, masked. A mistyped number and one that was never given answer 404 with a code"
        " each. An answer carries an ETag; ask with If-None-Match and an unchanged one is 304. 60 questions a minute."
    ),
    openapi_extra={
        "responses": {
            200: {"description": _("The certificate as the register has it at this moment.")},
            304: {"description": _("Nothing has changed since the answer with this ETag.")},
            404: {"description": _("Mistyped, or never given; the code says which.")},
            405: {"description": _("This address answers GET, HEAD and OPTIONS only.")},
            429: {"description": _("Too many questions came from this address; Retry-After says how long to wait.")},
        }
    },
)
def certificate(
    request: HttpRequest,
    number: str = asked.Path(..., description=_("The number in any spelling: small letters, without hyphens, full-width.")),
    secret: str = asked.Query("", description=_("The last part of the holder's own link: then the name is told in full.")),
) -> HttpResponse:
    """The answer of `views.api`, which reads the secret itself."""
    return api.certificate(request, number)


@router.api_operation(_OTHERS, "certificates/{number}/", include_in_schema=False, url_name="certificate-other")
def other(request: HttpRequest, number: str) -> HttpResponse:
    """HEAD, the question of a page of another origin, and what is refused."""
    return api.certificate(request, number)
