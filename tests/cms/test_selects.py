"""Selects and groups of choices: an empty choice is a word, and an error above the form leads to what it is about."""

import re

from django import forms
from django.template import Context, Template
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


def test_an_error_above_the_form_leads_to_its_field_also_where_one_chooses_from_a_group():
    class Asked(forms.Form):
        words = forms.CharField(label="x")
        one = forms.ChoiceField(label="y", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
        some = forms.MultipleChoiceField(label="z", choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)

    told = (
        '{% load ui %}{% include "components/form_errors.html" with form=form title="t" only %}'
        "{% for bound in form %}{% field bound %}{% endfor %}"
    )
    page = Template(told).render(Context({"form": Asked({})}))
    leads = re.findall(r'href="#([^"]*)"', page)
    assert len(leads) == 3
    assert all(f' id="{lead}"' in page for lead in leads)
    assert re.search(r">z\W", page.partition("</ul>")[0]), "an error of several boxes says which"
