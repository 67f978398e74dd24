"""What is to be said of a GIFT file."""

from django.utils.translation import gettext_lazy

SAYINGS = {
    "gift-nothing": (
        gettext_lazy("No question was found in the file."),
        gettext_lazy("Check that it is GIFT: each question followed by its answers in braces."),
    ),
    "gift-description": (
        gettext_lazy("This text has no answers in braces and is left out: %(text)s"),
        gettext_lazy("If it is a question, add its answers."),
    ),
    "gift-braces": (
        gettext_lazy("The braces do not match."),
        gettext_lazy("Close every brace; a brace in the text is written as \\{ or \\}."),
    ),
    "gift-several-braces": (
        gettext_lazy("There is more than one pair of braces in the question."),
        gettext_lazy("Keep one pair for each question; make several questions of it."),
    ),
    "gift-name": (
        gettext_lazy("The question's name is not kept, the bank names questions by code: %(name)s"),
        gettext_lazy("Nothing need be done."),
    ),
    "gift-weight": (
        gettext_lazy("A weight of %(weight)s %% is out of range."),
        gettext_lazy("Write a weight from -100 to 100."),
    ),
    "gift-several-right": (
        gettext_lazy("Several answers are marked as wholly right: %(choices)s"),
        gettext_lazy("Where several are right together, give each a share: ~%%50%%."),
    ),
    "gift-partial": (
        gettext_lazy("Wrong answers that earn a share in the file earn nothing here."),
        gettext_lazy("Check whether that is wanted."),
    ),
    "gift-sum": (
        gettext_lazy("The right answers' weights come to %(sum)s %%, not 100."),
        gettext_lazy("Correct the weights."),
    ),
    "gift-free-wrong": (
        gettext_lazy("Wrong choices cost nothing in the file; here any wrong choice earns nothing."),
        gettext_lazy("Change the marking rule in the bank if that is not wanted."),
    ),
    "gift-no-full-answer": (
        gettext_lazy("No number is wholly right."),
        gettext_lazy("Give one number without a weight."),
    ),
    "gift-more-numbers": (
        gettext_lazy("%(number)s further numbers were left out; one number is right here."),
        gettext_lazy("Widen the tolerance if they should count."),
    ),
    "gift-number": (
        gettext_lazy("This is no number: %(text)s"),
        gettext_lazy("Write 3.14, 3.14:0.01 or 3.13..3.15."),
    ),
    "gift-pair": (
        gettext_lazy("A pair has no counterpart: %(text)s"),
        gettext_lazy("Write it as =left -> right."),
    ),
    "gift-answers": (
        gettext_lazy("The answers cannot be read: %(text)s"),
        gettext_lazy("Begin each accepted answer with =, or each choice with = or ~."),
    ),
    "gift-no-ordering": (
        gettext_lazy("GIFT knows no ordering; left out: %(code)s"),
        gettext_lazy("Export it as an Excel workbook or as QTI."),
    ),
    "gift-no-case": (
        gettext_lazy("GIFT knows no case with parts; left out: %(code)s"),
        gettext_lazy("Export it as an Excel workbook or as QTI."),
    ),
    "gift-no-blanks": (
        gettext_lazy("GIFT knows no question with several blanks; left out: %(code)s"),
        gettext_lazy("Export it as an Excel workbook or as QTI."),
    ),
    "gift-not-in-language": (
        gettext_lazy("It has no wording in the language chosen; the Chinese one is written: %(code)s"),
        gettext_lazy("Choose another language, or add the wording."),
    ),
    "gift-arrow": (
        gettext_lazy("An answer holds an arrow ->, which GIFT takes for a pair; left out: %(code)s"),
        gettext_lazy("Write → instead, or export it as an Excel workbook."),
    ),
}
