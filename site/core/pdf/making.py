"""Making a document of HTML, or refusing to.

xhtml2pdf reports a missing glyph only in its log and draws a box; a font it cannot load becomes Helvetica
without a word. So a document is made only when every character is covered, checked first by name (typefaces.require_printable),
and the log is empty afterwards. The document may fetch nothing: no file, no network.
"""

import io

from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from core.typefaces import Unprintable


def make(html: str, *, title: str, author: str, subject: str = "", keywords: str = "", seconds: int = 20) -> bytes:
    """The pages of `html`, as xhtml2pdf leaves them; mending.mend makes them whole. Raises Unprintable."""
    out = io.BytesIO()
    status = pisa.CreatePDF(
        html,
        dest=out,
        encoding="utf-8",
        resource_policy=ResourceAccessPolicy.server(None, allow_remote=False, max_render_seconds=seconds),
        context_meta={"title": title, "author": author, "subject": subject or title, "keywords": keywords},
    )
    if status.err or status.log:
        raise Unprintable("; ".join(str(entry[2]) for entry in status.log) or "the document could not be built")
    return out.getvalue()
