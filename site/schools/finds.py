"""What resources tell the search."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from cms.search.kinds import PageKind
from schools.models import LessonPackPage


class ResourceKind(PageKind):
    name, label, place = "resource", _("Teaching resources"), 40
    model = LessonPackPage

    def address(self, thing: LessonPackPage, terms: Sequence[str]) -> str:
        return str(thing.get_url())
