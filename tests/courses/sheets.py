"""PDFs of a few plain pages, as a test wants them: words, scans, forms, a typeface that is not there, a page without end."""

from io import BytesIO

import pikepdf

WORDS, SCAN = b"BT /F 12 Tf 50 100 Td (Check the first piece) Tj ET", b"q 200 0 0 200 0 0 cm /P Do Q"
UNSEEN = SCAN + b" BT 3 Tr /F 12 Tf 10 10 Td (Recognised) Tj ET"


def page(document, content, size=(200, 200), **more):
    """A page with a font and a picture at hand."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    made = document.add_blank_page(page_size=(200, 200))
    made.mediabox = [0, 0, *size]
    picture = image(document, 10, 10, b"\x40" * 300)
    made.obj.Resources = pikepdf.Dictionary(Font={"/F": font}, XObject={"/P": picture})
    made.obj.Contents = document.make_stream(content)
    made.obj.update({f"/{name}": value for name, value in more.items()})
    return made


def image(document, width, height, content):
    told = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": width, "Height": height, "BitsPerComponent": 8}
    return document.make_indirect(document.make_stream(content, ColorSpace=pikepdf.Name.DeviceRGB, **told))


def saved(document, **saving):
    out = BytesIO()
    document.save(out, **saving)
    return out.getvalue()


def pdf(*contents, size=(200, 200), **saving):
    with pikepdf.new() as document:
        for content in contents:
            page(document, content, size)
        return saved(document, **saving)


def without_typeface(words):
    """A PDF that names 宋体 and does not bring it."""
    dictionary, name = pikepdf.Dictionary, pikepdf.Name.SimSun
    with pikepdf.new() as made:
        one = page(made, b"BT /S 24 Tf 20 60 Td <" + words.encode("utf-16-be").hex().encode() + b"> Tj ET")
        about = dictionary(Type=pikepdf.Name.FontDescriptor, FontName=name, Flags=6, ItalicAngle=0, StemV=80)
        about.update({"/FontBBox": [0, -200, 1000, 900], "/Ascent": 800, "/Descent": -200, "/CapHeight": 700})
        signs = dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType0, BaseFont=name, DW=1000)
        signs.CIDSystemInfo = dictionary(Registry="Adobe", Ordering="GB1", Supplement=4)
        signs.FontDescriptor = made.make_indirect(about)
        font = dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=name)
        font.Encoding, font.DescendantFonts = pikepdf.Name("/UniGB-UCS2-H"), pikepdf.Array([made.make_indirect(signs)])
        one.obj.Resources.Font.S = font
        return saved(made)


def with_a_trap():
    """Of three pages the second paints itself over half a million times."""
    with pikepdf.new() as made:
        page(made, WORDS)
        page(made, b"BT /F 12 Tf (Trap) Tj ET" + b" 1 1 198 198 re B" * 500_000)
        page(made, SCAN)
        return saved(made)
