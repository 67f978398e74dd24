"""Pictures that stand for a page where it is shared (分享图), drawn by the server from our own typefaces.

What a picture says is part of its address, and signed: nobody has words of his own put under the site's mark, and an
address shows the same picture for ever. Nothing is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from django.core import signing
from PIL import Image, ImageDraw, ImageFont, ImageOps

from core.qr import Code
from core.typefaces import KAI, KAI_RARE, LATIN, coverage

PAPER, INK, SEA, BRASS, MUTED = "#faf8f3", "#14242b", "#0b4f6c", "#b07d12", "#4d5f68"
_SIGNER = signing.Signer(salt="cms.cards")
_LONGEST = 120
_FEW, _MANY = 24, 96  # a mark of somebody else's may have more


class Forged(ValueError):
    """An address this site did not make."""


@dataclass(frozen=True)
class Told:
    """What a picture says: whose site, under which mark ("" for the shipped one), what, and where a card's code leads."""

    title: str
    name: str
    path: str = ""
    mark: str = ""


def key(title: str, name: str, path: str = "", mark: str = "") -> str:
    """The part of the address that says what is drawn; with `path`, a card with a code that leads there."""
    return _SIGNER.sign_object([title[:_LONGEST], name[:40], path, *([mark] if mark else [])], compress=True)


def read(signed: str) -> Told:
    """What such a part says; raises Forged."""
    try:
        return Told(*map(str, _SIGNER.unsign_object(signed)))
    except (signing.BadSignature, ValueError, TypeError) as reason:
        raise Forged(signed) from reason


def banner(title: str, name: str, own: Image.Image | None = None) -> bytes:
    """1200 × 630, as share sheets want it. About 40 ms. `own`: the operator's mark (cms/marks.py)."""
    picture = Image.new("RGB", (1200, 630), PAPER)
    pen = ImageDraw.Draw(picture)
    _sign(picture, (84, 84), 2.2, name, 44, own)
    lines = _lines(title, 76, 1032)
    for number, line in enumerate(lines[:4]):
        _write(pen, (84, 232 + number * 92), line, 76, INK)
    _scale(pen, 84, 1116, 560)
    return _png(picture, colours=_FEW if own is None else _MANY)


def card(title: str, name: str, address: str, own: Image.Image | None = None) -> bytes:
    """900 × 1200, to be kept and sent on: the title and a code that leads to the page. About 60 ms."""
    picture = Image.new("RGB", (900, 1200), PAPER)
    pen = ImageDraw.Draw(picture)
    _sign(picture, (72, 72), 2, name, 40, own)
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
    return _png(picture, colours=_FEW if own is None else _MANY)


def _sign(picture: Image.Image, at: tuple[int, int], scale: float, name: str, size: int, own: Image.Image | None) -> None:
    """The mark, the operator's own where he has one, and the name beside it."""
    pen, (x, y) = ImageDraw.Draw(picture), at
    wide = round(40 * scale)
    if own is None:
        _mark(pen, x, y, scale)
    else:
        fitted = ImageOps.contain(own, (round(120 * scale), wide))
        picture.paste(fitted, (x, y + (wide - fitted.height) // 2), fitted)
        wide = fitted.width
    _write(pen, (x + wide + 24, y + round(9 * scale)), name, size, INK)


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


def _png(picture: Image.Image, *, colours: int) -> bytes:
    out = BytesIO()
    # Few colours say it all: a picture of 20 kB instead of 60.
    picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
