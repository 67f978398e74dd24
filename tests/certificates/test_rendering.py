"""The PDF: what it says, what it carries, and that it refuses rather than print a box."""

import dataclasses
import datetime as dt
import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from certificates.facts import Facts, Unprintable
from certificates.fitting import LINE, ROOM, fit_name, set_name
from certificates.rendering import render
from core.pdf import faces
from core.pdf.fitting import width_of
from core.qr import Code

pytestmark = pytest.mark.poppler

NAMES = [
    "王龑",
    "㛃䶮",
    "王\U00020bb7",
    "欧阳娜娜",
    "阿迪力·买买提",
    "阿布都热合曼买买提江古丽",
    "Wolfeschlegelsteinhausenbergerdorff the Elder",
    "O'Brien-Smith",
    "Zoë Müller",
    "Li 李明",
    "<script>alert(1)</script>",
    "<img src='file:///etc/passwd'/>",
    "{{ facts.number }} & <b>粗</b>",
]


def facts(name: str = "林悦", **changes: object) -> Facts:
    plain = Facts(
        number="QSO-26-7K4M-9XQ2-H9",
        name=name,
        valid_from=dt.date(2026, 11, 24),
        valid_until=dt.date(2029, 11, 23),
        title="质量安全员培训考核合格证书",
        title_en="Certificate of Training and Examination · Quality Safety Officer",
        text="完成“质量安全员课程”16学时的学习，考试成绩合格，特发此证。",
        text_en="has completed 16 hours of the Quality Safety Officer programme and passed its examination.",
        disclaimer="本证书不属于国家职业资格证书，也不代替法定任职或许可。",
        issuing_body="海准示例发证机构",
        signatory="示例",
        signatory_title="考核委员会主任（示例）",
        url="https://quality.example.org/v/QSO-26-7K4M-9XQ2-H9/",
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]  # fields of Facts


@pytest.fixture
def read(tmp_path):
    """`read(facts, "pdftotext", …)`: what a tool of poppler says of the document."""

    def told(of: Facts, tool: str, *options: str) -> str:
        file = tmp_path / "certificate.pdf"
        file.write_bytes(render(of))
        arguments = [tool, *options, str(file), *(["-"] if tool == "pdftotext" else [])]
        return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout

    return told


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("order", [(), ("-raw",), ("-layout",)])
def test_every_name_is_printed_and_copied_as_it_is_written(read, name, order):
    assert name in read(facts(name), "pdftotext", *order)


def test_it_says_everything_it_has_to(read):
    text = read(facts(is_sample=True), "pdftotext")
    for said in (
        "质量安全员培训考核合格证书",
        "CERTIFICATE OF TRAINING AND EXAMINATION · QUALITY SAFETY OFFICER",
        "完成“质量安全员课程”16学时的学习，考试成绩合格，特发此证。",
        "QSO-26-7K4M-9XQ2-H9",
        "quality.example.org/v/QSO-26-7K4M-9XQ2-H9",
        "2026-11-24",
        "2029-11-23",
        "海准示例发证机构",
        "考核委员会主任（示例）",
        "【示例】本证书不属于国家职业资格证书，也不代替法定任职或许可。",
    ):
        assert said in text


def test_only_a_sample_site_marks_its_certificates_as_samples(read):
    assert "【示例】" not in read(facts(), "pdftotext")


def test_a_certificate_without_an_end_says_so(read):
    assert "长期有效" in read(facts(valid_until=None), "pdftotext")


@pytest.mark.parametrize("name", ["林悦", "㛃䶮\U00020bb7", "O'Brien-Smith"])
def test_every_font_is_embedded_and_subset(read, name):
    rows = read(facts(name), "pdffonts").splitlines()[2:]
    assert rows
    for row in rows:
        assert row.startswith(("AAAAAA+CQOKai", "AAAAAA+CQOGaramond"))
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]


def test_a_latin_name_is_set_in_the_latin_face(tmp_path):
    assert "cqogaramond" in _name_families("O'Brien-Smith").split(", ")[0]
    assert _name_families("林悦").split(", ")[0] == "cqokai"


def _name_families(name: str) -> str:
    from certificates.editions import Edition, compose
    from certificates.rendering import _setting
    from certificates.styles import Style

    return str(_setting(compose(facts(name), Edition()), Style())["name_families"])


def test_it_is_one_page_across_under_150_kilobytes(read):
    said = read(facts(), "pdfinfo")
    assert "Pages:           1\n" in said
    assert "841.89 x 595.28 pts (A4)" in said
    assert max(len(render(facts(name))) for name in NAMES) < 150_000


def test_it_tells_who_made_it_in_which_language_and_when(tmp_path):
    (tmp_path / "c.pdf").write_bytes(render(facts()))
    with pikepdf.open(tmp_path / "c.pdf") as document:
        assert document.Root.Lang == "zh-Hans"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo["/Title"]) == "质量安全员培训考核合格证书 QSO-26-7K4M-9XQ2-H9"
        assert str(document.docinfo["/Author"]) == "海准示例发证机构"
        assert str(document.docinfo["/Subject"]) == "质量安全员培训考核合格证书"
        assert str(document.docinfo["/CreationDate"]) == "D:20261124000000+08'00'"


