"""Figures of lessons (图): drawn as SVG from a few numbers and words, told in words as well. Knows no framework.

An editor writes what is to be seen as YAML; `drawn` makes the picture, or says which line cannot be drawn. The picture
has classes alone, no colour and no size of its own: static/css/figure.css gives it both, light and dark.
"""

from collections.abc import Callable, Mapping
from typing import Any

import yaml

from courses.figures import charts, diagrams, sampling
from courses.figures.canvas import Canvas, Unfit

KINDS: dict[str, Callable[[Mapping[str, Any]], Canvas]] = {
    "control": charts.control,
    "histogram": charts.histogram,
    "pareto": charts.pareto,
    "oc": sampling.curve,
    "fishbone": diagrams.fishbone,
    "flow": diagrams.flow,
}

__all__ = ["KINDS", "Unfit", "drawn"]


def drawn(drawing: str, words: str = "") -> str:
    """The SVG of a drawing; `words` tell it to whoever cannot see it. Unfit, with the reason, where nothing can be drawn."""
    try:
        told = yaml.safe_load(drawing)
    except yaml.YAMLError as fault:
        raise Unfit(f"not YAML: {fault}") from fault
    if not isinstance(told, dict) or told.get("kind") not in KINDS:
        raise Unfit(f"kind must be one of {', '.join(KINDS)}")
    try:
        return KINDS[told["kind"]](told).svg(words)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, AttributeError) as fault:
        if isinstance(fault, Unfit):
            raise
        raise Unfit(f"incomplete: {type(fault).__name__} {fault}") from fault
