"""What is to be said of an item when it meets the bank."""

from django.utils.translation import gettext_lazy

SAYINGS = {
    "same-in-file": (
        gettext_lazy("The same question stands further up in the file (%(number)s) and is taken once."),
        gettext_lazy("Nothing need be done."),
    ),
    "code-twice": (
        gettext_lazy("The code %(code)s stands in the file twice (first at %(number)s)."),
        gettext_lazy("Give each question its own code."),
    ),
    "kind-differs": (
        gettext_lazy("The bank knows %(code)s as another kind: %(kind)s."),
        gettext_lazy("Give this question a new code."),
    ),
    "languages-kept": (
        gettext_lazy("The file says nothing in %(languages)s; the bank's wording in it was kept."),
        gettext_lazy("Check that it still agrees with the new wording."),
    ),
    "languages-lost": (
        gettext_lazy("The file says nothing in %(languages)s, and the bank's wording no longer fits; it is left out."),
        gettext_lazy("Add it in the file, or in the bank afterwards."),
    ),
    "no-chinese": (
        gettext_lazy("There is no Simplified wording; the one given (%(language)s) is shown in its place."),
        gettext_lazy("Add the Simplified wording in the bank."),
    ),
    "under-review": (
        gettext_lazy("%(name)s has already proposed another wording of %(code)s."),
        gettext_lazy("Let it be decided or withdrawn first."),
    ),
    "another-question": (
        gettext_lazy("The code %(code)s stands for quite another question in the bank: %(before)s"),
        gettext_lazy("If this is a new question, give it a new code."),
    ),
    "near": (
        gettext_lazy("It is nearly the same as %(code)s (%(percent)s%% alike)."),
        gettext_lazy("Compare the two; keep one."),
    ),
}