def test_the_same_facts_give_the_same_bytes_in_any_process():
    here = hashlib.sha256(render(facts("王\U00020bb7"))).hexdigest()
    render(facts("别人"))
    assert hashlib.sha256(render(facts("王\U00020bb7"))).hexdigest() == here
    script = (
        "import sys, django; sys.path[:0] = ['.', 'site']; django.setup();"
        "from tests.certificates.test_rendering import facts; from certificates.rendering import render; import hashlib;"
        "print(hashlib.sha256(render(facts('王\\U00020bb7'))).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    there = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, cwd=root).stdout.strip()
    assert there == here


@pytest.mark.parametrize("sign", ["\U0002a6a5", "😀", "ก", "\u0001"])
def test_a_character_no_typeface_draws_is_refused_by_name(sign):
    with pytest.raises(Unprintable) as refusal:
        render(facts(f"王{sign}"))
    assert refusal.value.characters == (sign,)
    assert f"U+{ord(sign):04X}" in str(refusal.value)


def test_an_uncovered_character_anywhere_else_is_refused_too():
    with pytest.raises(Unprintable, match=r"U\+1F600"):
        render(facts(issuing_body="机构😀"))


@pytest.mark.parametrize("outside", ["https://example.org/a.png", "file:///etc/hostname", "/etc/hostname"])
def test_u07_a_template_that_reaches_outside_makes_no_certificate(outside, settings, tmp_path):
    """The engine itself only writes a line into its log and goes on; nothing is fetched, and nothing is issued."""
    (tmp_path / "pdf").mkdir()
    page = f"<p style='font-family: {{{{ kai }}}}'>{{{{ page.name }}}}<img src='{outside}'/></p>"
    (tmp_path / "pdf" / "certificate.html").write_text(page, encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    with pytest.raises(Unprintable):
        render(facts())


@pytest.mark.parametrize("name", NAMES)
def test_every_name_keeps_to_one_line(name):
    families = _name_families(name)
    from reportlab.pdfbase.pdfmetrics import stringWidth

    line = fit_name(name, families)
    width = sum(stringWidth(sign, faces.family_of(sign, families), float(line.size)) for sign in name) + float(line.pad)
    assert width <= 541
    assert 12 <= float(line.size) <= 40


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("长" * 60, ["长" * 30, "长" * 30]),
        ("阿不都克里木·努尔买买提·热依木江·古丽巴哈尔·买买提江·阿布都热合曼·古丽·买买提·热依木江", None),
        ("Maria del Carmen " * 5 + "Fernandez y Gomez", None),
    ],
    ids=["no-joint", "joined-by-dots", "latin"],
)
def test_a_name_too_long_for_one_line_stands_on_two_inside_the_frame(name, lines, tmp_path):
    from reportlab.pdfbase.pdfmetrics import stringWidth

    families = _name_families(name)
    set_in, how = set_name(name, families)
    assert lines is None or set_in == lines
    assert len(set_in) == 2
    assert "".join(set_in).replace(" ", "") == name.replace(" ", "")
    assert 12 <= float(how.size) <= 20
    for line in set_in:
        assert sum(stringWidth(sign, faces.family_of(sign, families), float(how.size)) for sign in line) <= 541


@pytest.mark.parametrize("name", ["长" * 200, "W" * 200, "Maria " * 33 + "B"], ids=["han", "latin", "words"])
def test_a_name_longer_than_the_register_takes_stays_inside_the_frame(name):
    families = _name_families(name)
    set_in, how = set_name(name, families)
    assert "".join(set_in).replace(" ", "") == name.replace(" ", "")
    assert max(width_of(line, families, float(how.size)) for line in set_in) <= 541
    assert len(set_in) * float(how.size) * LINE <= ROOM + 0.1
    assert float(how.size) >= 8
    with pikepdf.open(io.BytesIO(render(facts(name)))) as document:
        assert len(document.pages) == 1


def test_a_short_name_is_never_spaced_so_wide_that_copying_breaks_it():
    line = fit_name("王龑", _name_families("王龑"))
    assert float(line.spacing) / float(line.size) <= 0.15


def test_the_engine_still_keeps_its_fonts_where_we_put_ours():
    """`default.DEFAULT_FONT` is no documented interface: this says so when a new version moves it."""
    from xhtml2pdf import default

    faces.register(faces.KAI)
    assert default.DEFAULT_FONT["cqokai"] == "cqokai"
    assert default.DEFAULT_FONT["helvetica"] == "Helvetica"


def test_the_printed_code_is_the_address_module_by_module(tmp_path):
    """Drawn by poppler and read off the page: the black modules are those of the address, nothing lies between."""
    of, dots = facts(), 300
    code = Code(of.url)
    (tmp_path / "c.pdf").write_bytes(render(of))
    subprocess.run(["pdftoppm", "-gray", "-r", str(dots), "c.pdf", "c"], check=True, cwd=tmp_path)
    pixels, width = _gray(tmp_path / "c-1.pgm")
    left, top, module = 84.0, 595.28 - 190.0, 79.37 / code.size
    dark = {(run.x + step, run.y) for run in code.runs() for step in range(run.length)}
    for y in range(-4, code.size + 4):
        for x in range(-4, code.size + 4):
            across, down = (round((at + (place + 0.5) * module) * dots / 72) for at, place in ((left, x), (top, y)))
            assert (pixels[down * width + across] < 128) == ((x, y) in dark), (x, y)
    assert module * code.size * 25.4 / 72 >= 25


def _gray(file: Path) -> tuple[bytes, int]:
    """The pixels of a PGM file and how many make a row."""
    raw = file.read_bytes()
    kind, size, depth, pixels = raw.split(b"\n", 3)
    assert (kind, depth) == (b"P5", b"255")
    return pixels, int(size.split()[0])
