"""What large, medium, small and micro mean (划型标准). A body declares its own size; the rule stands beside the choice."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

SOURCE = _("Standard for classifying small and medium-sized enterprises (Gongxinbu Lianqiye [2011] No. 300)")


class Rule(NamedTuple):
    """The bounds of one group of industries. Both must be met; who misses one belongs to the next smaller size."""

    group: object
    text: object


RULES = (
    Rule(
        _("Industry (mining, manufacturing, utilities)"),
        _(
            "Large from 1,000 people and 400 million yuan of turnover; medium from 300 and 20 million; "
            "small from 20 and 3 million; micro below that."
        ),
    ),
    Rule(
        _("Building trade"),
        _(
            "Large from 800 million yuan of turnover and 800 million of assets; medium from 60 and 50 million; "
            "small from 3 and 3 million; micro below that."
        ),
    ),
    Rule(
        _("Agriculture, forestry, fishing"),
        _("By turnover alone: large from 200 million yuan; medium from 5 million; small from 500,000; micro below that."),
    ),
    Rule(
        _("Retail trade"),
        _(
            "Large from 300 people and 200 million yuan of turnover; medium from 50 and 5 million; "
            "small from 10 and 1 million; micro below that."
        ),
    ),
    Rule(
        _("Industries that the standard does not name"),
        _("By people alone: large from 300; medium from 100; small from 10; micro below that."),
    ),
)
