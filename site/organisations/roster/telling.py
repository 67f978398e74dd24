"""What is wrong in a roster, as sentences: reason and remedy for each code."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

COLUMNS = {
    "name": gettext_lazy("Name"),
    "employee_number": gettext_lazy("Employee number"),
    "phone": gettext_lazy("Mobile phone"),
    "email": gettext_lazy("E-mail"),
    "department": gettext_lazy("Department"),
    "post": gettext_lazy("Post"),
}
_AS_TEXT = gettext_lazy("Set the column to “text”, type the number again, and save.")
_CHOOSE = gettext_lazy("Choose an .xlsx or .csv file.")
_SAVE_AS = gettext_lazy("Open it and save it as .xlsx.")
_SPLIT = gettext_lazy("Split the file.")
SAYINGS: dict[str, tuple[Any, Any]] = {
    # the file
    "empty-file": (gettext_lazy("The file is empty."), _CHOOSE),
    "too-large": (gettext_lazy("The file is larger than %(megabytes)s MB."), _SPLIT),
    "locked-workbook": (
        gettext_lazy("The workbook is under a password."),
        gettext_lazy("Open it in Excel, remove the password under File, Info, and save it."),
    ),
    "old-workbook": (gettext_lazy("This is a workbook of the old kind (.xls), whatever its name says."), _SAVE_AS),
    "binary-workbook": (gettext_lazy("This is a binary workbook (.xlsb)."), _SAVE_AS),
    "not-a-workbook": (gettext_lazy("This is neither a workbook nor a CSV file, whatever its name says."), _CHOOSE),
    "not-text": (gettext_lazy("This is neither a workbook nor a CSV file, whatever its name says."), _CHOOSE),
    "macros": (
        gettext_lazy("The workbook holds macros; it was not opened."),
        gettext_lazy("Save it as .xlsx, without macros."),
    ),
    "broken-workbook": (
        gettext_lazy("The workbook cannot be read; a part of it is damaged."),
        gettext_lazy("Open it in Excel, let it be repaired, and save it anew."),
    ),
    "broken-archive": (
        gettext_lazy("The workbook cannot be read; a part of it is damaged."),
        gettext_lazy("Open it in Excel, let it be repaired, and save it anew."),
    ),
    "bomb": (
        gettext_lazy("The file would unpack to far more than it says; it was not opened."),
        gettext_lazy("Copy the rows into our template and upload that."),
    ),
    "xml-entities": (
        gettext_lazy("The workbook holds what no roster needs (entities); it was not opened."),
        gettext_lazy("Copy the rows into our template and upload that."),
    ),
    "broken-csv": (gettext_lazy("The CSV file cannot be read: %(reason)s"), gettext_lazy("Save it as CSV again, or as .xlsx.")),
    "too-many-rows": (gettext_lazy("There are more than %(most)s rows."), _SPLIT),
    "too-many-people": (gettext_lazy("There are %(number)s people; at most %(most)s are taken at once."), _SPLIT),
    "no-headings": (
        gettext_lazy("No sheet has a row of headings with a name and at least one more column."),
        gettext_lazy("Use the template, or name the columns as it does; check that the right sheet is in the file."),
    ),
    "nobody": (gettext_lazy("There is nobody below the headings."), gettext_lazy("Write one person a row and upload it again.")),
    # a sheet
    "hidden-sheet": (
        gettext_lazy("The sheet “%(sheet)s” is hidden and was not read."),
        gettext_lazy("Show it in Excel if its people are wanted."),
    ),
    "no-headings-here": (
        gettext_lazy("The sheet “%(sheet)s” has no headings of a roster and was not read."),
        gettext_lazy("Nothing is to be done if no people stand there."),
    ),
    "large-sheet": (
        gettext_lazy("The sheet is larger than %(rows)s rows by %(columns)s columns; only these were read."),
        gettext_lazy("Remove empty formatted rows and columns, or split the file."),
    ),
    "sheet-pictures": (gettext_lazy("%(number)s pictures on the sheet were not read."), ""),
    "sheet-charts": (gettext_lazy("%(number)s charts on the sheet were not read."), ""),
    "hidden-rows": (
        gettext_lazy("%(number)s hidden rows were read like the others: %(rows)s."),
        gettext_lazy("Delete them in Excel if these people are not meant."),
    ),
    "hidden-columns": (
        gettext_lazy("%(number)s hidden columns were read like the others: %(columns)s."),
        gettext_lazy("Delete them in Excel if they are not meant."),
    ),
    "column-twice": (
        gettext_lazy("The column “%(title)s” says the same as “%(first)s”; only that was read."),
        gettext_lazy("Delete one of the two."),
    ),
    "not-kept": (
        gettext_lazy("The column “%(title)s” was not read: numbers of identity are not kept here."),
        gettext_lazy("Delete it before you upload the file."),
    ),
    "unknown-column": (gettext_lazy("The column “%(title)s” was not read."), gettext_lazy("Nothing is to be done.")),
    "no-heading": (
        gettext_lazy("The column “%(title)s” has no heading and was not read."),
        gettext_lazy("Name it if it matters."),
    ),
    "example": (gettext_lazy("Row %(row)s is the template's example and was left out."), ""),
    # a cell
    "formula": (
        gettext_lazy("The cell holds a formula; what it shows may be out of date."),
        gettext_lazy("Copy the cell and paste it as a value."),
    ),
    "cell-error": (gettext_lazy("The cell shows an error of Excel."), gettext_lazy("Type the value.")),
    "eaten": (
        gettext_lazy("Excel has made a number of it: only fifteen figures are kept, the rest is lost (%(text)s)."),
        _AS_TEXT,
    ),
    "date": (gettext_lazy("Excel has made a day of it (%(text)s)."), _AS_TEXT),
    "name-is-date": (gettext_lazy("A day stands where the name should be (%(text)s)."), gettext_lazy("Type the name.")),
    "name-is-number": (
        gettext_lazy("“%(text)s” is a number, not a name."),
        gettext_lazy("Compare the columns with the headings."),
    ),
    "name-is-sum": (
        gettext_lazy("“%(text)s” is the name of a sum, not of a person."),
        gettext_lazy("Delete the row."),
    ),
    "short-name": (gettext_lazy("“%(text)s” is too short for a full name."), gettext_lazy("Write at least two characters.")),
    "too-long": (gettext_lazy("%(number)s characters are too long; at most %(most)s are kept."), gettext_lazy("Shorten it.")),
    "too-deep": (gettext_lazy("%(number)s levels of departments are too many."), gettext_lazy("Write at most eight.")),
    "control-sign": (gettext_lazy("The cell holds a sign that cannot be printed."), gettext_lazy("Type the value again.")),
    "merged": (
        gettext_lazy("The cell is merged with the one above: it would stand for several people."),
        gettext_lazy("Split the cells and fill each row."),
    ),
    "phone-short": (gettext_lazy("The phone has %(number)s figures; there are eleven."), gettext_lazy("Add what is missing.")),
    "phone-long": (
        gettext_lazy("The phone has %(number)s figures; there are only eleven."),
        gettext_lazy("Remove what is too much."),
    ),
    "phone-start": (
        gettext_lazy("A mobile phone does not begin with %(text)s."),
        gettext_lazy("Write the mobile phone, not that of the office."),
    ),
    "phone-signs": (gettext_lazy("“%(text)s” is no mobile phone."), gettext_lazy("Write eleven figures and nothing else.")),
    "email": (gettext_lazy("“%(text)s” is no e-mail address."), gettext_lazy("Write it as name@example.com.")),
    # a row
    "no-key": (
        gettext_lazy("The row has no employee number, phone or address: the person could not be found again."),
        gettext_lazy("Fill in at least one of the three."),
    ),
    "no-name": (gettext_lazy("The row is of nobody on the roster, and has no name."), gettext_lazy("Write the name.")),
    "twice": (gettext_lazy("“%(text)s” stands in row %(row)s already."), gettext_lazy("Keep one of the two rows.")),
    "two-people": (
        gettext_lazy("The row's number, phone and address belong to different members: %(names)s."),
        gettext_lazy("Compare them with the list of people."),
    ),
    "same-member": (
        gettext_lazy("The row means the same member as row %(row)s: %(name)s."),
        gettext_lazy("Keep one of the two rows."),
    ),
}


class Told(NamedTuple):
    """What is wrong where, and what to do."""

    column: str
    reason: str
    remedy: str

    @property
    def sentence(self) -> str:
        between = " " if get_language() == "en" else ""
        return between.join(part for part in (self.reason, self.remedy) if part)


def told(code: str, facts: Mapping[str, Any], column: str = "") -> Told:
    """The sentences of a code; a code without words is told by its name, never hidden."""
    reason, remedy = SAYINGS.get(code, (_("The file was refused: %(code)s") % {"code": code}, ""))
    words = str(reason)
    return Told(str(COLUMNS.get(column, column)), words % facts if facts else words, str(remedy))
