"""Films, sounds and files of lessons in the admin (学习素材): uploaded once, judged by content; captions may be mended later."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView

from cms.snippets import SnippetViewSet
from core.audit import record
from courses.media import keeping, telling
from courses.media.captions import Faulty
from courses.media.captions import read as read_captions
from courses.media.checkpoints import in_milliseconds
from courses.models import Medium

_LANGUAGES = {"captions_zh": "zh-hans", "captions_en": "en"}


class MediumForm(WagtailAdminModelForm):
    file = forms.FileField(
        label=_("file"),
        required=False,
        help_text=_("MP4 or WebM film, MP3, M4A, Ogg or WAV sound, PDF, Word, Excel, PowerPoint, ZIP, TXT or CSV."),
    )
    length = forms.CharField(
        label=_("length"),
        required=False,
        max_length=8,
        help_text=_("Minutes and seconds, only where the file does not say: 12:30"),
    )
    captions_zh = forms.FileField(label=_("captions in Simplified Chinese"), required=False, help_text=_("WebVTT or SRT"))
    captions_en = forms.FileField(label=_("captions in English"), required=False, help_text=_("WebVTT or SRT"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance._state.adding
        if not self.is_new:
            # What learners have watched is counted in this file's seconds: another film is another material.
            for name in ("file", "url"):
                self.fields[name].disabled = True
            self.initial["length"] = self.instance.length

    def clean_length(self) -> str:
        length = str(self.cleaned_data["length"])
        if length and in_milliseconds(length) is None:
            raise ValidationError(gettext("Write the length as minutes and seconds: 12:30"))
        return length

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"] or "")
        if url and self.is_new and urlsplit(url).scheme != "https":
            raise ValidationError(gettext("The address must begin with https://."))
        return url

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name, language in _LANGUAGES.items():
            self._take_captions(name, language, cleaned.get(name))
        if self.is_new:
            self._take_file(cleaned)
        length = in_milliseconds(cleaned.get("length") or "") or 0
        # The file's own word goes first: hours rest on it.
        if not self.instance.milliseconds or self.instance.url:
            self.instance.milliseconds = length or self.instance.milliseconds
        return cleaned

    def _take_captions(self, name: str, language: str, file: Any) -> None:
        if not file:
            return
        try:
            cues = read_captions(file.read())
        except Faulty as reason:
            self.add_error(name, telling.of_captions(reason))
            return
        told = [[cue.start, cue.end, cue.text] for cue in cues]
        self.instance.captions = dict(self.instance.captions) | {language: told}

    def _take_file(self, cleaned: dict[str, Any]) -> None:
        file: Any = cleaned.get("file")
        url = cleaned.get("url")
        if bool(file) == bool(url):
            self.add_error("file", gettext("Choose a file or give an address, one of the two."))
        elif url:
            self.instance.kind, self.instance.type = Medium.Kind.VIDEO, "video/mp4"
        elif not self.errors:
            try:
                keeping.take_in(self.instance, file.file, file.name, file.size)
            except keeping.Refused as reason:
                self.add_error("file", telling.of_upload(reason))


class MediumCreateView(CreateView):
    def save_instance(self) -> Medium:
        self.form.instance.uploaded_by = self.request.user
        medium: Medium = super().save_instance()
        record("medium.uploaded", medium, by=self.request.user, sha256=medium.sha256)
        return medium


class MediumViewSet(SnippetViewSet):
    model = Medium
    add_view_class = MediumCreateView
    icon = "media"
    menu_label = _("Learning materials")
    list_display: ClassVar = [
        "title",
        Column("get_kind_display", label=_("kind")),
        Column("length", label=_("length")),
        "uploaded_at",
    ]
    list_filter: ClassVar = ["kind"]
    search_fields: ClassVar = ["title"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            MultiFieldPanel([FieldPanel("file"), FieldPanel("url"), FieldPanel("length")], _("File or address")),
            MultiFieldPanel([FieldPanel("captions_zh"), FieldPanel("captions_en")], _("Captions")),
        ],
        base_form_class=MediumForm,
    )
