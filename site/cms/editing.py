"""The editor's form of every page."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Nobody need think of an address: left empty, it is made of the title when the page is saved, and kept afterwards.

    The editor's own script offers one a moment after the title is left; whoever is quicker was told that it is missing.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A page begun a moment ago has no language before it is saved; forms and previews ask for it earlier.
        if self.parent_page and not self.instance.locale_id:
            self.instance.locale = self.parent_page.locale
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"] or self.instance.slug)
