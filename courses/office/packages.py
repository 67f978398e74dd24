"""Packages in the admin (课件包): uploaded, looked at, renamed, followed by a newer version; never edited, never deleted."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView

from cms.policies import Making
from cms.snippets import SnippetViewSet
from core.archives import Refusal
from courses.models import Package
from courses.packages import containment, telling
from courses.uploading import upload


class PackageForm(WagtailAdminModelForm):
    file = forms.FileField(
        label=_("Package file"),
        help_text=_("A zip of SCORM 1.2 or SCORM 2004, or an .h5p file, at most 300 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.h5p"}),
    )

    class Meta:
        model = Package
        fields = ("title",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Empty: as the package calls itself.")
        if not self.instance._state.adding:
            self.fields["file"].required = False
            self.fields["file"].label = _("Newer version")
            self.fields["file"].help_text = _(
                "Who has begun goes on with the old version. Choose the new one in the lessons, then publish them."
            )

    def clean_title(self) -> str:
        return str(self.cleaned_data["title"] or self.instance.title)

    def save(self, commit: bool = True) -> Package:
        """Uploading is the verb's; a form only carries the file to it."""
        if not self.cleaned_data.get("file"):
            self.instance.save(update_fields=["title"])
            return self.instance
        return self.taken

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file and not self.errors:
            replaces = None if self.instance._state.adding else self.instance
            try:
                self.taken = upload(
                    file=file, name=file.name, size=file.size, by=self.for_user, title=cleaned["title"], replaces=replaces
                )
            except Refusal as refusal:
                self.add_error("file", ValidationError([ValidationError(line) for line in telling.told(refusal)]))
        return cleaned


class _Telling:
    """What the package asks for and does not get is said once it is kept."""

    request: HttpRequest

    def save_instance(self) -> Package:
        kept: Package = super().save_instance()  # type: ignore[misc]  # Wagtail's, of the views below
        for told in filter(None, [telling.not_carried_out(kept.told), *telling.wanting(kept.told, has_host=self._has_host())]):
            messages.warning(self.request, told)
        return kept

    def _has_host(self) -> bool:
        return bool(containment.own_origin(self.request))


class PackageCreateView(_Telling, CreateView):
    pass


class PackageEditView(_Telling, EditView):
    pass


def _looked_at(package: Package) -> SafeString:
    return format_html('<a href="{}" target="_blank">{}</a>', reverse("courses:package_look", args=[package.pk]), _("Look at it"))


class PackageViewSet(SnippetViewSet):
    model = Package
    icon = "media"
    menu_label = _("learning packages")
    add_view_class = PackageCreateView
    edit_view_class = PackageEditView
    copy_view_enabled = False
    list_per_page = 50
    list_display: ClassVar = [
        "title",
        Column("kind", label=_("kind"), accessor=lambda row: row.get_kind_display(), sort_key="kind"),
        Column("version", label=_("version"), sort_key="version"),
        Column("state", label=_("state"), accessor=lambda row: row.get_state_display(), sort_key="state"),
        Column("size", label=_("unpacked size"), accessor=lambda row: filesizeformat(row.size), sort_key="size"),
        Column("left_out", label=_("files left out"), accessor=lambda row: len(row.left_out)),
        Column("unsupported", label=_("rules not carried out"), accessor=lambda row: len(row.unsupported or [])),
        Column("look", label=_("preview"), accessor=_looked_at),
    ]
    list_filter: ClassVar = ["kind", "state"]
    search_backend_name = None
    search_fields: ClassVar = ["title", "file_name"]
    edit_handler = ObjectList([FieldPanel("title"), FieldPanel("file")], base_form_class=PackageForm)

    @property
    def permission_policy(self) -> Making:
        return Making(Package)

    def get_queryset(self, request: Any) -> QuerySet[Package]:
        rows = Package.objects.visible_to(request.user).defer("outline")
        return rows.annotate(unsupported=KeyTransform("unsupported", KeyTransform("extra", "outline")))
