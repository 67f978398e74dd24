"""What a teaching resource can be (资源的属性): stages, subjects, kinds and licences, each a short key and a name.

Pure, but for names that are translated when they are read. Keys go into addresses and tables and never change.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# A school lesson has 40 or 45 minutes; what is longer takes two or more.
ONE_LESSON, TWO_LESSONS = 45, 90


class Stage(models.TextChoices):
    PRIMARY = "primary", _("Primary school")
    SECONDARY = "secondary", _("Secondary school")
    VOCATIONAL = "vocational", _("Vocational school or college")
    HIGHER = "higher", _("University")


class Subject(models.TextChoices):
    SCIENCE = "science", pgettext_lazy("school subject", "Science")
    MATHS = "maths", pgettext_lazy("school subject", "Mathematics")
    CHINESE = "chinese", pgettext_lazy("school subject", "Chinese")
    MORALITY = "morality", pgettext_lazy("school subject", "Morality and law")
    PHYSICS = "physics", pgettext_lazy("school subject", "Physics")
    COMPUTING = "computing", pgettext_lazy("school subject", "Information technology")
    TECHNOLOGY = "technology", pgettext_lazy("school subject", "General technology")
    LABOUR = "labour", pgettext_lazy("school subject", "Practical work")
    PRACTICE = "practice", pgettext_lazy("school subject", "Integrated practice")
    POLITICS = "politics", pgettext_lazy("school subject", "Ideology and politics")
    CAREER = "career", pgettext_lazy("school subject", "Career planning")
    QUALITY = "quality", pgettext_lazy("school subject", "Quality management and inspection")
    OTHER = "other", pgettext_lazy("school subject", "Other")


class Kind(models.TextChoices):
    PLAN = "plan", _("Lesson plan")
    PRACTICE = "practice", _("Practice course")
    SLIDES = "slides", _("Slides")
    SHEET = "sheet", _("Pupils' sheet")
    CASE = "case", pgettext_lazy("teaching resource", "Case")
    FIGURES = "figures", _("Data table")
    GRID = "grid", _("Assessment grid")


class Licence(models.TextChoices):
    BY = "cc-by-4.0", "CC BY 4.0"
    BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    BY_NC = "cc-by-nc-4.0", "CC BY-NC 4.0"
    BY_NC_SA = "cc-by-nc-sa-4.0", "CC BY-NC-SA 4.0"
    SCHOOL = "school", _("All rights with the school")
    PUBLIC = "public", _("Law text or public domain")


class Role(models.TextChoices):
    """Whose work a resource serves (适用岗位): who gives the lesson, and the posts of quality that it prepares for."""

    TEACHER = "teacher", pgettext_lazy("post", "Teachers")
    CQO = "cqo", _("Chief quality officer")
    QSD = "qsd", _("Quality safety director")
    QSO = "qso", _("Quality safety officer")


class Language(models.TextChoices):
    """What a resource is written in (语言): its text and its files."""

    HANS = "zh-hans", _("Simplified Chinese")
    HANT = "zh-hant", _("Traditional Chinese")
    ENGLISH = "en", _("English")


# As other systems spell it (BCP 47).
SPELT: dict[str, str] = {Language.HANS: "zh-Hans", Language.HANT: "zh-Hant", Language.ENGLISH: "en"}


def language_of(tag: str) -> str:
    """Ours for another system's; nothing where it is none of these.

    >>> [language_of(tag) for tag in ("zh-CN", "zh_HK", "zh-Hant", "en-GB", "pt", "")]
    ['zh-hans', 'zh-hant', 'zh-hant', 'en', '', '']
    """
    first, *rest = tag.lower().replace("_", "-").split("-")
    if first == "zh":
        return Language.HANT.value if {"hant", "tw", "hk", "mo"}.intersection(rest) else Language.HANS.value
    return Language.ENGLISH.value if first == "en" else ""


def for_teachers() -> list[str]:
    """Whom a resource serves as long as nobody says otherwise."""
    return [Role.TEACHER.value]


class Department(models.TextChoices):
    """Who approves together before anything is public (条例第二十六条：教育部门应当会同市场监管部门)."""

    EDUCATION = "education", _("Education department")
    REGULATION = "regulation", _("Market regulation department")


class Length(models.TextChoices):
    ONE = "one", _("1 lesson")
    TWO = "two", _("2 lessons")
    MORE = "more", _("3 lessons or more")


def length_of(minutes: int) -> Length:
    """
    >>> [length_of(n).value for n in (40, 45, 46, 90, 91)]
    ['one', 'one', 'two', 'two', 'more']
    """
    return Length.ONE if minutes <= ONE_LESSON else Length.TWO if minutes <= TWO_LESSONS else Length.MORE


def terms(licence: str) -> str:
    """What a licence lets a teacher do, in one phrase."""
    return str(_TERMS[Licence(licence)])


def may_be_adapted(licence: str) -> bool:
    """
    >>> may_be_adapted(Licence.BY_NC), may_be_adapted(Licence.SCHOOL)
    (True, False)
    """
    return licence != Licence.SCHOOL


def passes_on(licence: str, chosen: str) -> bool:
    """Whether an adaptation of a work under `licence` may be given under the one chosen.

    Share-alike stays itself, and not for sale stays not for sale.

    >>> passes_on("cc-by-sa-4.0", "cc-by-4.0"), passes_on("cc-by-nc-4.0", "cc-by-nc-sa-4.0"), passes_on("cc-by-4.0", "school")
    (False, True, True)
    """
    if licence in (Licence.BY_SA, Licence.BY_NC_SA):
        return chosen == licence
    if licence == Licence.BY_NC:
        return chosen in (Licence.BY_NC, Licence.BY_NC_SA)
    return licence == Licence.PUBLIC or (may_be_adapted(licence) and chosen != Licence.PUBLIC)


def address_of(licence: str) -> str:
    """Where a licence's text stands; empty for what is no public licence."""
    parts = licence.removeprefix("cc-").rsplit("-", 1)
    return f"https://creativecommons.org/licenses/{parts[0]}/{parts[1]}/" if licence.startswith("cc-") else ""


_TERMS = {
    Licence.BY: _("may be adapted; name the author"),
    Licence.BY_SA: _("may be adapted; name the author, share under the same licence"),
    Licence.BY_NC: _("may be adapted, not for sale; name the author"),
    Licence.BY_NC_SA: _("may be adapted, not for sale; name the author, share under the same licence"),
    Licence.SCHOOL: _("may be used in class; ask the school before adapting it"),
    Licence.PUBLIC: _("free to use"),
}
