"""Bundling (打包下载): the documents of a sitting as one ZIP, written while it is read: a thousand take no more memory than one.

Only bytes whose digest is the recorded one go in; what does not is named in a note at the end.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from certificates.models import Artefact
from core.keeping import Tampered

# What no file system takes in a name.
_UNFIT = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]')
NOTE = "没有放入的文件.txt"


class _Pipe(io.RawIOBase):
    """Takes what the ZIP writes until it is fetched. It has no place to go back to, so none is asked for."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]  # what zipfile passes
        self._parts.append(bytes(data))
        return len(data)

    def fetch(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def bundle(documents: Iterable[Artefact]) -> Iterator[bytes]:
    """The ZIP piece by piece. PDF files are packed already, so they are stored as they are."""
    pipe, left_out = _Pipe(), list[str]()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for document in documents:
            try:
                content = document.read()
            except (Tampered, OSError):
                left_out.append(document.certificate.number)
                continue
            _put(archive, name_of(document), content, document)
            yield pipe.fetch()
        if left_out:
            archive.writestr(NOTE, "文件缺失或与登记的摘要不符，没有放入：\r\n" + "\r\n".join(left_out) + "\r\n")
    yield pipe.fetch()


def name_of(document: Artefact) -> str:
    """Number and name, so that a file is found by either."""
    certificate = document.certificate
    name = _UNFIT.sub("_", certificate.holder_name).strip(" .")
    return f"{certificate.number} {name}.pdf"


def _put(archive: zipfile.ZipFile, name: str, content: bytes, document: Artefact) -> None:
    made = document.created_at.timetuple()[:6]
    archive.writestr(zipfile.ZipInfo(name, made), content)
