"""The forms in which an item is written (命题), one for each kind: plain HTML, with empty rows enough to need no script."""

from exams.content import Content
from exams.models import Kind
from exams.office.writing.choices import MatchingForm, MultipleForm, OrderingForm, SingleForm, TrueFalseForm
from exams.office.writing.texts import CaseForm, FillInForm, NumericForm, ShortForm
from exams.office.writing.wording import WordingForm

FORMS: dict[str, type[WordingForm]] = {
    Kind.SINGLE: SingleForm,
    Kind.MULTIPLE: MultipleForm,
    Kind.TRUEFALSE: TrueFalseForm,
    Kind.FILLIN: FillInForm,
    Kind.NUMERIC: NumericForm,
    Kind.MATCHING: MatchingForm,
    Kind.ORDERING: OrderingForm,
    Kind.SHORT: ShortForm,
    Kind.CASE: CaseForm,
}

__all__ = ["FORMS", "Content", "WordingForm"]
