"""What an item is used for, and the picture it shows: the parts of its form that are no wording."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.traditional import traditional
from exams import picturing
from exams.content import Content
from exams.languages import SOURCE
from exams.models import Area, Item, ItemPicture
from exams.office.writing.rows import LANGUAGES, NAMES
from statutes.models import Article

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Article]
    _ItemForm = forms.ModelForm[Item]
else:
    _Choice, _ItemForm = forms.ModelChoiceField, forms.ModelForm


def article_choices() -> list[tuple[int, str]]:
    """The articles an item may rest on (one query)."""
    articles = Article.objects.select_related("statute").order_by("statute", "number")
    return [(article.pk, f"{article.label} {article.heading}") for article in articles]


class ArticleField(_Choice):
    def label_from_instance(self, article: Any) -> str:
        return f"{article.label} {article.heading}"


class TagsField(forms.CharField):
    """Short words, separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = str(super().clean(value)).replace("，", ",").replace("、", ",").split(",")
        return list(dict.fromkeys(word.strip() for word in words if word.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.clean(data) != (initial or []))


class UseForm(_ItemForm):
    """Where an item belongs and when it is drawn: saved at once, because none of it is shown to a candidate."""

    article = ArticleField(
        label=_("Source article"),
        required=False,
        queryset=Article.objects.select_related("statute").order_by("statute", "number"),
    )
    tags = TagsField(label=_("Tags"), required=False, max_length=300, help_text=_("Separated by commas."))

    class Meta:
        model = Item
        fields: ClassVar = [
            "code",
            "purpose",
            "objective",
            "difficulty",
            "quality_fields",
            "tags",
            "source",
            "article",
            "effective_from",
            "retire_on",
            "review_due",
            "status",
        ]
        widgets: ClassVar = {
            name: forms.DateInput(attrs={"type": "date"}) for name in ("effective_from", "retire_on", "review_due")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._areas: dict[str, list[Area]] = {}
        for area in Area.objects.all():
            self._areas.setdefault(area.credential, []).append(area)
        for credential, areas in self._areas.items():
            choices = [("", "—"), *((area.code, str(area)) for area in areas)]
            field = forms.ChoiceField(
                label=_("Area of %(credential)s") % {"credential": credential}, choices=choices, required=False
            )
            self.fields[f"area-{credential}"] = field
            self.initial[f"area-{credential}"] = self.instance.areas.get(credential, "")
        if self.instance.pk:
            del self.fields["code"]
        if self.instance.status in (Item.Status.DRAFT, Item.Status.REVIEW):
            # An item never approved becomes one in use by approval, in no other way.
            del self.fields["status"]
        else:
            self.fields["status"].choices = [(s.value, s.label) for s in (Item.Status.ACTIVE, Item.Status.RETIRED)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        areas = {credential: cleaned.get(f"area-{credential}", "") for credential in self._areas}
        self.instance.areas = {credential: code for credential, code in areas.items() if code}
        return cleaned

    @property
    def area_fields(self) -> list[forms.BoundField]:
        return [self[f"area-{credential}"] for credential in self._areas]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith("area-")]


class PictureForm(forms.Form):
    """The picture of an item: one file, its description in each language."""

    file = forms.FileField(
        label=_("Picture"), required=False, help_text=_("PNG, JPEG or WebP, at most 1 MB and 2000 × 2000 pixels.")
    )
    remove = forms.BooleanField(label=_("Take the picture out"), required=False)

    def __init__(self, data: Any = None, files: Any = None, *, content: Content | None, by: Any) -> None:
        kept = {code: body["picture"] for code, body in content.body.items() if body.get("picture")} if content else {}
        initial = {f"alt-{code}": picture["alt"] for code, picture in kept.items()}
        super().__init__(data, files, prefix="picture", initial=initial)
        self.kept, self.by = kept.get(SOURCE), by
        for code in LANGUAGES:
            if code != "zh-hant" or code in kept:
                label = _("What it shows, in words (%(language)s)") % {"language": NAMES[code]}
                self.fields[f"alt-{code}"] = forms.CharField(label=label, required=False, max_length=300)
        if not self.kept:
            del self.fields["remove"]

    def clean_file(self) -> ItemPicture | None:
        upload = self.cleaned_data.get("file")
        if not upload:
            return None
        try:
            return picturing.take(upload.file, size=upload.size, by=self.by)
        except picturing.BadPicture as reason:
            raise ValidationError(str(reason)) from reason

    def clean(self) -> None:
        if self.cleaned_data.get("file") and not self.cleaned_data.get(f"alt-{SOURCE}"):
            self.add_error(f"alt-{SOURCE}", _("Say what the picture shows, for those who cannot see it."))

    def picture(self) -> dict[str, Any] | None:
        """What each language's body says of it; None without one."""
        new: ItemPicture | None = self.cleaned_data.get("file")
        kept = None if self.cleaned_data.get("remove") else self.kept
        if new is None and kept is None:
            return None
        alts = {code: self.cleaned_data.get(f"alt-{code}") or self.cleaned_data[f"alt-{SOURCE}"] for code in LANGUAGES}
        alts["zh-hant"] = self.cleaned_data.get("alt-zh-hant") or traditional(alts[SOURCE])
        shown = new.shown_as("") if new else kept or {}
        return {code: {**shown, "alt": alt} for code, alt in alts.items()}
