"""Packages as course makers' programs really write them, one oddity each: name, files, and what is to be read of them."""

from tests.courses.packing import NS12, NS2004, manifest12, manifest2004

PAGE = "<!DOCTYPE html><title>课</title>"
Files = dict[str, bytes | str]
# What is read: kind, files and tails of the units.
Read = tuple[str, list[tuple[str, str]]]
ONE12: Read = ("scorm12", [("index.html", "")])
ONE2004: Read = ("scorm2004", [("content/start.html", "?from=lms")])


def _of12(href: str, *, more: str = "", extra: str = "") -> str:
    return manifest12(resources=f'<resource identifier="r1" adlcp:scormtype="sco" href="{href}"{extra}/>{more}')


def _manifest(ns: str, body: str, *, head: str = "") -> str:
    return f'<?xml version="1.0"?>{head}<manifest identifier="m" {ns}>{body}</manifest>'


def _bare(text: str) -> str:
    """Without its metadata."""
    return text[: text.index("<metadata>")] + text[text.index("</metadata>") + 11 :]


def _edition(told: str) -> Files:
    return {"imsmanifest.xml": manifest2004().replace("2004 4th Edition", told), "content/start.html": PAGE}


_SCO = '<resource identifier="r1" adlcp:scormtype="sco" href="index.html"/>'
_ITEM = '<item identifier="i" identifierref="r1"><title>课</title></item>'
_ORGS = f'<organizations default="o"><organization identifier="o"><title>课</title>{_ITEM}</organization></organizations>'
_PREFIXED = (
    '<imscp:manifest identifier="m" xmlns:imscp="http://www.imsglobal.org/xsd/imscp_v1p1" '
    'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"><imscp:organizations default="o"><imscp:organization identifier="o">'
    '<imscp:title>课</imscp:title><imscp:item identifier="i" identifierref="r1"><imscp:title>一</imscp:title></imscp:item>'
    '</imscp:organization></imscp:organizations><imscp:resources><imscp:resource identifier="r1" adlcp:scormType="sco" '
    'href="index.html"/></imscp:resources></imscp:manifest>'
)
_TWO = (
    '<organizations default="full"><organization identifier="toc"><title>目录</title>'
    '<item identifier="x"><title>空</title></item></organization>'
    f'<organization identifier="full"><title>全</title>{_ITEM}</organization></organizations><resources>{_SCO}</resources>'
)
_EMPTY_FIRST = _TWO.replace('default="full"', 'default="toc"')

_AROUND = (
    '<organizations default="o"><organization identifier="o"><title>全</title><item identifier="i" identifierref="teil">'
    '<title>一</title></item></organization></organizations><resources/><manifest identifier="teil" xml:base="teil/">'
    f"{_ORGS}<resources>{_SCO}</resources></manifest>"
)

