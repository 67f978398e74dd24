"""Forms of a scheme draft (方案草稿): plain fields and rows for what the table keeps as JSON."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates import drafting, terms
from certificates.models import SchemeDraft
from certificates.requirements import LANGUAGES, ROUTES

ROUTE_CHOICES = [(route, terms.ROUTE_NAMES[route]) for route in ROUTES]


class SchemeForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    """Everything but the rows. Settings of renewal it does not know stay as they are."""

    effective_from = forms.DateField(label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    training_hours = forms.IntegerField(label=_("Hours of training"), min_value=1, max_value=400)
    decided = forms.BooleanField(label=_("A person decides on each application"), required=False)
    routes = forms.MultipleChoiceField(label=_("Routes"), choices=ROUTE_CHOICES, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = SchemeDraft
        fields = ("effective_from", "title_zh", "title_zh_hant", "title_en", "disclaimer", "validity_months", "grace_days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        demands = self.instance.demands
        self.initial.update(training_hours=demands.training_hours, decided=demands.is_decided, routes=demands.routes)
        for key, of in terms.renewal_values(self.instance).items():
            self.fields[key] = forms.IntegerField(label=terms.RENEWAL_NAMES[key], min_value=0, max_value=2000, initial=of)
        for (route, language), text in drafting.wordings(self.instance):
            self.fields[_wording(route, language)] = forms.CharField(
                label=terms.wording_label(route, language),
                max_length=300,
                initial=text,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("wording-")]

    @property
    def wording_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("wording-")]

    def put(self, rows: "Rows") -> SchemeDraft:
        """The draft with what this form and the rows say; nothing is stored."""
        draft: SchemeDraft = self.instance
        given = self.cleaned_data
        draft.wording = {
            route: {language: given[_wording(route, language)] for language in texts} for route, texts in draft.wording.items()
        }
        kept = {key: of for key, of in draft.renewal.items() if key not in terms.RENEWAL_NAMES}
        areas = {**draft.renewal.get("areas", {}), "law": given["law"]}
        stated = {key: given[key] for key in terms.RENEWAL_NAMES if key != "law"}
        draft.renewal = {**kept, **stated, "areas": areas}
        plain = {"training_hours": given["training_hours"], "decided": given["decided"], "routes": given["routes"]}
        draft.requirements = {**draft.requirements, **plain, **rows.values()}
        return draft


def _wording(route: str, language: str) -> str:
    return f"wording-{route}-{language}"


class TextForm(forms.Form):
    """One row in both languages."""

    zh = forms.CharField(label=_("In Chinese"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    en = forms.CharField(label=_("In English"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def value(self) -> Any:
        return {"zh-hans": self.cleaned_data["zh"], "en": self.cleaned_data["en"]}


class RequirementForm(TextForm):
    """One thing to be shown by files."""

    code = forms.ChoiceField(label=_("What"), choices=[("", "—"), *terms.KIND_NAMES.items()])
    routes = forms.MultipleChoiceField(
        label=_("Routes"), choices=ROUTE_CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )

    field_order = ("code", "zh", "en", "routes")

    def has_changed(self) -> bool:
        """A new row counts once something is written in it; that its routes are ticked beforehand does not make it one."""
        return any(name != "routes" for name in self.changed_data)

    def value(self) -> Any:
        routes = self.cleaned_data["routes"] or list(ROUTES)
        return {"code": self.cleaned_data["code"], "routes": routes, "text": super().value()}


class Rows:
    """The three lists of a draft as rows with some empty ones below."""

    def __init__(self, draft: SchemeDraft, data: Any = None) -> None:
        demands = draft.demands
        self.entry = _rows(TextForm, "entry", [_pair(text) for text in demands.entry], data)
        evidence = [{"code": one.code, "routes": one.routes, **_pair(one.text)} for one in demands.requirements]
        self.evidence = _rows(RequirementForm, "evidence", evidence, data)
        self.pledges = _rows(TextForm, "pledges", [_pair(text) for text in demands.pledges], data)

    def is_valid(self) -> bool:
        # Each is asked, so that the mistakes of all are shown at once.
        valid = [rows.is_valid() for rows in (self.entry, self.evidence, self.pledges)]
        return all(valid)

    def values(self) -> dict[str, Any]:
        return {name: [row.value() for row in _kept(getattr(self, name))] for name in ("entry", "evidence", "pledges")}


def _pair(text: Mapping[str, str]) -> dict[str, str]:
    return dict(zip(("zh", "en"), (text.get(language, "") for language in LANGUAGES), strict=True))


def _rows(form: type[TextForm], prefix: str, initial: list[dict[str, Any]], data: Any) -> Any:
    made = forms.formset_factory(form, extra=2, can_delete=True, max_num=20)
    return made(data, initial=initial, prefix=prefix)


def _kept(rows: Any) -> list[Any]:
    return [row for row in rows.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
