"""The difficulty mix (难度比例): what papers hold on average beside what was aimed at. A report, never a way to fill a cell."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from exams.blueprint import Cell, Stock

# Of the scheme: 30 % of levels 1 and 2, 50 % of level 3, 20 % of levels 4 and 5.
MIX_LEVELS = {"easy": _("difficulty 1–2"), "middle": _("difficulty 3"), "hard": _("difficulty 4–5")}
# Points of a hundred by which the bank may miss the target before it is said.
TOLERANCE = 10


def mix(cells: Iterable[Cell], stock: Stock) -> dict[str, float]:
    """How many of a hundred items of a paper are easy, middling and hard, if each fitting item is as likely as the next."""
    held = dict.fromkeys(MIX_LEVELS, 0.0)
    places = 0
    for cell in cells:
        fitting = [item.difficulty for item in stock.items if cell.fits(item)]
        places += cell.count
        for difficulty in fitting:
            held[_level(difficulty)] += cell.count / len(fitting)
    return {level: 100 * share / places if places else 0.0 for level, share in held.items()}


def _level(difficulty: int) -> str:
    return "easy" if difficulty < 3 else "middle" if difficulty == 3 else "hard"
