from typing import Any

from django.urls import include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from courses.office import CourseOffice
from courses.office.versions import intercept

register_snippet(CourseOffice)
hooks.register("before_publish_page", intercept)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [path("", include("courses.office.urls"))]
