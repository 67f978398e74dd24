"""Choosing the training an exam asks for (选择培训条件): a course, a track, both or neither; nothing that cannot be completed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses import pathfinding
from courses.catalogue import pages
from courses.locking import exam_faults
from courses.models import Track
from exams.training import asked_in

ASKED = ("course", "track")


class TrainingFields(forms.Form):
    """The two fields. Where rules name what is no longer published, it stays to be chosen, by its code."""

    course = forms.ChoiceField(
        label=gettext_lazy("Course to complete before registering"),
        required=False,
        help_text=gettext_lazy("Who has not completed it is led to the next lesson."),
    )
    track = forms.ChoiceField(
        label=gettext_lazy("Track to follow before registering"),
        required=False,
        help_text=gettext_lazy("All that stands before this exam on the track; on a track without it, all that is required."),
    )

    def offer(self, asked: dict[str, Any], exam: str) -> None:
        """What there is to choose for this exam, and what its rules ask for today (two queries)."""
        self.exam = exam
        there = {
            "course": {page.course.code: f"{page.course.code} {page.title}" for page in pages().values()},
            "track": {way.slug: f"{way.title} ({way.level_label})" for way in pathfinding.ways_to_courses()},
        }
        for name in ASKED:
            now = asked.get(name, "")
            choices = there[name] | ({now: now} if now and now not in there[name] else {})
            self.fields[name].choices = [("", "—"), *choices.items()]  # type: ignore[attr-defined]  # a ChoiceField's
            self.initial[name] = now

    def clean_track(self) -> str:
        """A track with a rule that can never be fulfilled would shut everybody out."""
        slug: str = self.cleaned_data["track"]
        track = Track.objects.filter(slug=slug).first() if slug else None
        if track and (found := pathfinding.problems(track)):
            raise ValidationError(_("Nobody could ever follow this track to its end: %(why)s") % {"why": " ".join(found)})
        if found := exam_faults(self.exam, asked_in(self.cleaned_data | {"track": slug})):
            raise ValidationError(found)
        return slug

    def asked(self, before: dict[str, Any]) -> dict[str, Any]:
        """The conditions as rules keep them, with those that stand in no field."""
        rest = {name: value for name, value in before.items() if name not in ASKED}
        return rest | {name: self.cleaned_data[name] for name in ASKED if self.cleaned_data[name]}
