"""What the parts of a form are called in the office, and what is said of a fault in one of them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# Each word of the form an editor may write, in reading order.
LABELS: dict[str, Words] = {
    "issuing_body": _("Issuing body"),
    "lead": _("Line before the name"),
    "signatory": _("Signatory"),
    "signatory_title": _("Signatory's office"),
    "number": _("Before the number"),
    "verify": _("Before the address"),
    "issued": _("Before the day of issue"),
    "expires": _("Before the last day"),
    "endless": _("Instead of a last day"),
    "governs": _("Which text governs"),
    "disclaimer": _("What it is not"),
}
# What the certificate itself has no place for: the Chinese text governs, and the scheme says what it is not.
ABSENT = {"zh-hans": ("governs", "disclaimer"), "zh-hant": ("disclaimer",), "en": ()}
LOOKS: dict[str, Words] = {
    "layout": _("Layout"),
    "middle": _("In the middle below"),
    "mark_at_head": _("The own mark at the upper left"),
    "title_colour": _("Colour of title and name"),
    "accent_colour": _("Colour of the small headings"),
    "text_colour": _("Colour of the text"),
    "mark": _("Own mark"),
}
MARK_FAULTS: dict[str, Words] = {
    "large": _("The file has %(detail)s KB; at most 300 KB are taken. Save it smaller."),
    "kind": _("Neither PNG nor SVG. Save the mark as one of them."),
    "pixels": _("%(detail)s pixels: the longer side has 200 to 3,000. Save it in such a size."),
    "damaged": _("The file is damaged and cannot be opened. Save it anew."),
    "size": _("The SVG states no size. Save it with a viewBox, or with width and height."),
    "unsafe": _(
        "The SVG holds %(detail)s, which can do more than be drawn. Save it as plain shapes, text as outlines, without scripts,"
        " links, gradients or pictures."
    ),
}


def places(language: str) -> list[str]:
    """The labels that have a place on the document of a language."""
    return [label for label in LABELS if label not in ABSENT[language]]
