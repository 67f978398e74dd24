"""Pictures of items, to whoever may see the item."""

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from exams.models import ItemPicture


@require_safe
def picture(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The bytes under their own digest: they never change, so a browser keeps them, but no proxy does (one query)."""
    found = ItemPicture.objects.visible_to(request.user).filter(sha256=sha256).first()
    if found is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if found is None:
        raise Http404
    answer = FileResponse(found.open(), content_type=found.mime)
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["Content-Security-Policy"] = "default-src 'none'"
    return answer
