"""What is searched of a row that is told in two languages (可搜索的列)."""

from wagtail.search import index


def told_twice(heading_en: str, *names: str) -> list[index.SearchField]:
    """The heading, which weighs double, its English twin, then each column and its own (`text` and `text_en`)."""
    twins = [name + ending for name in names for ending in ("", "_en")]
    return [index.SearchField("title", boost=2), *(index.SearchField(name) for name in (heading_en, *twins))]
