"""Why a Word file is refused, and what of it a lesson cannot hold, in the reader's words."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.word.guarding import Refused

_REFUSALS = {
    "empty": gettext_lazy("The file is empty."),
    "too-large": gettext_lazy("The file is larger than %(megabytes)s MB. Make its pictures smaller, or divide it into lessons."),
    "old-word": gettext_lazy("This is a file of the old Word (.doc), or it has a password. Save it as .docx without a password."),
    "not-word": gettext_lazy("This is no Word document (.docx)."),
    "macros": gettext_lazy("The file holds macros. Save it as .docx without macros, then upload it again."),
    "reaches-out": gettext_lazy(
        "The file fetches something from elsewhere (%(kind)s: %(target)s). Put that into the document, or take it out."
    ),
    "broken-part": gettext_lazy("A part of the file cannot be read: %(name)s. Open it in Word and save it anew."),
    "bomb": gettext_lazy("Unpacked, the file is far larger than a document can be. It was not opened."),
    "locked-archive": gettext_lazy("The file has a password. Save it without one."),
}
_FINDINGS = {
    "formula": gettext_lazy("Formulas are left out: add each as a picture with words."),
    "object": gettext_lazy("Embedded objects (such as Excel tables) are left out."),
    "chart": gettext_lazy("Charts are left out: add each as a picture."),
    "diagram": gettext_lazy("SmartArt drawings are left out: add each as a picture."),
    "text-box": gettext_lazy("The words of text boxes stand where the box was anchored: check their place."),
    "comment": gettext_lazy("Comments are left out."),
    "deletion": gettext_lazy("Deletions that were not accepted are taken as accepted."),
    "insertion": gettext_lazy("Insertions that were not accepted are taken as accepted."),
    "control": gettext_lazy("Form fields and generated lists become plain text."),
    "footnote": gettext_lazy("Footnotes stand as a list at the end."),
    "header": gettext_lazy("Headers and footers of the pages are left out."),
    "picture-kind": gettext_lazy(
        "Pictures of a kind that browsers do not show (such as EMF or WMF) are left out: save them as PNG."
    ),
    "picture-broken": gettext_lazy("Pictures that cannot be opened, or are too large, are left out."),
    "picture-inside": gettext_lazy("Pictures in lists or tables stand after or before them."),
    "deep-heading": gettext_lazy("Headings of a lower level become subheadings."),
    "nested-list": gettext_lazy("Lists within lists become one list."),
    "list-in-table": gettext_lazy("Lists in tables become lines of their cell."),
    "nested-table": gettext_lazy("Tables within tables become words of their cell."),
    "merged-cells": gettext_lazy("Tables with merged cells lose the merging: check them."),
    "link": gettext_lazy("Links to files or other programs are left out; their words stay."),
    "raised": gettext_lazy("Raised and lowered signs become ordinary ones."),
    "struck": gettext_lazy("Words struck through become ordinary ones."),
    "underlined": gettext_lazy("Underlined words become ordinary ones."),
}


def of_refusal(refused: Refused) -> str:
    words = _REFUSALS.get(refused.code) or gettext_lazy("The file is damaged, or no Word document. Save it anew in Word.")
    return str(words) % refused.facts


def of_findings(findings: Counter[str]) -> list[tuple[str, int]]:
    """Each finding in words with its number; styles nobody knows last."""
    told = [(str(words), findings[code]) for code, words in _FINDINGS.items() if findings[code]]
    for name, count in sorted(findings.items()):
        if name.startswith("style:"):
            told.append((_("The style “%(name)s” is not known; its text becomes a paragraph.") % {"name": name[6:]}, count))
    return told
