"""Telling (报告): the sentence and the remedy for every finding, and the names of the formats, in the reader's language.

A format adds its own codes here; tests/exams/exchange/test_telling.py holds that no finding is without words.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.exchange import telling_gift, telling_items, telling_plans, telling_tables, telling_xml
from exams.exchange.drafts import Finding, Place

# code: (what is the matter, what to do)
SAYINGS = {
    "empty-file": (gettext_lazy("The file is empty."), gettext_lazy("Choose another file.")),
    "too-large": (
        gettext_lazy("The file is larger than %(megabytes)s MB."),
        gettext_lazy("Split it and upload the pieces one by one."),
    ),
    "broken-archive": (
        gettext_lazy("The file is damaged or was cut off."),
        gettext_lazy("Download or export it again; open it once in its own program and save it."),
    ),
    "too-many-entries": (
        gettext_lazy("The archive holds %(entries)s files; at most %(most)s are read."),
        gettext_lazy("Split it and upload the pieces one by one."),
    ),
    "bomb": (
        gettext_lazy("Unpacked the file would take more than %(unpacked)s MB, out of all proportion; it was not opened."),
        gettext_lazy("Copy the questions into a new file. In a workbook, remove empty formatted rows."),
    ),
    "locked-archive": (gettext_lazy("The file is under a password."), gettext_lazy("Remove the password and upload it again.")),
    "stray-name": (
        gettext_lazy("The archive holds an entry with an unsafe or repeated name: %(name)s"),
        gettext_lazy("Export it again from its own program."),
    ),
    "nested-archive": (
        gettext_lazy("There is an archive within the archive: %(name)s"),
        gettext_lazy("Unpack it and upload the inner files one by one."),
    ),
    "missing-entry": (
        gettext_lazy("The archive names a file that is not in it: %(name)s"),
        gettext_lazy("Export it again from its own program."),
    ),
    "xml-entities": (
        gettext_lazy("The XML declares a document type or entities, which could reach other files; it was not opened."),
        gettext_lazy("Export it again without a DOCTYPE."),
    ),
    "xml-broken": (
        gettext_lazy("The XML is not well-formed (line %(line)s)."),
        gettext_lazy("Export it again; if it was edited by hand, mend that line."),
    ),
    "not-text": (
        gettext_lazy("This is not a text file in UTF-8, UTF-16 or GB18030."),
        gettext_lazy("Save it as UTF-8 text, and check that the format chosen is the file's own."),
    ),
    **telling_gift.SAYINGS,
    **telling_items.SAYINGS,
    **telling_plans.SAYINGS,
    **telling_tables.SAYINGS,
    **telling_xml.SAYINGS,
}
LABELS = {
    "Excel workbook": gettext_lazy("Excel workbook"),
    "CSV table": gettext_lazy("CSV table"),
    "GIFT text": gettext_lazy("GIFT text"),
    "Moodle XML": gettext_lazy("Moodle XML"),
    "QTI 3.0": gettext_lazy("QTI 3.0 package"),
}


@dataclass(frozen=True)
class Told:
    """A finding in words."""

    level: str
    place: str
    reason: str
    remedy: str


def told(finding: Finding) -> Told:
    """A finding in the reader's language."""
    reason, remedy = SAYINGS[finding.code]
    return Told(finding.level, where(finding.place), str(reason) % finding.params, str(remedy) % finding.params)


def where(place: Place) -> str:
    """A place in words; empty for the whole file."""
    if not place.number:
        return place.of
    spot = {"row": _("row %(number)s"), "line": _("line %(number)s"), "element": _("element %(number)s")}[place.unit]
    said = [place.of, spot % {"number": place.number}, place.column]
    return " · ".join(part for part in said if part)
