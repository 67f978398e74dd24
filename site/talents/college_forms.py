"""What a teacher of a college, a student, the register and the directory fill in; the gradebook and a syllabus as workbooks."""

from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from openpyxl import Workbook

from core.codes import typed
from courses.rosters import text_cell
from organisations.models import Organisation
from talents.grading import Book
from talents.languages import told
from talents.models import CollegeAgreement, GradeColumn, Level, SyllabusTemplate


class ProgrammeFilter(forms.Form):
    """The filters of the directory. What is not known narrows nothing."""

    level = forms.ChoiceField(choices=Level, required=False)
    major = forms.CharField(max_length=40, required=False)

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(value).strip() for name, value in self.cleaned_data.items() if value}


class GroupForm(forms.Form):
    college = forms.ModelChoiceField(queryset=Organisation.objects.none(), label=gettext_lazy("College"), empty_label=None)
    title = forms.CharField(label=gettext_lazy("Title of the class"), max_length=60)

    def __init__(self, *args: Any, colleges: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["college"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what stands above
        field.queryset = colleges


class JoinForm(forms.Form):
    code = forms.CharField(label=gettext_lazy("Code of the class"), max_length=8)

    def clean_code(self) -> str:
        return typed(str(self.cleaned_data["code"]))


class ColumnForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What is graded"), max_length=40)
    maximum = forms.IntegerField(label=gettext_lazy("Full marks"), min_value=1, max_value=1000, initial=100)


class ProposalForm(forms.Form):
    """Without the number of an agreement nothing is proposed."""

    agreement = forms.ModelChoiceField(
        queryset=CollegeAgreement.objects.none(),
        label=pgettext_lazy("with a college", "Agreement"),
        error_messages={"required": gettext_lazy("Name the agreement.")},
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"), max_digits=4, decimal_places=1, min_value=Decimal("0.5"), max_value=16
    )

    def __init__(self, *args: Any, agreements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreement"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what stands above
        field.queryset = agreements


class RefusalForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


def agreements_of(college: Any) -> Any:
    return CollegeAgreement.objects.filter(college=college)


def marks(data: Any, column: GradeColumn, members: Any) -> tuple[dict[int, Decimal], list[str]]:
    """Marks typed for a column, by member; and what cannot be read, in words. An empty field leaves what is there."""
    read: dict[int, Decimal] = {}
    faults: list[str] = []
    for member in members:
        text = str(data.get(f"m{member.pk}", "")).strip()
        if not text:
            continue
        try:
            points = Decimal(text)
        except InvalidOperation:
            points = Decimal(-1)
        if points.is_finite() and 0 <= points <= column.maximum:
            read[member.pk] = points.quantize(Decimal("0.1"))
        else:
            words = {"name": member.student.full_name, "most": column.maximum}
            faults.append(_("%(name)s: marks are a figure from 0 to %(most)s.") % words)
    return read, faults


def gradebook(book: Book) -> bytes:
    """Names, marks, shares; every text is a text."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet(_("Gradebook"))
    heads = [_("Student"), *(column.title for column in book.columns), _("Share of full marks")]
    sheet.append([text_cell(sheet, head) for head in heads])
    for row in book.rows:
        points = [None if one is None else float(one) for one in row.points]
        sheet.append([text_cell(sheet, row.name), *points, row.share])
    return _bytes(made)


def syllabus_file(syllabus: SyllabusTemplate) -> bytes:
    """Units, hours, outcomes: a table to go on with."""
    made = Workbook(write_only=True)
    sheet = made.create_sheet(_("Syllabus"))
    sheet.append([text_cell(sheet, told(syllabus, "title"))])
    sheet.append([text_cell(sheet, head) for head in (_("Unit"), _("Class hours"), _("Outcomes"))])
    for unit in syllabus.units:
        outcomes = "；".join(unit.get("outcomes") or [])
        sheet.append([text_cell(sheet, unit["title"]), unit["hours"], text_cell(sheet, outcomes)])
    return _bytes(made)


def _bytes(book: Any) -> bytes:
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
