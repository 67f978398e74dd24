"""A page of PDF before an officer (样张与预览): as a picture for the screen or as the file itself, kept by nobody on the way."""

from django.http import HttpResponse


def sheet(pdf: bytes, *, as_pdf: bool, name: str) -> HttpResponse:
    """The page, as a picture unless the file is asked for."""
    from certificates.art.page_picture import page_picture  # the PDF engine takes a second to load

    if as_pdf:
        reply = HttpResponse(pdf, content_type="application/pdf")
        reply["Content-Disposition"] = f'inline; filename="{name}"'
    else:
        reply = HttpResponse(page_picture(pdf), content_type="image/svg+xml")
    reply["Cache-Control"] = "private, no-store"
    return reply
