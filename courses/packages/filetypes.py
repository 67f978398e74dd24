"""Kinds of file (文件类型) a package may bring, and as what each is served. Others are left out; programs are refused."""

import re
from typing import Literal

Verdict = Literal["kept", "left-out", "refused"]
TYPES = {
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "text/html",
    "xht": "text/html",
    "xml": "application/xml",
    "xsd": "application/xml",
    "dtd": "application/xml-dtd",
    "xsl": "application/xml",
    "xslt": "application/xml",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "cjs": "text/javascript",
    "jsonp": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "json5": "application/json",
    "geojson": "application/json",
    "webmanifest": "application/manifest+json",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "vtt": "text/vtt",
    "webvtt": "text/vtt",
    "srt": "text/plain; charset=utf-8",
    "lrc": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpe": "image/jpeg",
    "jfif": "image/jpeg",
    "apng": "image/apng",
    "tif": "image/tiff",
    "tiff": "image/tiff",
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
    "opus": "audio/ogg",
    "flac": "audio/flac",
    "weba": "audio/webm",
    "mid": "audio/midi",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mov": "video/quicktime",
    "m3u8": "application/vnd.apple.mpegurl",
    "mpd": "application/dash+xml",
    "m4s": "video/iso.segment",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "eot": "application/vnd.ms-fontobject",
    "pdf": "application/pdf",
    "rtf": "application/rtf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "wasm": "application/wasm",
    "map": "application/json",
    "atlas": "text/plain; charset=utf-8",
    "glb": "model/gltf-binary",
    "gltf": "model/gltf+json",
}
# Text that scripts fetch: templates, shaders, settings, words.
TYPES |= dict.fromkeys(
    ("tpl", "tmpl", "hbs", "mustache", "ejs", "glsl", "vert", "frag", "ini", "cfg", "properties", "yml", "yaml", "fnt", "plist"),
    "text/plain; charset=utf-8",
)
# Data that scripts fetch: models, textures, games.
TYPES |= dict.fromkeys(
    ("bin", "dat", "data", "mem", "unityweb", "hdr", "ktx2", "basis", "dds", "obj", "mtl", "fbx", "stl", "skel", "lottie"),
    "application/octet-stream",
)
# Programs for the reader's own machine: who opens one is beyond any containment.
PROGRAMS = re.compile(
    r"exe|msi|com|scr|bat|cmd|ps1|vb[se]|wsf|hta|lnk|dll|so|dylib|apk|app|dmg|iso|jar|pif|cpl|reg|deb|rpm|pkg|appimage|command"
)
DOWNLOADS = frozenset(["pdf", "rtf", "doc", "xls", "ppt", "odt", "ods", "odp", "docx", "xlsx", "pptx"])
UNKNOWN = "application/octet-stream"
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
    return TYPES.get(ending(name), UNKNOWN)


def is_download(name: str) -> bool:
    """Whether a browser shows it in no frame such as a package's, so that it is taken down and opened outside."""
    return ending(name) in DOWNLOADS or type_of(name) == UNKNOWN
