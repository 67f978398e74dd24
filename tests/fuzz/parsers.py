"""Everything that reads a stranger's file: with what it may say of one, and files it can read to begin from."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from certificates import numbers, pdf_signature
from core import sheets
from core.archives import Refusal
from courses.media import captions
from courses.packages import manifest, reading
from exams.exchange.drafts import Refused
from exams.exchange.formats import formats
from tests.courses.packing import manifest12, manifest2004, packed
from tests.exams.exchange.sampling import HEAD, SAMPLES, book

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Parser:
    read: Callable[[bytes], Any]
    begins: Sequence[bytes]
    may_raise: tuple[type[Exception], ...] = ()


def _exam(name: str) -> Callable[[bytes], Any]:
    return lambda data: formats()[name].read(data, "zh-hans")


def _samples(*patterns: str) -> list[bytes]:
    found = [path.read_bytes() for pattern in patterns for path in sorted(SAMPLES.glob(pattern))]
    if not found:
        raise LookupError(patterns)
    return found


def _folder(name: str) -> bytes:
    top = SAMPLES / name
    return packed({str(path.relative_to(top)): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()})


def _package(data: bytes) -> Any:
    return reading.read(reading.open_archive(io.BytesIO(data), len(data)))


def _pdf() -> bytes:
    """A small document with every part a reader looks for."""
    import pikepdf

    made = pikepdf.new()
    made.add_blank_page()
    signature = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig,
        ByteRange=[0, 10, 20, 10],
        Contents=b"\x30\x80" * 64,
        SubFilter=pikepdf.Name("/ETSI.CAdES.detached"),
    )
    made.Root.AcroForm = pikepdf.Dictionary(
        Fields=[made.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature", V=made.make_indirect(signature)))]
    )
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


ROW = ["一", "单选", "质量？", "甲", "乙", "丙", "丁", "A", "", "1", "2"]
SRT = b"1\n00:00:01,000 --> 00:00:02,000\nQ\n"
NUMBERS = [numbers.draw("CQO", 2026, lambda signs: signs[0]).encode(), "ＣＱＯ－２０２６".encode()]
ROSTER = "姓名,邮箱,手机\n林悦,linyue@example.org,13800000000\n".encode()
PARSERS: dict[str, Parser] = {
    "gift": Parser(_exam("gift"), _samples("*.gift", "*.txt"), (Refused,)),
    "moodle-xml": Parser(_exam("moodle"), _samples("moodle*.xml"), (Refused,)),
    "qti": Parser(_exam("qti"), [_folder("tao"), _folder("canvas"), _folder("inspera")], (Refused,)),
    "questions-xlsx": Parser(
        _exam("excel"), [book(HEAD, ["一", "单选", "质量？", "甲", "乙", "丙", "丁", "A", "", "1", "2"])], (Refused,)
    ),
    "questions-csv": Parser(_exam("excel"), _samples("*.csv", "*.tsv"), (Refused,)),
    "sheets": Parser(sheets.sheets, [ROSTER, ROSTER.decode().encode("gb18030"), book(["姓名"], ["林悦"])], (Refusal,)),
    "captions": Parser(
        captions.read,
        [
            *(path.read_bytes() for path in sorted((ROOT / "content/media").glob("*.vtt"))),
            b"1\n00:00:01,000 --> 00:00:02,000\nQ\n",
        ],
        (captions.Faulty,),
    ),
    "scorm-manifest": Parser(manifest.read, [manifest12().encode(), manifest2004().encode()], (Refusal,)),
    "package": Parser(
        _package, [packed({"imsmanifest.xml": manifest12(), "index.html": "<p>", "a/b.js": "1"}, top="t/")], (Refusal,)
    ),
    "certificate-number": Parser(
        lambda data: numbers.canonical(data.decode("utf-8", "replace")),
        NUMBERS,
    ),
    "pdf-check": Parser(pdf_signature.read, [_pdf()]),
}
