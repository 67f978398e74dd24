"""Lines that only a machine draws evenly: bands of sine waves, fret corners and rosettes."""

from typing import NamedTuple

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from certificates.art.palette import GOLD, INK, TEAL

# Where the handles of a cubic curve lie so that it follows half a sine wave, and how high they reach.
_HANDLE, _REACH = 0.3642124232, 4 / 3 * 0.98
_GROUND = HexColor("#eef3ee")
_WAVELENGTH = 19.0


class Strand(NamedTuple):
    """One family of waves in a band: height as a part of the band, line width, colour, shifts in wavelengths."""

    amplitude: float
    width: float
    colour: Color
    shifts: tuple[float, ...]


_STRANDS = (
    Strand(0.44, 0.5, INK, (0, 1 / 3, 2 / 3)),
    Strand(0.26, 0.35, TEAL, (0, 0.5)),
    Strand(0.44, 0.35, GOLD, (1 / 6, 0.5, 5 / 6)),
    Strand(0.12, 0.35, GOLD, (0, 0.5)),
)


class Run(NamedTuple):
    """A straight run of band: where it starts, how long, and whether it climbs instead of going across."""

    x: float
    y: float
    length: float
    upright: bool

    def place(self, along: float, across: float) -> tuple[float, float]:
        return (self.x + across, self.y + along) if self.upright else (self.x + along, self.y + across)


def frame(canvas: Canvas, margin: float, width: float, height: float, thickness: float) -> None:
    """Four runs of band around a sheet, the corners left free."""
    corner = margin + thickness * 0.5 + 3.5
    right, top = width - margin, height - margin
    for run in (
        Run(corner, margin, width - 2 * corner, upright=False),
        Run(corner, top, width - 2 * corner, upright=False),
        Run(margin, corner, height - 2 * corner, upright=True),
        Run(right, corner, height - 2 * corner, upright=True),
    ):
        _band(canvas, run, thickness)


def _band(canvas: Canvas, run: Run, thickness: float) -> None:
    half = thickness / 2
    box = (*run.place(0, -half), thickness, run.length) if run.upright else (*run.place(0, -half), run.length, thickness)
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(*box)
    canvas.clipPath(clip, stroke=0)
    canvas.setFillColor(_GROUND)
    canvas.rect(*box, stroke=0, fill=1)
    waves = 2 * round(run.length / _WAVELENGTH / 2)
    for strand in _STRANDS:
        _draw_strand(canvas, run, strand, thickness, waves)
    canvas.restoreState()


def _draw_strand(canvas: Canvas, run: Run, strand: Strand, thickness: float, waves: int) -> None:
    step = run.length / waves
    canvas.setLineWidth(strand.width)
    canvas.setStrokeColor(strand.colour)
    for shift in strand.shifts:
        for sign in (1, -1):
            path, start = canvas.beginPath(), -2 * step * shift
            path.moveTo(*run.place(start, 0))
            for index in range(waves + 2):
                rise = sign * strand.amplitude * thickness * _REACH * (1 if index % 2 == 0 else -1)
                at = start + index * step
                path.curveTo(
                    *run.place(at + step * _HANDLE, rise),
                    *run.place(at + step * (1 - _HANDLE), rise),
                    *run.place(at + step, 0),
                )
            canvas.drawPath(path)


_FRET = (
    *((-1, -1), (1, -1), (1, 1), (-0.6, 1), (-0.6, -0.6), (0.6, -0.6)),
    *((0.6, 0.55), (-0.2, 0.55), (-0.2, -0.2), (0.2, -0.2), (0.2, 0.15)),
)


def fret(canvas: Canvas, x: float, y: float, size: float, facing: tuple[int, int]) -> None:
    """A square fret (回纹) for a corner, turned to face the sheet."""
    path = canvas.beginPath()
    for index, (across, up) in enumerate(_FRET):
        to = path.lineTo if index else path.moveTo
        to(x + facing[0] * across * size, y + facing[1] * up * size)
    canvas.drawPath(path)


class Petal(NamedTuple):
    """How a rosette's petals look."""

    number: int
    radius: float
    inner: float
    width: float
    colour: Color
    opacity: float


def rosette(canvas: Canvas, x: float, y: float, petal: Petal) -> None:
    """Petals turned around one point."""
    radius = petal.radius
    canvas.saveState()
    canvas.setStrokeColor(petal.colour, petal.opacity)
    canvas.setLineWidth(petal.width)
    canvas.translate(x, y)
    for _ in range(petal.number):
        path = canvas.beginPath()
        path.moveTo(radius * petal.inner, 0)
        path.curveTo(radius * 0.45, radius * 0.42, radius * 0.80, radius * 0.40, radius, 0)
        path.curveTo(radius * 0.80, -radius * 0.40, radius * 0.45, -radius * 0.42, radius * petal.inner, 0)
        canvas.drawPath(path)
        canvas.rotate(360 / petal.number)
    canvas.restoreState()
