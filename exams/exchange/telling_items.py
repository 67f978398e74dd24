"""What is to be said of an item, whichever format brought it."""

from django.utils.translation import gettext_lazy

SAYINGS = {
    "unknown-kind": (
        gettext_lazy("“%(kind)s” is no kind of question here."),
        gettext_lazy("Choose one of the nine kinds."),
    ),
    "no-stem": (
        gettext_lazy("The question has no wording."),
        gettext_lazy("Write the question, or remove the row."),
    ),
    "no-stem-in": (
        gettext_lazy("The question has no wording in one of its languages (%(locale)s)."),
        gettext_lazy("Write it in that language, or remove the other texts of that language."),
    ),
    "bad-marks": (
        gettext_lazy("Marks of %(marks)s cannot be given."),
        gettext_lazy("Give marks above nought, with two decimals at most."),
    ),
    "too-many-choices": (
        gettext_lazy("There are %(number)s choices; at most %(most)s fit."),
        gettext_lazy("Remove some, or make two questions of it."),
    ),
    "same-letter": (
        gettext_lazy("Two choices stand under one letter."),
        gettext_lazy("Give each its own letter."),
    ),
    "empty-choice": (
        gettext_lazy("Choice %(choice)s has no text (%(locale)s)."),
        gettext_lazy("Fill it in, or remove it in every language."),
    ),
    "same-choice": (
        gettext_lazy("Two choices read the same: %(text)s"),
        gettext_lazy("Change or remove one of them."),
    ),
    "bad-difficulty": (
        gettext_lazy("Difficulty %(difficulty)s is not 1 to 5."),
        gettext_lazy("Write a figure from 1 (easy) to 5 (hard)."),
    ),
    "long-code": (
        gettext_lazy("The code is longer than %(most)s characters: %(code)s"),
        gettext_lazy("Shorten it."),
    ),
    "unknown-area": (
        gettext_lazy("There is no area %(area)s."),
        gettext_lazy("Write exam and area as the bank knows them, such as QSO:S1."),
    ),
    "no-area": (
        gettext_lazy("No area is given, so it cannot be drawn into a paper yet."),
        gettext_lazy("Set the area in the bank before or after the review."),
    ),
    "long-field": (
        gettext_lazy("A text is too long for its field: %(text)s…"),
        gettext_lazy("Shorten the source or the lesson."),
    ),
    "rule-of-another-kind": (
        gettext_lazy("The marking rule does not suit this kind of question (%(rule)s)."),
        gettext_lazy("Leave the rule empty, or choose another."),
    ),
    "no-key": (
        gettext_lazy("There is no answer."),
        gettext_lazy("Write the right answer."),
    ),
    "all-right": (
        gettext_lazy("Every choice is right, so ticking everything would pay."),
        gettext_lazy("Add a wrong choice before it is handed in for review."),
    ),
    "one-right": (
        gettext_lazy("Only one choice is right, though several may be ticked."),
        gettext_lazy("Check the key, or make it single choice."),
    ),
    "blanks-differ": (
        gettext_lazy("The question has %(stem)s blanks, the answer %(key)s."),
        gettext_lazy("Mark each blank as ____ and part the answers by semicolons."),
    ),
    "bad-pairs": (
        gettext_lazy("The key does not pair every line on the left with one on the right."),
        gettext_lazy("Complete the pairs."),
    ),
    "bad-order": (
        gettext_lazy("The key does not name every line once."),
        gettext_lazy("Write each letter once, in the right order."),
    ),
    "no-parts": (
        gettext_lazy("The case has no parts."),
        gettext_lazy("Add at least one part with its question."),
    ),
    "no-rubric": (
        gettext_lazy("There is no marking scheme."),
        gettext_lazy("Add the points a marker goes by before it is handed in for review."),
    ),
    "rubric-sum": (
        gettext_lazy("The points of part %(part)s come to %(sum)s, its marks are %(marks)s."),
        gettext_lazy("Make the two agree."),
    ),
    "rubric-part": (
        gettext_lazy("The marking scheme names a part that is not there."),
        gettext_lazy("Check the numbers of the parts."),
    ),
    "too-few-choices": (
        gettext_lazy("There are %(number)s choices, at least %(least)s are needed."),
        gettext_lazy("Add choices, or change the kind of question."),
    ),
    "key-is-no-choice": (
        gettext_lazy("The answer %(key)s is none of the choices."),
        gettext_lazy("Write the letter of a choice."),
    ),
    "key-earns-less": (
        gettext_lazy("The key itself earns %(earned)s of %(marks)s marks under its rule."),
        gettext_lazy("Change the key or what each choice is worth."),
    ),
    "html-tags": (
        gettext_lazy("Formatting was left out that the bank does not keep: %(tags)s"),
        gettext_lazy("Add pictures in the bank; check that the text still reads well."),
    ),
}
