"""The editor's form of a resource: what the house knows already need not be said by the teacher."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.editing import PageForm
from organisations.models import Industry
from schools.files import told_by

# What a teacher said of the last lesson is most likely so of the next one.
_AGAIN = ("stage", "subject", "licence", "grades")


class PackForm(PageForm):
    """A new lesson begins with what its author said of the last one, and with its school's stage."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and not self.is_bound:
            self._begin()
        if "text" in self.fields:
            told = self.fields["text"]
            told.help_text = _("Markdown: ## headings, lists, tables, links. Left empty, it is what your Word file says.")
            told.error_messages["required"] = _(
                "Write the lesson here, or choose a Word file under “Files”: its words then stand here."
            )
        if "languages" in self.fields:
            self.initial["languages"] = self.instance.languages or [self.instance.locale.language_code]
        if "industry" in self.fields:
            # What the operator has withdrawn is offered no more, but to who has chosen it.
            offered = Q(is_offered=True) | Q(pk=self.instance.industry_id)
            self.fields["industry"].queryset = Industry.objects.filter(offered)

    def defer_required_fields(self) -> None:
        """A draft may be saved before it is whole; what departments are reading may not become less than that."""
        if not (self.instance.pk and self.instance.workflow_in_progress):
            super().defer_required_fields()

    def _begin(self) -> None:
        school = self.parent_page.specific if self.parent_page else None
        told: dict[str, Any] = {"stage": getattr(school, "stage", "")}
        if school and self.for_user:
            mine = type(self.instance)._default_manager.child_of(school).filter(owner=self.for_user)
            told |= mine.order_by("-pk").values(*_AGAIN).first() or {}
        for name, value in told.items():
            if name in self.fields:
                self.initial[name] = getattr(self.instance, name) or value

    def full_clean(self) -> None:
        """Whoever has the plan as a Word file need not type it again."""
        name = self.add_prefix("text")
        sent: Any = self.data  # type: ignore[has-type]  # Django's own
        if self.is_bound and "text" in self.fields and not sent.get(name, "").strip():
            rows = self.formsets["files"].forms if "files" in self.formsets else []
            if words := next(filter(None, map(told_by, rows)), ""):
                self.data = sent.copy()
                self.data[name] = words
        super().full_clean()
