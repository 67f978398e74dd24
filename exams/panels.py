"""A panel of the admin's edit screen that shows what cannot be edited there: the published wording and its key."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from exams.keys import model_answer
from exams.marking import is_automatic


class WordingPanel(HelpPanel):
    """The wording in use in both languages, what is right, why, and the source (3 queries)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Question and key"), "template": "exams/admin/wording.html", **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            version = self.instance.versions.current().first()
            key = version.keys.first() if version else None
            if key is not None:
                answer = model_answer(key.rule, key.data) if is_automatic(key.rule) else None
                context |= {
                    "version": version,
                    "bodies": [(code.upper(), body) for code, body in version.body.items()],
                    "rule": key.get_rule_display(),
                    "answer": _told(answer),
                    "explanation": key.explanation_in(get_language() or ""),
                }
            return context


def _told(answer: Any) -> str:
    """A key in one line."""
    if isinstance(answer, bool):
        return str(_("Right") if answer else _("Wrong"))
    if isinstance(answer, dict):
        return "  ".join(f"{left} → {right}" for left, right in answer.items())
    return "  ".join(map(str, answer)) if isinstance(answer, list) else str(answer or "")
