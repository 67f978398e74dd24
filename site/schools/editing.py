"""The editor's form of a resource: what the house knows already need not be said by the teacher."""

from typing import Any

from django.db.models import Q

from cms.editing import PageForm
from organisations.models import Industry


class PackForm(PageForm):
    """A new lesson begins with its school's stage."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = getattr(self.parent_page, "specific", None)
        if self.instance._state.adding and "stage" in self.fields:
            self.initial["stage"] = self.instance.stage or getattr(school, "stage", "")
        if "industry" in self.fields:
            # What the operator has withdrawn is offered no more, but to who has chosen it.
            offered = Q(is_offered=True) | Q(pk=self.instance.industry_id)
            self.fields["industry"].queryset = Industry.objects.filter(offered)
