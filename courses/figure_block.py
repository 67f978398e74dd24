"""A figure in a lesson (图): its caption, its drawing as YAML (courses/figures), and the same in words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses import figures


class DrawingBlock(blocks.TextBlock):
    """Figures for a machine: nobody looks for them by word."""

    def get_searchable_content(self, value: Any) -> list[str]:
        return []


class FigureBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("caption"), max_length=120)
    words = blocks.TextBlock(
        label=_("in words"), rows=3, help_text=_("What the figure shows, for whoever cannot see it. Shown below it too.")
    )
    drawing = DrawingBlock(label=_("drawing"), rows=10, help_text=_("As YAML; its first line says the kind: kind: control"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            figures.drawn(cleaned["drawing"])
        except figures.Unfit as fault:
            fault_words = _("This cannot be drawn: %(reason)s") % {"reason": fault}
            raise StructBlockValidationError({"drawing": ValidationError(fault_words)}) from fault
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """A drawing that cannot be drawn (a restored draft) is told in words alone."""
        try:
            picture = mark_safe(figures.drawn(value["drawing"], value["words"]))  # noqa: S308  # every word in it is escaped
        except figures.Unfit:
            picture = SafeString()
        return {**super().get_context(value, parent_context=parent_context), "picture": picture}

    class Meta:
        icon = "image"
        template = "courses/blocks/figure.html"
        label = _("figure")
