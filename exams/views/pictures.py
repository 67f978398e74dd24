"""Pictures of items, to whoever may see the item."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from exams.models import ItemPicture


@require_safe
@login_required
def picture(request: HttpRequest, sha256: str) -> FileResponse:
    """The bytes under their own digest: they never change, so a browser keeps them, but no proxy does."""
    found = get_object_or_404(ItemPicture.objects.visible_to(request.user), sha256=sha256)
    answer = FileResponse(found.open(), content_type=found.mime)
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["Content-Security-Policy"] = "default-src 'none'"
    return answer
