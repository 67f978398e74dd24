"""Pictures, files, sounds and films as activities of a lesson."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.activities import Rule
from courses.kinds import TrackedBlock, register
from courses.media import checkpoints, leaves
from courses.question_blocks import MultipleBlock, SingleBlock, TrueFalseBlock


class ImageBlock(TrackedBlock):
    """A picture with its words: what one sees in it, and what it shows for who cannot see it."""

    rules: ClassVar[tuple[str, ...]] = ("viewed", "self")
    noun = _("Picture")

    title = blocks.CharBlock(label=_("title"), max_length=120)
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(label=_("what it shows, for who cannot see it"), max_length=250)
    note = blocks.CharBlock(label=_("caption of the picture"), required=False, max_length=250)

    class Meta:
        icon = "image"
        template = "courses/activities/image.html"
        label = _("picture")


class MediumBlock(TrackedBlock):
    """An activity with one medium."""

    sorts: ClassVar[tuple[str, ...]] = ()

    def facts(self, value: Any) -> dict[str, Any]:
        return {"medium": str(value["medium"].key)} if value["medium"] else {}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["medium"] and cleaned["medium"].kind not in self.sorts:
            told = _("This material is of another kind; add it as the block for its kind, or choose another.")
            raise StructBlockValidationError({"medium": ValidationError(str(told))})
        return cleaned


class FileBlock(MediumBlock):
    """A PDF whose pages stand in the lesson, or a file to download."""

    rules: ClassVar[tuple[str, ...]] = ("viewed", "read", "self")
    sorts: ClassVar[tuple[str, ...]] = ("pdf", "file")
    noun = _("Document")

    title = blocks.CharBlock(label=_("title"), max_length=120)
    medium = SnippetChooserBlock("courses.Medium", label=_("material"))
    note = blocks.CharBlock(label=_("what it is for"), required=False, max_length=250)

    def get_searchable_content(self, value: Any) -> list[str]:
        """The words of a PDF are found too."""
        return [*super().get_searchable_content(value), *leaves.words(value["medium"])]

    def present(self, value: Any, shown: Any) -> dict[str, Any]:
        if shown is None:
            return {"pdf": leaves.opened(value["medium"])}
        most = leaves.ON_A_DEVICE if shown.is_kept else leaves.IN_A_LESSON
        return {"pdf": leaves.opened(value["medium"], shown.page, most)}

    class Meta:
        icon = "doc-full-inverse"
        template = "courses/activities/file.html"
        label = _("document or file")


class CheckpointQuestionBlock(blocks.StreamBlock):
    single = SingleBlock()
    multiple = MultipleBlock()
    truefalse = TrueFalseBlock()


class CheckpointBlock(blocks.StructBlock):
    """A question at a moment of the film, or at one that is drawn for each learner between two."""

    at = blocks.CharBlock(label=_("asked at"), help_text=_("Minutes and seconds: 1:05"), max_length=8)
    until = blocks.CharBlock(
        label=_("or at any moment until"),
        required=False,
        help_text=_("Filled in, the moment is drawn for each learner between the two: nobody can tell another when it comes."),
        max_length=8,
    )
    question = CheckpointQuestionBlock(label=_("question"), min_num=1, max_num=1)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if (first := checkpoints.in_milliseconds(cleaned["at"])) is None:
            raise StructBlockValidationError({"at": ValidationError(str(_("Write the moment as minutes and seconds: 1:05")))})
        if cleaned["until"] and (checkpoints.in_milliseconds(cleaned["until"]) or 0) <= first:
            told = _("Write a moment after the first, as minutes and seconds: 1:05. Or leave it empty.")
            raise StructBlockValidationError({"until": ValidationError(str(told))})
        return cleaned


class ChapterBlock(blocks.StructBlock):
    at = blocks.CharBlock(label=_("begins at"), help_text=_("Minutes and seconds: 1:05"), max_length=8)
    title = blocks.CharBlock(label=_("title"), max_length=80)


class AudioBlock(MediumBlock):
    """A sound with its transcript: played like a film, without a picture."""

    rules: ClassVar[tuple[str, ...]] = ("watched", "viewed", "answered", "self")
    sorts: ClassVar[tuple[str, ...]] = ("audio",)
    noun = _("Sound recording")

    title = blocks.CharBlock(label=_("title"), max_length=120)
    medium = SnippetChooserBlock("courses.Medium", label=_("material"))
    only_forward_in_seen = blocks.BooleanBlock(
        label=_("going forward only in parts already played, until it is completed"), required=False
    )
    chapters = blocks.ListBlock(ChapterBlock(), label=_("chapters"), default=[])
    checkpoints = blocks.ListBlock(CheckpointBlock(), label=_("questions on the way"), default=[])

    def cannot(self, rule: Rule, value: Any) -> str:
        medium = value["medium"]
        if rule.by == "watched" and not medium.is_trackable:
            return gettext(
                "How much of this is watched cannot be known: it plays on another site, or its length is unknown. Upload the "
                "file itself and give its length, or let the learner mark it."
            )
        if rule.by == "watched" and not medium.captions:
            return gettext(
                "Who cannot watch reads the transcript instead, and there is none. Add captions to the material, or choose "
                "another rule."
            )
        if rule.by == "answered" and not checkpoints.ids(value):
            return gettext("There is no question to answer. Add one, or choose another rule.")
        moments = [checkpoints.in_milliseconds(row.get("until") or row["at"]) or 0 for row in value["checkpoints"]]
        if medium.milliseconds and any(moment >= medium.milliseconds for moment in moments):
            return gettext("A question is asked after the end, at %(length)s. Ask it earlier.") % {"length": medium.length}
        return ""

    def facts(self, value: Any) -> dict[str, Any]:
        told = super().facts(value) | {"milliseconds": value["medium"].milliseconds}
        if value["only_forward_in_seen"]:
            told["only_forward_in_seen"] = True
        if asked := checkpoints.ids(value):
            told["checkpoints"] = asked
        return told

    def get_searchable_content(self, value: Any) -> list[str]:
        """The transcript is found too; a hit opens the second it is spoken."""
        medium = value["medium"]
        spoken = [cue.text for language in medium.captions for cue in medium.cues(language)] if medium else []
        return [*super().get_searchable_content(value), *spoken]

    def present(self, value: Any, shown: Any) -> dict[str, Any]:
        from courses.media.showing import film

        return {"film": film(value, shown)}

    class Meta:
        icon = "media"
        template = "courses/activities/film.html"
        label = _("sound with transcript")


class VideoBlock(AudioBlock):
    """A film with captions, a transcript one can click in, and questions on the way."""

    sorts: ClassVar[tuple[str, ...]] = ("video",)
    noun = _("Film")

    class Meta:
        icon = "media"
        template = "courses/activities/film.html"
        label = _("film")


register("image", ImageBlock)
register("file", FileBlock)
register("audio", AudioBlock)
register("video", VideoBlock)
