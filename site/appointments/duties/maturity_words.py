"""The statements of the maturity self-assessment, each with five described levels, and the lesson that helps it on."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Statement:
    """One statement: what each level from 1 to 5 looks like, and the lesson for whoever wants to climb."""

    code: str
    sentence: Any
    anchors: tuple[Any, Any, Any, Any, Any]
    lesson: str


STATEMENTS = (
    Statement(
        "lead",
        _("The head leads in quality"),
        (
            _("The head hears of quality when something has gone wrong."),
            _("The head asks for figures now and then."),
            _("There is a policy with goals, and the head looks at them every quarter."),
            _("The head chairs the review, gives means, and follows up what was decided."),
            _("Every decision of the firm weighs quality, and the head shows it by his own doing."),
        ),
        "STR-01",
    ),
    Statement(
        "people",
        _("People know and can do what quality asks of them"),
        (
            _("Newcomers learn by watching."),
            _("Some are trained, when there is time."),
            _("Each post has its list of skills, and training is planned by it."),
            _("What was learned is tested at the place of work; gaps are closed by a day."),
            _("People train one another, and improve how the work is done."),
        ),
        "STR-03",
    ),
    Statement(
        "process",
        _("Processes are described and kept"),
        (
            _("Everybody works in his own way."),
            _("The main steps are written down, and often not followed."),
            _("Processes are described, known and followed; departures are written down."),
            _("Processes have owners and figures, and are audited."),
            _("Processes are bettered by their figures before anything goes wrong."),
        ),
        "QMS-02",
    ),
    Statement(
        "data",
        _("Decisions rest on data"),
        (
            _("There are hardly any figures."),
            _("Figures are gathered, and nobody looks at them."),
            _("Figures are looked at every month, by the same rule."),
            _("Control charts or trends tell chance from cause."),
            _("Data foretell faults, and act in the process itself."),
        ),
        "SPC-01",
    ),
    Statement(
        "prevent",
        _("Risks are prevented"),
        (
            _("Faults are mended when the customer finds them."),
            _("Faults are found by sorting at the end."),
            _("Risks are listed, with a measure against each."),
            _("Risks are ranked by an analysis, and measures are checked for their effect."),
            _("Faults are designed out, with suppliers and customers together."),
        ),
        "PRE-01",
    ),
    Statement(
        "supply",
        _("Suppliers are chosen and helped by quality"),
        (
            _("The price alone decides."),
            _("Goods are looked at when they arrive."),
            _("Suppliers are approved, and marked once a year."),
            _("Suppliers are audited, and better themselves by agreed goals."),
            _("Suppliers take part in design and improvement."),
        ),
        "SUP-01",
    ),
    Statement(
        "voice",
        _("Customers are heard"),
        (
            _("Complaints are settled one by one, and forgotten."),
            _("Complaints are counted."),
            _("Each complaint gets an answer and a cause."),
            _("Causes are removed, and customers are asked before they complain."),
            _("What customers will need is found out with them."),
        ),
        "IMP-03",
    ),
    Statement(
        "improve",
        _("Improvement goes on"),
        (
            _("Improvement happens by chance."),
            _("There is a campaign once a year."),
            _("Projects are planned, with a goal and an end."),
            _("Many take part; what was reached is checked and kept."),
            _("Improvement is everybody's daily work, and is shared beyond the firm."),
        ),
        "IMP-01",
    ),
    Statement(
        "digital",
        _("Digital means serve quality"),
        (
            _("Records are kept on paper, and hard to find."),
            _("There are tables on single computers."),
            _("Records are kept in one system, and a lot can be traced."),
            _("Devices write their figures themselves, and the system warns."),
            _("The whole chain can be traced, and data control the process."),
        ),
        "DIG-01",
    ),
)
