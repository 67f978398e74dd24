"""A package's limits in the learner's words (课件限制的说明): how often, for how long, and why a part is closed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import PackageAttempt
from courses.packages import limits
from courses.packages.outline import Outline, Unit
from courses.packages.sequencing import Node, State


def told(unit: Unit, outline: Outline, attempt: PackageAttempt) -> list[str]:
    """What the package allows in this part, and how much of it is used."""
    return [*_attempts(unit, outline, attempt), *_time(unit, attempt)]


def _attempts(unit: Unit, outline: Outline, attempt: PackageAttempt) -> Iterator[str]:
    tree = outline.extra.get("sequencing")
    most = next((leaf.limit for leaf in Node.of(tree).leaves() if leaf.id == unit.id), 0) if tree else 0
    if most:
        words = {"n": min(most, attempt.state.get("taken", {}).get(unit.id, 0) + 1), "most": most}
        yield (
            ngettext(
                "The package allows one attempt at this part.",
                "Attempt %(n)s of %(most)s that the package allows at this part.",
                most,
            )
            % words
        )


def _time(unit: Unit, attempt: PackageAttempt) -> Iterator[str]:
    most = -(-limits.seconds(unit.time_limit) // 60)
    if most:
        words = {"most": most, "used": attempt.seconds_in(unit.id) // 60}
        said = ngettext(
            "At most %(most)s minute in this part; %(used)s used.",
            "At most %(most)s minutes in this part; %(used)s used.",
            most,
        )
        yield said % words


def why(state: State) -> str:
    """Why a part is closed, and what is left to do; empty when it is not closed by a limit."""
    match state:
        case "spent":
            return _("You have taken this part as often as the package allows. What you reached in it counts.")
        case "over":
            return _("The time that the package allows for this part is up. What was saved before then is kept.")
    return ""
