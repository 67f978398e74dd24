"""Files as people hand them in with a resource, for tests."""

import io
import zipfile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image

from schools.files import PackFileForm
from schools.models import PackFile

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def pdf(change=None):
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(200, 200))
        if change:
            change(document)
        document.save(out)
    return out.getvalue()


def picture(kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "navy").save(out, kind)
    return out.getvalue()


def office(part="word/document.xml", **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in ({"[Content_Types].xml": "<Types/>", part: "<document/>"} | parts).items():
            archive.writestr(name, content)
    return out.getvalue()


def handed_form(values, content, name):
    from django.forms import modelform_factory

    made = modelform_factory(PackFile, form=PackFileForm, fields=["kind", "title"])
    return made(values, MultiValueDict({"upload": [SimpleUploadedFile(name, content)]}))
