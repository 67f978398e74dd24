"""The own mark of a template: what is not safe is refused, what is kept is drawn."""

import io
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from certificates import templating
from certificates.issuing import issue
from certificates.models import TemplateDraft, TemplateMark
from certificates.printing import make_pdf
from tests.certificates.template_forms import form_of

pytestmark = pytest.mark.django_db
LIST = "/cms/snippets/certificates/template/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 60"><path fill="#0b4f6c" d="M0 0H80V60H0Z"/></svg>'


def picture(size=(400, 300), ending="PNG"):
    out = io.BytesIO()
    Image.new("RGBA", size, "#0b4f6c").save(out, ending)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a" + b"0" * 300, "既不是PNG也不是SVG"),
        (b"\x89PNG\r\n\x1a\nrest", "文件已损坏"),
        (picture((20, 20)), "20×20像素"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 400_000, "最多300KB"),
        (SVG.replace(b"<path", b"<script>alert(1)</script><path"), "&lt;script&gt;"),
        (SVG.replace(b"<path", b"<path onload='x()'"), "&lt;path onload&gt;"),
        (SVG.replace(b"#0b4f6c", b"url(http://example.org/a)"), "&lt;path fill&gt;"),
        (SVG.replace(b"<path", b"<image href='file:///etc/passwd'/><path"), "&lt;image&gt;"),
        (b"<!DOCTYPE svg [<!ENTITY x 'y'>]>" + SVG, "DOCTYPE"),
        (SVG.replace(b' viewBox="0 0 80 60"', b""), "没有写明尺寸"),
        (b"<svg", "文件已损坏"),
    ],
    ids=["gif", "broken-png", "tiny", "large", "script", "handler", "link", "image", "entity", "no-size", "broken-svg"],
)
def test_a_mark_that_is_not_safe_is_refused_with_what_to_do(draft, administrator, client_of, content, said):
    file = SimpleUploadedFile("mark.svg", content)
    sent = form_of(middle="mark", mark_name="协会标识", mark_file=file)
    answer = client_of(administrator).post(f"{LIST}draft/QSO/", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not TemplateMark.objects.exists()


@pytest.mark.poppler
@pytest.mark.parametrize("content", [SVG, picture()], ids=["svg", "png"])
def test_the_own_mark_is_kept_once_and_drawn(draft, administrator, second, client_of, learner, passed, content, tmp_path):
    for _ in range(2):
        file = SimpleUploadedFile("mark", content)
        sent = form_of(middle="mark", mark_at_head="on", mark_name="协会标识", mark_file=file)
        assert client_of(administrator).post(f"{LIST}draft/QSO/", sent).status_code == 302
    assert TemplateMark.objects.count() == 1
    templating.publish(draft=TemplateDraft.objects.get(), by=second)
    made = make_pdf(issue(result=passed(learner)))
    (tmp_path / "c.pdf").write_bytes(made.read())
    subprocess.run(["pdftoppm", "-r", "72", "-png", "c.pdf", "c"], check=True, cwd=tmp_path)
    drawn = Image.open(tmp_path / "c-1.png").convert("RGB")
    for x, y in ((421, 447), (112, 107)):
        spot = drawn.crop((x, y, x + 1, y + 1)).tobytes()
        assert max(abs(a - b) for a, b in zip(spot, (0x0B, 0x4F, 0x6C), strict=True)) < 8
    fonts = subprocess.run(["pdffonts", "c.pdf"], check=True, cwd=tmp_path, capture_output=True, text=True).stdout
    assert all("yes yes yes" in row for row in fonts.splitlines()[2:])


def test_a_mark_without_a_name_is_refused(draft, administrator, client_of):
    sent = form_of(middle="mark", mark_file=SimpleUploadedFile("m.svg", SVG))
    assert "请写明标识内容" in client_of(administrator).post(f"{LIST}draft/QSO/", sent).content.decode()
