"""What is to be said of a table: its file, its headings and its cells."""

from django.utils.translation import gettext_lazy

SAYINGS = {
    "locked-workbook": (
        gettext_lazy("The workbook is under a password."),
        gettext_lazy("Open it in Excel, remove the password under File, Info, and save it."),
    ),
    "old-workbook": (
        gettext_lazy("This is a workbook of the old kind (.xls), whatever its name says."),
        gettext_lazy("Open it and save it as .xlsx."),
    ),
    "binary-workbook": (
        gettext_lazy("This is a binary workbook (.xlsb)."),
        gettext_lazy("Open it and save it as .xlsx."),
    ),
    "not-a-workbook": (
        gettext_lazy("This is neither a workbook nor a CSV file, whatever its name says."),
        gettext_lazy("Choose an .xlsx or .csv file."),
    ),
    "macros": (
        gettext_lazy("The workbook holds macros; it was not opened."),
        gettext_lazy("Save it as .xlsx, without macros."),
    ),
    "broken-workbook": (
        gettext_lazy("The workbook cannot be read; a part of it is damaged."),
        gettext_lazy("Open it in Excel, let it be repaired, and save it anew."),
    ),
    "broken-csv": (
        gettext_lazy("The CSV file cannot be read: %(reason)s"),
        gettext_lazy("Save it as CSV again, or as .xlsx."),
    ),
    "too-many-rows": (
        gettext_lazy("There are more than %(most)s rows."),
        gettext_lazy("Split the file."),
    ),
    "too-many-items": (
        gettext_lazy("There are %(number)s questions; at most %(most)s are taken at once."),
        gettext_lazy("Split the file."),
    ),
    "large-sheet": (
        gettext_lazy("The sheet is larger than %(rows)s rows by %(columns)s columns; only these were read."),
        gettext_lazy("Remove empty formatted rows and columns, or split the file."),
    ),
    "hidden-sheet": (
        gettext_lazy("The sheet “%(sheet)s” is hidden and was not read."),
        gettext_lazy("Show it if its questions are wanted."),
    ),
    "sheet-pictures": (
        gettext_lazy("%(number)s pictures on the sheet were not read."),
        gettext_lazy("Add them to their questions in the bank."),
    ),
    "sheet-charts": (
        gettext_lazy("%(number)s charts on the sheet were not read."),
        gettext_lazy("Add them to their questions in the bank as pictures."),
    ),
    "no-headings": (
        gettext_lazy("No row of headings was found: a column for the question and at least one more."),
        gettext_lazy("Name the columns as the template does: type, question, option A, answer."),
    ),
    "no-headings-here": (
        gettext_lazy("The sheet “%(sheet)s” has no row of headings with a question and was not read."),
        gettext_lazy("If it holds questions, add the headings."),
    ),
    "rows-above": (
        gettext_lazy("Rows above the headings were not read: %(rows)s"),
        gettext_lazy("Nothing need be done unless they hold questions."),
    ),
    "hidden-rows": (
        gettext_lazy("Hidden rows were read as well: %(rows)s"),
        gettext_lazy("Remove them from the file if they are not wanted."),
    ),
    "unknown-column": (
        gettext_lazy("The column “%(title)s” was not understood and is left out."),
        gettext_lazy("If it matters, give it a heading of the template."),
    ),
    "no-heading": (
        gettext_lazy("A column without a heading holds text and is left out."),
        gettext_lazy("Give it a heading, or empty it."),
    ),
    "column-twice": (
        gettext_lazy("This column means the same as “%(title)s”; the first that is filled in counts."),
        gettext_lazy("Remove one of the two."),
    ),
    "running-codes": (
        gettext_lazy("The codes only count the rows, 1 to %(last)s; codes were made of the wording instead."),
        gettext_lazy("To update these questions later, export them and use the codes given there."),
    ),
    "example": (
        gettext_lazy("This is the template's example and is left out."),
        gettext_lazy("Nothing need be done."),
    ),
    "cell-formula": (
        gettext_lazy("The cell holds a formula: %(text)s"),
        gettext_lazy("Replace it by its value: copy, then paste as values."),
    ),
    "cell-error": (
        gettext_lazy("The cell holds an error of the workbook: %(text)s"),
        gettext_lazy("Write what is meant."),
    ),
    "cell-date": (
        gettext_lazy("Excel has made a date of the text: %(text)s"),
        gettext_lazy("Set the cell to Text and type it again."),
    ),
    "cell-digits": (
        gettext_lazy("Excel keeps 15 digits, the rest of this number is lost: %(text)s"),
        gettext_lazy("Set the cell to Text and type it again."),
    ),
    "code-number": (
        gettext_lazy("The code is a number, so leading noughts may be lost: %(text)s"),
        gettext_lazy("Check it; set the column to Text."),
    ),
    "foreign-kind": (
        gettext_lazy("Questions of the kind “%(kind)s” are not asked here; it is left out."),
        gettext_lazy("Turn it into one of the nine kinds if it is wanted."),
    ),
    "unknown-kind-word": (
        gettext_lazy("The kind “%(kind)s” is not known."),
        gettext_lazy("Choose a kind from the list in the template."),
    ),
    "no-kind": (
        gettext_lazy("The kind of question is not given and cannot be told from the cells."),
        gettext_lazy("Fill in the kind and the answer."),
    ),
    "case-without-parts": (
        gettext_lazy("A case in one row is taken as a short answer."),
        gettext_lazy("To ask it in parts, use the sheet of cases in the template."),
    ),
    "calculation-in-words": (
        gettext_lazy("The answer is no number, so the calculation is taken as a short answer."),
        gettext_lazy("Write a number, and unit and tolerance in their own columns."),
    ),
    "one-of-several": (
        gettext_lazy("“Multiple choice” with one right answer was read as single choice: %(number)s (rows %(rows)s)"),
        gettext_lazy("Where several answers were to be ticked, write Multiple response as the type."),
    ),
    "several-right": (
        gettext_lazy("Several answers are right, so it is taken as multiple choice."),
        gettext_lazy("Check the kind."),
    ),
    "area-as-tag": (
        gettext_lazy("No area was recognised; kept as a tag: %(text)s"),
        gettext_lazy("Write areas as exam and code, such as QSO:S1."),
    ),
    "options-left": (
        gettext_lazy("The choices of this row are left out: it was read as a question with a written answer."),
        gettext_lazy("Name its kind, and give each choice a column or a line of its own."),
    ),
    "option-gap": (
        gettext_lazy("Choice %(choice)s is empty though later ones are filled in."),
        gettext_lazy("Fill it in, or move the later ones up."),
    ),
    "bad-shares": (
        gettext_lazy("What each choice is worth cannot be read: %(text)s"),
        gettext_lazy("Write it as A=1, C=0.5."),
    ),
    "answer-is-no-choice": (
        gettext_lazy("The answer names no choice: %(text)s"),
        gettext_lazy("Write letters from A to %(last)s."),
    ),
    "letter-for-truth": (
        gettext_lazy("The answer is a letter; A was taken for right, B for wrong."),
        gettext_lazy("Check it, or write right or wrong."),
    ),
    "neither-true-nor-false": (
        gettext_lazy("The answer is neither right nor wrong: %(text)s"),
        gettext_lazy("Write 对 or 错, T or F."),
    ),
    "no-blank": (
        gettext_lazy("No blank was found in the question; one was put at its end."),
        gettext_lazy("Mark the blank as ____ where it belongs."),
    ),
    "no-pair": (
        gettext_lazy("A pair has no counterpart: %(text)s"),
        gettext_lazy("Write both sides as left | right."),
    ),
    "bad-order-word": (
        gettext_lazy("The order names not every line once: %(text)s"),
        gettext_lazy("Write every letter once, such as BAC."),
    ),
    "points-sum": (
        gettext_lazy("The points come to %(sum)s, the marks are %(marks)s."),
        gettext_lazy("Make the two agree."),
    ),
    "points-differ": (
        gettext_lazy("The marking points in another language (%(locale)s) are not as many; they were left out."),
        gettext_lazy("Give one line for each point in every language."),
    ),
    "no-part-text": (
        gettext_lazy("The part has no question."),
        gettext_lazy("Fill the cell in."),
    ),
    "bad-difficulty-word": (
        gettext_lazy("The difficulty cannot be read: %(text)s"),
        gettext_lazy("Write a figure from 1 (easy) to 5 (hard)."),
    ),
    "bad-number": (
        gettext_lazy("This is no number: %(text)s"),
        gettext_lazy("Write a number."),
    ),
    "bad-purpose": (
        gettext_lazy("It is not known what the question is for: %(text)s"),
        gettext_lazy("Choose from the list: exam, practice, public contest."),
    ),
    "case-not-in-csv": (
        gettext_lazy("A case does not fit into a CSV table and was left out: %(code)s"),
        gettext_lazy("Export it as an Excel workbook."),
    ),
}
