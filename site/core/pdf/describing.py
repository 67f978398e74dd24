"""Words for pictures: what a page shows is also told to whoever cannot see it."""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Operator, Pdf


def describe(document: Pdf, words: Sequence[str]) -> None:
    """Give each picture drawn, in the order of the pages, its words (/Alt): read aloud, searched, copied."""
    waiting = list(words)
    for page in document.pages:
        told: list[Any] = []
        for deed in pikepdf.parse_content_stream(page):
            if waiting and deed.operator == Operator("Do") and _is_picture(page, deed.operands[0]):
                alternative = Dictionary(Alt=pikepdf.String(waiting.pop(0)))
                told += [([Name.Figure, alternative], Operator("BDC")), deed, ([], Operator("EMC"))]
            else:
                told.append(deed)
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(told))


def _is_picture(page: pikepdf.Page, name: Any) -> bool:
    return bool(page.Resources.get(Name.XObject, Dictionary()).get(name, Dictionary()).get(Name.Subtype) == Name.Image)
