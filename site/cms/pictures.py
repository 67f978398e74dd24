"""Pictures that editors upload: what cannot be read, or would fill the memory when it is, is refused in words."""

import struct

from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.forms import BaseImageForm

# What a reader of pictures raises at a file that is cut off, is made of nonsense, or holds gigabytes of points.
_UNREADABLE = (Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError, struct.error)


class PictureForm(BaseImageForm):
    """Wagtail's form, whose field asks a file for its size without expecting that it may have none."""

    def _clean_fields(self) -> None:
        try:
            super()._clean_fields()
        except _UNREADABLE:
            self.add_error(
                "file",
                _("This picture cannot be read: its file is damaged, or it has far too many pixels. Save it anew, smaller."),
            )
