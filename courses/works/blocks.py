"""A practical task (实操任务), as an activity of a lesson: what to do, and by what it is marked."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.activities import Rule
from courses.kinds import TrackedBlock, register
from courses.passages import PassageBlock


class CriterionBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("what is looked at"), max_length=120)
    points = blocks.IntegerBlock(label=_("points at most"), min_value=1, max_value=100)


class TaskBlock(TrackedBlock):
    """Something done at work and handed in as files, marked by a teacher."""

    rules: ClassVar[tuple[str, ...]] = ("teacher", "scored")
    own_word: ClassVar[frozenset[str]] = frozenset()
    noun = _("Practical task")

    title = blocks.CharBlock(label=_("title"), max_length=120)
    body = PassageBlock(label=_("what is to be done, and what is handed in"))
    rubric = blocks.ListBlock(CriterionBlock(), label=_("rubric"), default=[])

    def cannot(self, rule: Rule, value: Any) -> str:
        if rule.by == "scored" and not len(value["rubric"]):
            return str(
                _("There is no rubric, so no score can be reached. Add criteria with points, or choose “marked by a teacher”.")
            )
        return ""

    def facts(self, value: Any) -> dict[str, Any]:
        rows = value["rubric"].bound_blocks if len(value["rubric"]) else []
        rubric = [{"id": row.id, "name": row.value["name"], "points": row.value["points"]} for row in rows]
        return {"rubric": rubric} if rubric else {}

    def present(self, value: Any, shown: Any) -> dict[str, Any]:
        from courses.works.showing import rounds_of

        return {"rounds": rounds_of(shown)}

    class Meta:
        icon = "clipboard-list"
        template = "courses/activities/task.html"
        label = _("practical task")


register("task", TaskBlock)
