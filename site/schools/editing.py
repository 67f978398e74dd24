"""The editor's form of a resource: what the house knows already need not be said by the teacher."""

from typing import Any

from cms.editing import PageForm


class PackForm(PageForm):
    """A new lesson begins with its school's stage."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = getattr(self.parent_page, "specific", None)
        if self.instance._state.adding and "stage" in self.fields:
            self.initial["stage"] = self.instance.stage or getattr(school, "stage", "")
