from wagtail.snippets.models import register_snippet

from courses.office import CourseOffice

register_snippet(CourseOffice)