WILD: dict[str, tuple[Files, Read]] = {
    "every element under a prefix": ({"imsmanifest.xml": _PREFIXED, "index.html": PAGE}, ("scorm2004", [("index.html", "")])),
    "a byte-order mark": ({"imsmanifest.xml": b"\xef\xbb\xbf" + manifest12().encode(), "index.html": PAGE}, ONE12),
    "UTF-16 with its mark": (
        {"imsmanifest.xml": manifest12().replace("UTF-8", "UTF-16").encode("utf-16"), "index.html": PAGE},
        ONE12,
    ),
    "UTF-16 of 2004 without metadata": (
        {"imsmanifest.xml": _bare(manifest2004()).encode("utf-16"), "content/start.html": PAGE},
        ONE2004,
    ),
    "UTF-16 big-endian without a mark": (
        {"imsmanifest.xml": manifest12().replace("UTF-8", "UTF-16").encode("utf-16-be"), "index.html": PAGE},
        ONE12,
    ),
    "UTF-16 declared, UTF-8 written": ({"imsmanifest.xml": manifest12().replace("UTF-8", "utf-16"), "index.html": PAGE}, ONE12),
    "GB2312 declared, UTF-8 written": ({"imsmanifest.xml": manifest12().replace("UTF-8", "GB2312"), "index.html": PAGE}, ONE12),
    "Big5": (
        {
            "imsmanifest.xml": manifest12(title="品質").replace("UTF-8", "Big5").replace("课", "課").encode("big5"),
            "index.html": PAGE,
        },
        ONE12,
    ),
    "XML 1.1": (
        {"imsmanifest.xml": manifest12().replace('version="1.0" encoding', 'version="1.1" encoding'), "index.html": PAGE},
        ONE12,
    ),
    "blank lines before the declaration": ({"imsmanifest.xml": "\r\n \n" + manifest12() + "\n\0", "index.html": PAGE}, ONE12),
    "a prefix nobody declared": (
        {"imsmanifest.xml": _manifest("", f"{_ORGS}<resources>{_SCO}</resources>"), "index.html": PAGE},
        ONE12,
    ),
    "a lone ampersand and an entity of HTML": (
        {"imsmanifest.xml": manifest12(title="R&D&nbsp;&copy; 课").replace("第一课", "Q & A"), "index.html": PAGE},
        ONE12,
    ),
    "a DOCTYPE that names a grammar": (
        {
            "imsmanifest.xml": _manifest(
                NS12, f"{_ORGS}<resources>{_SCO}</resources>", head='<!DOCTYPE manifest SYSTEM "ims.dtd">'
            ),
            "index.html": PAGE,
        },
        ONE12,
    ),
    "IMSMANIFEST.XML in capitals": ({"IMSMANIFEST.XML": manifest12(), "INDEX.HTML": PAGE}, ONE12),
    "two folders around it and a Mac's litter": (
        {
            "out/课件/imsmanifest.xml": manifest12(),
            "out/课件/index.html": PAGE,
            "__MACOSX/out/课件/._imsmanifest.xml": "x",
            "out/课件/._index.html": "x",
            "out/.DS_Store": "x",
        },
        ONE12,
    ),
    "./ before every name": ({"./imsmanifest.xml": manifest12(), "./index.html": PAGE}, ONE12),
    "backslashes in the href": (
        {"imsmanifest.xml": _of12("shared\\launch\\index.html"), "shared/launch/index.html": PAGE},
        ("scorm12", [("shared/launch/index.html", "")]),
    ),
    "xml:base at three places, one without its stroke": (
        {
            "imsmanifest.xml": _of12("b.html", extra=' xml:base="sco"')
            .replace("<resources>", '<resources xml:base="teil/">')
            .replace("<manifest ", '<manifest xml:base="kurs/" '),
            "kurs/teil/sco/b.html": PAGE,
        },
        ("scorm12", [("kurs/teil/sco/b.html", "")]),
    ),
    "xml:base that nothing lies in": (
        {"imsmanifest.xml": _of12("index.html", extra=' xml:base="nowhere/"'), "index.html": PAGE},
        ONE12,
    ),
    "no schemaversion": (
        {"imsmanifest.xml": manifest12().replace("<schemaversion>1.2</schemaversion>", ""), "index.html": PAGE},
        ONE12,
    ),
    "SCORM 1.2 in words": (
        {"imsmanifest.xml": manifest12().replace("<schemaversion>1.2<", "<schemaversion>ADL SCORM 1.2<"), "index.html": PAGE},
        ONE12,
    ),
    "no metadata at all, 2004": ({"imsmanifest.xml": _bare(manifest2004()), "content/start.html": PAGE}, ONE2004),
    "2004, 2nd edition": (_edition("CAM 1.3"), ONE2004),
    "2004, 3rd edition": (_edition("2004 3rd Edition"), ONE2004),
    "2004, 4th edition": (_edition("2004 4th Edition"), ONE2004),
    "ADL SCORM CAM 1.3.3": (_edition("ADL SCORM CAM 1.3.3"), ONE2004),
    "%20 in the href, a blank in the name": (
        {"imsmanifest.xml": _of12("my%20course/a%20b.html"), "my course/a b.html": PAGE},
        ("scorm12", [("my course/a b.html", "")]),
    ),
    "%20 in the name itself": ({"imsmanifest.xml": _of12("a%20b.html"), "a%20b.html": PAGE}, ("scorm12", [("a%20b.html", "")])),
    "a blank in the href": ({"imsmanifest.xml": _of12("a b.html"), "a b.html": PAGE}, ("scorm12", [("a b.html", "")])),
    "Chinese escaped as GBK": (
        {"imsmanifest.xml": _of12("%BF%CE%BC%FE.html"), "课件.html": PAGE},
        ("scorm12", [("课件.html", "")]),
    ),
    "a query in the href and parameters of the item": (
        {
            "imsmanifest.xml": manifest12(
                items='<item identifier="i" identifierref="r1" parameters="?b=2"><title>课</title></item>',
                resources='<resource identifier="r1" adlcp:scormtype="sco" href="index.html?a=1&amp;content=x"/>',
            ),
            "index.html": PAGE,
        },
        ("scorm12", [("index.html", "?a=1&content=x&b=2")]),
    ),
    "an address behind the hash": (
        {"imsmanifest.xml": _of12("index.html#/one?x=1"), "index.html": PAGE},
        ("scorm12", [("index.html", "#/one?x=1")]),
    ),
    "several organizations": ({"imsmanifest.xml": _manifest(NS12, _TWO), "index.html": PAGE}, ONE12),
    "a default organization that opens nothing": ({"imsmanifest.xml": _manifest(NS12, _EMPTY_FIRST), "index.html": PAGE}, ONE12),
    "a default that names none": (
        {"imsmanifest.xml": manifest12().replace('default="o"', 'default="ORG-1"'), "index.html": PAGE},
        ONE12,
    ),
    "no organization, as a resource package has": (
        {"imsmanifest.xml": _manifest(NS2004, f"<organizations/><resources>{_SCO}</resources>"), "index.html": PAGE},
        ("scorm2004", [("index.html", "")]),
    ),
    "no href, but one page among its files": (
        {
            "imsmanifest.xml": manifest12(
                resources='<resource identifier="r1" adlcp:scormtype="sco"><file href="a.css"/><file href="index.html"/>'
                "</resource>"
            ),
            "index.html": PAGE,
            "a.css": "",
        },
        ONE12,
    ),
    "blanks around references": (
        {
            "imsmanifest.xml": manifest12()
            .replace('identifierref="r1"', 'identifierref=" r1 "')
            .replace('href="index.html"', 'href=" index.html "'),
            "index.html": PAGE,
        },
        ONE12,
    ),
    "beside it what AICC, xAPI and an editor leave": (
        {
            "imsmanifest.xml": manifest12(),
            "index.html": PAGE,
            "course.au": "x",
            "course.crs": "x",
            "course.cst": "x",
            "course.des": "x",
            "tincan.xml": "<tincan/>",
            "project.story": "x",
            "adlcp_rootv1p2.xsd": "<x/>",
            "Thumbs.db": "x",
            "metadata.xml": "<lom/>",
        },
        ONE12,
    ),
    "a manifest within the manifest, opened as a whole": (
        {"imsmanifest.xml": _manifest(NS12, _AROUND), "teil/index.html": PAGE},
        ("scorm12", [("teil/index.html", "")]),
    ),
    "an href that names a folder": (
        {"imsmanifest.xml": _of12("course/"), "course/Index.html": PAGE},
        ("scorm12", [("course/index.html", "")]),
    ),
    "scripts of a server and an editor's folder beside it": (
        {"imsmanifest.xml": manifest12(), "index.html": PAGE, "quiz.py": "x", "node_modules/x/build.sh": "x", "save.php": "x"},
        ONE12,
    ),
}
