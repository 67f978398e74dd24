"""Kinds of file (文件类型) a package may bring, and as what each is served. Others are left out; programs are refused."""

import re
from typing import Literal

Verdict = Literal["kept", "left-out", "refused"]
TYPES = {
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "text/html",
    "xml": "application/xml",
    "xsd": "application/xml",
    "dtd": "application/xml-dtd",
    "xsl": "application/xml",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "vtt": "text/vtt",
    "srt": "text/plain; charset=utf-8",
    "lrc": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "ico": "image/x-icon",
    "cur": "image/x-icon",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "eot": "application/vnd.ms-fontobject",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "wasm": "application/wasm",
    "map": "application/json",
    "atlas": "text/plain; charset=utf-8",
    "glb": "model/gltf-binary",
    "gltf": "model/gltf+json",
}
PROGRAMS = re.compile(
    r"exe|msi|com|scr|bat|cmd|ps1|vb[se]|wsf|hta|lnk|dll|so|dylib|sh|bash|py|p[lb]|rb|php\d?|phtml|phar|jspx?|as[ph]x?|"
    r"cgi|apk|app|dmg|iso|jar|htaccess"
)
DOCUMENT = "text/html"


def ending(name: str) -> str:
    """The part of a file's name that tells its kind.

    >>> ending("a/b.tar.HTML"), ending("LICENSE"), ending(".htaccess")
    ('html', '', 'htaccess')
    """
    last = name.rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""


def verdict(name: str) -> Verdict:
    """What becomes of a file of this name."""
    kind = ending(name)
    if PROGRAMS.fullmatch(kind):
        return "refused"
    return "kept" if kind in TYPES and not _is_litter(name) else "left-out"


def _is_litter(name: str) -> bool:
    """What an operating system leaves in an archive without being asked."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("._")


def type_of(name: str) -> str:
    """As what a file is served; whatever is unknown is a download."""
    return TYPES.get(ending(name), "application/octet-stream")
