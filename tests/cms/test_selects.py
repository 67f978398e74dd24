"""Selects: an empty choice is a word in every form of the house."""

from django import forms
from django.utils.translation import override

from cases.models import CaseStudy
from schools.models import LessonPackPage


def test_an_empty_choice_is_a_word_and_says_whether_one_must_choose():
    shaped = forms.modelform_factory(CaseStudy, fields=["field", "licence"])
    asked = forms.ModelChoiceField(queryset=LessonPackPage.objects.none(), label="x")
    named = forms.ModelChoiceField(queryset=LessonPackPage.objects.none(), label="x", empty_label="不限")

    def shown(field, name="x"):
        return type("One", (forms.Form,), {name: field})().as_p()

    for html, words in (
        (shaped().as_p(), "请选择"),
        (shown(asked), "请选择"),
        (shown(forms.ModelChoiceField(queryset=LessonPackPage.objects.none(), required=False)), "不选"),
        (shown(named), "不限"),
        (shown(forms.ChoiceField(choices=[("", "—"), ("a", "b")])), "请选择"),
    ):
        assert f'<option value="" selected>{words}</option>' in html
        assert "---" not in html
    with override("en"):
        assert ">Choose<" in shown(asked)


def test_a_choice_that_was_made_is_still_the_chosen_one():
    shaped = forms.modelform_factory(CaseStudy, fields=["licence"])
    value = CaseStudy._meta.get_field("licence").choices[0][0]
    assert f'<option value="{value}" selected>' in shaped(initial={"licence": value}).as_p()
