"""What is wrong with a credit code, as a sentence that names the place and what to do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.credit_code import judge

_REASONS = {
    "empty": _("Write the unified social credit code: eighteen signs, as on the business licence."),
    "length": _("A unified social credit code has 18 signs; this one has %(found)s. Compare it with the licence."),
    "sign": _("Sign %(at)s of the code is “%(found)s”, which no code contains (there is no I, O, S, V or Z). Compare it."),
    "region": _("Sign %(at)s of the code is “%(found)s”; signs 3 to 8 name the place and are figures. Compare them."),
    "check": _(
        "The last sign checks the others: after the first seventeen it would be %(expected)s, not %(found)s. "
        "One sign is mistyped or two are exchanged; compare the code with the licence."
    ),
}


def validate_credit_code(written: str) -> None:
    """Refuse what cannot be a code, with the reason."""
    verdict = judge(written)
    if verdict.fault:
        facts = {"at": verdict.at, "found": verdict.found, "expected": verdict.expected}
        raise ValidationError(_REASONS[verdict.fault], code=verdict.fault, params=facts)
