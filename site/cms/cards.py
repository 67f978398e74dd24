"""Pictures that stand for a page where it is shared (分享图), drawn by the server from our own typefaces.

What a picture says is part of its address, and signed: nobody has words of his own put under the site's mark, and an
address shows the same picture for ever. Nothing is stored.
"""

from collections.abc import Iterator
from io import BytesIO

from django.core import signing
from PIL import Image, ImageDraw, ImageFont

from core.qr import Code
from core.typefaces import KAI, KAI_RARE, LATIN, coverage

PAPER, INK, SEA, BRASS, MUTED = "#faf8f3", "#14242b", "#0b4f6c", "#b07d12", "#4d5f68"
_SIGNER = signing.Signer(salt="cms.cards")
_LONGEST = 120


class Forged(ValueError):
    """An address this site did not make."""


def key(title: str, name: str, path: str = "") -> str:
    """The part of the address that says what is drawn; with `path`, a card with a code that leads there."""
    return _SIGNER.sign_object([title[:_LONGEST], name[:40], path], compress=True)


def read(signed: str) -> tuple[str, str, str]:
    """(title, name of the site, path) of such a part; raises Forged."""
    try:
        title, name, path = _SIGNER.unsign_object(signed)
    except (signing.BadSignature, ValueError) as reason:
        raise Forged(signed) from reason
    return str(title), str(name), str(path)


def banner(title: str, name: str) -> bytes:
    """1200 × 630, as share sheets want it. About 40 ms."""
    picture = Image.new("RGB", (1200, 630), PAPER)
    pen = ImageDraw.Draw(picture)
    _mark(pen, 84, 84, 2.2)
    _write(pen, (196, 104), name, 44, INK)
    lines = _lines(title, 76, 1032)
    for number, line in enumerate(lines[:4]):
        _write(pen, (84, 232 + number * 92), line, 76, INK)
    _scale(pen, 84, 1116, 560)
    return _png(picture)


def card(title: str, name: str, address: str) -> bytes:
    """900 × 1200, to be kept and sent on: the title and a code that leads to the page. About 60 ms."""
    picture = Image.new("RGB", (900, 1200), PAPER)
    pen = ImageDraw.Draw(picture)
    _mark(pen, 72, 72, 2)
    _write(pen, (176, 90), name, 40, INK)
    for number, line in enumerate(_lines(title, 68, 756)[:5]):
        _write(pen, (72, 220 + number * 86), line, 68, INK)
    _scale(pen, 72, 828, 700)
    code = Code(address)
    step = 340 // code.size
    for run in code.runs():
        x, y = 72 + run.x * step, 790 + run.y * step
        pen.rectangle((x, y, x + run.length * step - 1, y + step - 1), INK)
    for number, line in enumerate(_lines(address.removeprefix("https://").removeprefix("http://"), 30, 380)[:5]):
        _write(pen, (450, 800 + number * 44), line, 30, MUTED)
    return _png(picture)


def _mark(pen: ImageDraw.ImageDraw, x: float, y: float, scale: float) -> None:
    """The mark as in static/img/mark.svg."""
    points = [(6.5, 5.5), (20, 25.5), (33.5, 5.5)]
    width = round(3 * scale)
    pen.line([(x + a * scale, y + b * scale) for a, b in points], SEA, width)
    for left, right, level in ((3, 37, 28.5), (11, 29, 35.2)):
        pen.line([(x + left * scale, y + level * scale), (x + right * scale, y + level * scale)], SEA, width)
    pen.ellipse((x + 15 * scale, y + 4.2 * scale, x + 25 * scale, y + 14.2 * scale), BRASS)


def _scale(pen: ImageDraw.ImageDraw, left: int, right: int, level: int) -> None:
    """A graduated line, the site's own sign."""
    pen.line([(left, level), (right, level)], SEA, 3)
    for number in range(41):
        x = left + (right - left) * number / 40
        pen.line([(x, level), (x, level - (22 if number % 5 == 0 else 11))], SEA, 2)


def _face(character: str, size: int) -> ImageFont.FreeTypeFont:
    point = ord(character)
    face = next((face for face in (KAI, LATIN, KAI_RARE) if point in coverage(face)), KAI)
    if point < 0x2000 and point in coverage(LATIN):
        face = LATIN
    return ImageFont.truetype(str(face), size)


def _runs(text: str, size: int) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    """The text in pieces of one typeface."""
    run, last = "", None
    for character in text:
        face = _face(character, size)
        if last is not None and face.path != last.path:
            yield run, last
            run = ""
        run, last = run + character, face
    if last is not None:
        yield run, last


def _wide(text: str, size: int) -> float:
    return sum(face.getlength(run) for run, face in _runs(text, size))


def _write(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, colour: str) -> None:
    x, y = at
    for run, face in _runs(text, size):
        pen.text((x, y + size * 0.85), run, colour, face, anchor="ls")
        x += face.getlength(run)


def _lines(text: str, size: int, width: int) -> list[str]:
    """The text in lines no wider than `width`: broken after any Chinese character, before a Latin word."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _wide(line + piece.rstrip(), size) > width and piece[0] not in "，。、；：”』」）》？":
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if character.isascii() and not character.isspace() and character not in "/-":
            word += character
            continue
        if character.isascii():
            yield word + character
            word = ""
            continue
        if word:
            yield word
            word = ""
        yield character
    if word:
        yield word


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    # Few colours say it all: a picture of 20 kB instead of 60.
    picture.quantize(24, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
