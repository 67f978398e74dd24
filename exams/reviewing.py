"""What a candidate may see of the paper, and when (回看). The rule on one screen: docs/algorithms/review.md.

An exam's policy gives less than the ceiling here, never more: whatever it says, nothing from which a result could be
worked out is shown before that result is released.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Stage(StrEnum):
    """How far an attempt has come."""

    DURING = "during"
    AFTER_SUBMIT = "after_submit"
    AFTER_RELEASE = "after_release"
    AFTER_CLOSE = "after_close"


class Fault(StrEnum):
    """What a policy must not say."""

    WRITING = "writing"
    UNRELEASED = "unreleased"
    NO_QUESTION = "no_question"
    GUARDED = "guarded"


Policy = Mapping[str, Iterable[str]]
_PAPER = frozenset({"stem", "own"})
_ALL = frozenset({"stem", "own", "marks", "key", "explanation", "areas"})
_CEILING = {Stage.DURING: _PAPER, Stage.AFTER_SUBMIT: _PAPER, Stage.AFTER_RELEASE: _ALL, Stage.AFTER_CLOSE: _ALL}
# What makes no sense, and tells a choice's words all the same, without the question it belongs to.
_OF_QUESTION = frozenset({"key", "explanation"})
# What a paper drawn from the certifications' own bank never shows once it is handed in: another candidate meets it again.
_OF_BANK = frozenset({"stem", *_OF_QUESTION})


def stage(*, writing: bool, released: bool, over: bool) -> Stage:
    """Where an attempt stands. That a sitting is over opens nothing while the result is not released.

    >>> str(stage(writing=False, released=False, over=True)), str(stage(writing=False, released=True, over=True))
    ('after_submit', 'after_close')
    """
    if writing:
        return Stage.DURING
    if not released:
        return Stage.AFTER_SUBMIT
    return Stage.AFTER_CLOSE if over else Stage.AFTER_RELEASE


def shown(policy: Policy, at: Stage, *, guarded: bool = False) -> frozenset[str]:
    """What may be shown at this stage; a stage the policy does not name shows nothing. `guarded`: a spot check, to which
    whoever comes is let in, and whose items are those of certifications.

    >>> sorted(shown({"after_submit": ["own", "key"]}, Stage.AFTER_SUBMIT)), shown({}, Stage.AFTER_RELEASE)
    (['own'], frozenset())
    """
    allowed = frozenset(policy.get(at, ())) & _CEILING[at]
    if guarded and at != Stage.DURING:
        allowed -= _OF_BANK
    return allowed if "stem" in allowed else allowed - _OF_QUESTION


def faults(policy: Policy, *, guarded: bool = False) -> list[tuple[Stage, Fault]]:
    """What is wrong with a policy, stage by stage; empty when it holds as it is written.

    >>> [(str(at), str(fault)) for at, fault in faults({"during": ["stem", "own"], "after_release": ["key"]})]
    [('after_release', 'no_question')]
    """
    found = [] if frozenset(policy.get(Stage.DURING, ())) == _PAPER else [(Stage.DURING, Fault.WRITING)]
    if frozenset(policy.get(Stage.AFTER_SUBMIT, ())) - _PAPER:
        found.append((Stage.AFTER_SUBMIT, Fault.UNRELEASED))
    for at in (Stage.AFTER_RELEASE, Stage.AFTER_CLOSE):
        said = frozenset(policy.get(at, ()))
        if said & _OF_QUESTION and "stem" not in said:
            found.append((at, Fault.NO_QUESTION))
    if guarded:
        late = (Stage.AFTER_SUBMIT, Stage.AFTER_RELEASE, Stage.AFTER_CLOSE)
        found += [(at, Fault.GUARDED) for at in late if frozenset(policy.get(at, ())) & _OF_BANK]
    return found
