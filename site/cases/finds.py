"""What cases tell the search: those that are public, by title, problem, what was done and what came of it."""

from django.utils.translation import gettext_lazy as _

from cases.models import CaseStudy
from talents.finds import Told


class CaseKind(Told):
    name, label, place = "case", _("Case library"), 55
    model = CaseStudy
    words = ("summary", "problem", "approach", "result", "advice")
