"""A package in a lesson (课件活动): SCORM or H5P, what completes it, and what those do instead who cannot run it."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.activities import Rule
from courses.kinds import TrackedBlock, register
from courses.passages import PassageBlock


class PackageBlock(TrackedBlock):
    """What both kinds have. The package is one version of it: a newer one is chosen here, and the course published."""

    rules: ClassVar[tuple[str, ...]] = ("finished", "passed", "scored")
    own_word: ClassVar[frozenset[str]] = frozenset({"read"})
    kinds: ClassVar[tuple[str, ...]] = ()

    title = blocks.CharBlock(label=_("title"), max_length=120)
    package = SnippetChooserBlock("courses.Package", label=_("learning package"))
    instead = PassageBlock(
        label=_("equal path"),
        required=False,
        help_text=_("What those read instead who cannot run the package. With “completed” as the rule it counts as much."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["package"] and cleaned["package"].kind not in self.kinds:
            raise StructBlockValidationError({"package": ValidationError(_("This package is of another kind."))})
        return cleaned

    def cannot(self, rule: Rule, value: Any) -> str:
        outline = value["package"].told
        if rule.by != "finished" and not any(unit.reports for unit in outline.units):
            return str(_("Nothing in this package reports a result. Choose “completed, as the package says”."))
        return ""

    def facts(self, value: Any) -> dict[str, Any]:
        return {"package": value["package"].pk if value["package"] else None, "own_word": bool(len(value["instead"]))}

    class Meta:
        template = "courses/activities/package.html"


class ScormBlock(PackageBlock):
    kinds = ("scorm12", "scorm2004")
    noun = _("Interactive package")

    class Meta:
        icon = "media"
        label = _("SCORM package")


class H5PBlock(PackageBlock):
    kinds = ("h5p",)
    noun = _("Interactive content")

    class Meta:
        icon = "code"
        label = _("H5P content")


register("scorm", ScormBlock)
register("h5p", H5PBlock)
