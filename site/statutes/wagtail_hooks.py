"""The editors' words on each article, in the admin. The published text is shown there and cannot be changed."""

from typing import ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet

from cms import office_menu, pagecache
from cms.snippets import SnippetViewSet
from statutes.models import Article
from statutes.permissions import EditOnly


class ArticleViewSet(SnippetViewSet):
    model = Article
    icon = "doc-full"
    menu_label = _("Regulation")
    menu_order = office_menu.STATUTE
    add_to_admin_menu = True
    list_display = ("number", "heading_zh", "force", "bearing")
    ordering = ("number",)
    inspect_view_enabled = True
    inspect_view_fields_exclude: ClassVar = ["id", "statute"]
    permission_policy = EditOnly(Article)
    panels = (
        FieldPanel("number", read_only=True),
        FieldPanel("text", read_only=True),
        MultiFieldPanel(
            [
                FieldPanel("heading_zh"),
                FieldPanel("note_zh"),
                FieldPanel("force"),
                FieldPanel("force_detail_zh"),
                FieldPanel("bearing"),
                FieldPanel("services_zh"),
            ],
            _("Chinese"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("heading_en"),
                FieldPanel("translation_en"),
                FieldPanel("note_en"),
                FieldPanel("force_detail_en"),
                FieldPanel("services_en"),
            ],
            _("English"),
        ),
    )


register_snippet(ArticleViewSet)


@hooks.register("after_edit_snippet")
def show_the_new_words(request: HttpRequest, instance: object) -> None:
    """A note an editor has just changed is on the page for the next reader."""
    if isinstance(instance, Article):
        # Its page, and whatever quotes articles.
        pagecache.purge("law", "articles", "search")
