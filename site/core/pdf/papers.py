"""A template on paper: its words are looked at first, then it is laid in the faces they need, drawn, and made whole."""

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import pikepdf
from django.template.loader import render_to_string

from core.pdf import faces
from core.pdf.making import make
from core.pdf.mending import mend
from core.typefaces import require_printable


def paper(template: str, context: Mapping[str, Any], *, title: str, author: str, day: dt.date, keywords: str = "") -> bytes:
    """The document of `template`, in the language now active. It gets `kai` and `latin`, lists of faces. Raises Unprintable."""
    text = render_to_string(template, {**context, "kai": "", "latin": ""})
    require_printable("".join(sign for sign in text if not sign.isspace()), formulas=True)
    html = render_to_string(template, {**context, "kai": faces.chinese(text), "latin": faces.LATIN})
    with pikepdf.open(io.BytesIO(make(html, title=title, author=author, keywords=keywords))) as document:
        return mend(document, day)
