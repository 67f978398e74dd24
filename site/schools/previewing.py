"""Looking at a file without downloading it (预览): PDF and pictures, in the browser; pictures small, as they stand in a list."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import HttpResponse
from PIL import Image

from core.keeping import kept
from schools.models import PackFile

_SIDE = 480
# Nothing of it runs, whatever it says; the browser's own reader of PDF needs to embed it.
_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; object-src 'self'; base-uri 'none'; form-action 'none'"
)


def shown(answer: HttpResponse, file: PackFile) -> HttpResponse:
    """The answer made one to look at; what a browser cannot show safely stays a download."""
    if file.is_shown:
        answer["Content-Disposition"] = answer["Content-Disposition"].replace("attachment", "inline", 1)
        answer["Content-Security-Policy"] = f"{_POLICY}; sandbox" if file.is_picture else _POLICY
    return answer


def small(file: PackFile) -> bytes:
    """The picture no larger than a list needs, made once for each digest. Raises FileNotFoundError, core.keeping.Tampered."""
    storage, key = storages["artefacts"], f"resources/small/{file.sha256}.jpg"
    if storage.exists(key):
        with storage.open(key) as drawn:
            return bytes(drawn.read())
    out = BytesIO()
    with Image.open(BytesIO(kept(file.key, file.sha256)), formats=["PNG", "JPEG"]) as image:
        image.thumbnail((_SIDE, _SIDE))
        image.convert("RGB").save(out, "JPEG", quality=82)
    storage.save(key, ContentFile(out.getvalue()))
    return out.getvalue()
