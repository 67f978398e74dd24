"""Taking in the files of a pack: what one is, is read from its bytes; it is stored under its digest, and shown to nobody yet."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel

from core.handed_in import ENDINGS_TAKEN, OFFICE, BadFile, HandedIn, read
from core.keeping import Tampered, kept
from schools.excerpting import Unreadable, excerpt
from schools.neutralising import neutral
from schools.rewording import markdown

WORD = OFFICE["word/document.xml"]


class PackFileForm(WagtailAdminModelForm):
    """One row of a pack's files. A file that is refused says why, and nothing of it is kept."""

    upload = forms.FileField(
        label=_("Choose a file"),
        required=False,
        # A telephone that is told writes its photographs as JPEG.
        widget=forms.FileInput(attrs={"accept": ",".join(ending for endings in ENDINGS_TAKEN.values() for ending in endings)}),
        help_text=_("PDF, Word, Excel, PowerPoint, PNG or JPEG, at most 8 MB. Macros are refused."),
    )

    def has_changed(self) -> bool:
        """A new row in which nothing was chosen or written yet is nothing: it keeps no draft from being saved meanwhile."""
        said = self.files.get(self.add_prefix("upload")) or self.data.get(self.add_prefix("title"))
        return bool(self.instance.key or said) and super().has_changed()

    def clean_upload(self) -> Any:
        from schools.clearing import admit  # its tables stand above this form

        chosen = self.cleaned_data.get("upload")
        if not chosen:
            if not self.instance.key:
                raise forms.ValidationError(_("Choose a file, or remove this row."))
            return None
        try:
            taken = neutral(read(chosen, name=chosen.name, size=chosen.size, takes_office=True))
            admit(taken)
        except BadFile as fault:
            raise forms.ValidationError(str(fault)) from fault
        return taken

    def save(self, commit: bool = True) -> Any:
        taken = self.cleaned_data.get("upload")
        if taken:
            store(self.instance, taken)
        return super().save(commit=commit)


def told_by(row: PackFileForm) -> str:
    """The words of the row's Word file as Markdown; empty for any other, and for one that is refused, taken out or damaged."""
    if not row.is_valid() or row.cleaned_data.get("DELETE"):
        return ""
    taken, kept_one = row.cleaned_data.get("upload"), row.instance
    mime = taken.mime if taken else kept_one.mime if kept_one.key else ""
    if mime != WORD:
        return ""
    try:
        content = taken.content if taken else kept(kept_one.key, kept_one.sha256)
        return markdown(excerpt(content, WORD).html)
    except (Unreadable, Tampered, FileNotFoundError):
        return ""


def store(file: Any, taken: HandedIn) -> None:
    """Keep the bytes and say of the row (PackFile) which they are."""
    from schools.clearing import ask_later
    from schools.outlining import read_later

    file.code = uuid4()
    file.key = taken.keep_in("resources", file.code)
    file.name, file.mime, file.sha256, file.size = taken.name, taken.mime, taken.sha256, len(taken.content)
    ask_later(file.key, file.sha256)
    read_later(file.key, file.sha256, file.mime)


class FilesPanel(InlinePanel):
    """The rows of files in the editor, with a field to choose one from this device."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = PackFileForm
        return options
