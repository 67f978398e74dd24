"""A track for a post (学习路径), public; signed in, with one's own state."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.pagecache import mark
from courses import leading, pathfinding
from courses.models import Track


@require_safe
def track(request: HttpRequest, slug: str) -> HttpResponse:
    """What leads to the post, what of it is done, and what is next."""
    found = get_object_or_404(Track, slug=slug, is_published=True)
    way = pathfinding.way(found, request.user)
    context = {"way": way, "lead": leading.along(way, request.user), "others": pathfinding.index(), "section": "courses"}
    return mark(request, render(request, "courses/track.html", context), "courses", "tracks")
