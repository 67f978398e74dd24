"""Renewal in sentences: where a holder stands, what is still missing and how to make it up, and what the rules are."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.models.credits import Area as AreaWord
from certificates.models.credits import Kind as KindWord
from certificates.renewal import Missing, Need, Why
from certificates.renewal_cycle import Cycle, Stage, exam_until, term
from certificates.renewal_rules import Kind, Rules
from certificates.renewing import Position, Refusal

PROFILES = {"": lambda: _("Other sectors"), "food": lambda: _("Food production and trade")}


@dataclass(frozen=True)
class Headline:
    """The one thing to know first."""

    title: str
    sentence: str
    tone: str = ""


def profile(name: str) -> str:
    """A sector in words; its own name when the rules bring one we have no words for."""
    return PROFILES[name]() if name in PROFILES else name


def kind(name: str) -> str:
    return _("Lessons of this platform") if name == Kind.LESSON else str(KindWord(name).label)


def area(name: str) -> str:
    return str(AreaWord(name).label)


def amount(seconds: int, rules: Rules, *, up: bool = False) -> str:
    """Hours as a figure, to one decimal: down for what there is, up for what is missing; without an idle decimal."""
    exact = Decimal(seconds) / (60 * rules.minutes_per_hour)
    told = exact.quantize(Decimal("0.1"), rounding=ROUND_UP if up else ROUND_DOWN).normalize()
    return f"{told:f}"


def hours(seconds: int, rules: Rules, *, up: bool = False) -> str:
    """The same with its unit."""
    return _("%(hours)s credit hours") % {"hours": amount(seconds, rules, up=up)}


def headline(position: Position) -> Headline:
    """May it be renewed today? If not, why, and what then."""
    match position.refusal:
        case None:
            return _renewable(position)
        case Refusal.EARLY:
            return _early(position)
        case Refusal.INCOMPLETE:
            return _incomplete(position)
        case refusal:
            return _closed(position, refusal)


def _renewable(position: Position) -> Headline:
    months = position.certificate.scheme_version.validity_months
    told = {"day": _day(term(position.rules, position.cycle, position.on, months)[1])}
    sentence = _("The new certificate is valid from today to %(day)s.") % told
    if position.stage == Stage.OPEN:
        sentence = _("The new certificate is valid from today to %(day)s. No day is lost.") % told
    return Headline(_("You can renew this certificate now"), sentence, "note--ok")


def _early(position: Position) -> Headline:
    told = {"opens": _day(position.opens_on), "until": _day(position.cycle.valid_until)}
    if position.standing.is_complete:
        return Headline(_("All hours are complete"), _("From %(opens)s on you can renew it.") % told, "note--ok")
    return Headline(_missing_title(position), _("It can be renewed from %(opens)s to %(until)s, once nothing is missing.") % told)


def _incomplete(position: Position) -> Headline:
    told = {"until": _day(position.cycle.valid_until), "grace": _day(position.cycle.grace_ends)}
    if position.stage == Stage.LATE:
        sentence = _("The certificate has expired. Until %(grace)s you can still make up what is missing and renew it.") % told
    elif position.rules.exam:
        sentence = _("Complete everything by %(until)s and renew it.") % told
    else:
        sentence = _("Complete them by %(until)s and renew it; no new exam is needed.") % told
    return Headline(_missing_title(position), sentence, "note--warn")


def _closed(position: Position, refusal: Refusal) -> Headline:
    """It is not renewed, however much was learned."""
    told = {"exam": _day(exam_until(position.rules, position.cycle))}
    over = _("The time for renewing has passed")
    words = {
        Refusal.SUSPENDED: Headline(
            _("A suspended certificate is not renewed"),
            _("It can be renewed once it has been reinstated. Hours learned meanwhile count."),
            "note--warn",
        ),
        Refusal.EXAM: Headline(
            over,
            _("Pass the exam again by %(exam)s and a new certificate is issued. Hours alone no longer renew it.") % told,
            "note--bad",
        ),
        Refusal.OVER: Headline(
            over, _("The certificate ended too long ago. Apply for a new certificate, as for the first one."), "note--bad"
        ),
    }
    ended = Headline(
        _("This certificate is not renewed"), _("It was withdrawn, cancelled or replaced, and stays so."), "note--bad"
    )
    return words.get(refusal, ended)


def _missing_title(position: Position) -> str:
    if not position.standing.short:
        return _("The exam is still missing")
    return _("%(hours)s are still missing") % {"hours": hours(position.standing.short, position.rules, up=True)}


def lacks(position: Position) -> list[str]:
    """What is still missing, one sentence for each rule that is not met."""
    return [_lack(one, position) for one in position.standing.missing]


def _lack(one: Missing, position: Position) -> str:
    rules = position.rules
    told = {"missing": hours(one.seconds, rules, up=True)}
    match one.need:
        case Need.TOTAL:
            return _("In all: %(missing)s of %(whole)s.") % {**told, "whole": hours(rules.total, rules)}
        case Need.YEAR | Need.YEAR_CLOSED:
            return _year_lack(one, position)
        case Need.AREA:
            least = hours(rules.areas[one.of], rules)  # type: ignore[index]  # Area is its own text
            return _("%(area)s: %(missing)s of %(least)s.") % {**told, "area": area(one.of), "least": least}
        case Need.KIND:
            least = hours(rules.least[one.of], rules)  # type: ignore[index]  # Kind is its own text
            return _("%(kind)s: %(missing)s of %(least)s.") % {**told, "kind": kind(one.of), "least": least}
        case _:
            return _("The exam, passed again on or after %(day)s.") % {"day": _day(position.opens_on)}


def _year_lack(one: Missing, position: Position) -> str:
    year = position.standing.years[int(one.of) - 1]
    told = {
        "n": one.of,
        "first": _day(year.begins),
        "last": _day(year.ends),
        "missing": hours(one.seconds, position.rules, up=True),
    }
    if year.profile in position.rules.profiles:
        clock = f"{(Decimal(one.seconds) / 3600).quantize(Decimal('0.1'), rounding=ROUND_UP).normalize():f}"
        told["missing"] = _("%(hours)s hours of 60 minutes") % {"hours": clock}
    if one.need == Need.YEAR_CLOSED:
        return _("Year %(n)s (%(first)s to %(last)s) fell short by %(missing)s, which cannot be made up.") % told
    if year.is_over:
        return _("Year %(n)s (%(first)s to %(last)s) fell short by %(missing)s; make them up now.") % told
    if year.begins <= position.on:
        return _("This year (%(first)s to %(last)s): %(missing)s.") % told
    return _("Year %(n)s (%(first)s to %(last)s): %(missing)s.") % told


def why(reason: Why, rules: Rules, of: str) -> str:
    """Why something does not count, or not all of it."""
    match reason:
        case Why.BEFORE:
            return _("done before this cycle began")
        case Why.USED:
            return _("counted for the last renewal")
        case Why.KIND_FULL:
            most = hours(rules.most[Kind(of)], rules)
            return _("%(kind)s counts up to %(most)s in all") % {"kind": kind(of), "most": most}
        case Why.OUTSIDE_FULL:
            return _("activities elsewhere count up to %(most)s in all") % {"most": hours(rules.outside_most or 0, rules)}
        case _:
            return ""


def rules_told(rules: Rules, cycle: Cycle | None = None) -> list[str]:
    """The rules, one sentence each. With a cycle, its dates instead of days."""
    told = [_("In each cycle: %(hours)s.") % {"hours": hours(rules.total, rules)}]
    if rules.yearly:
        told.append(_("In each year at least %(hours)s.") % {"hours": hours(rules.yearly, rules)})
    if rules.yearly and rules.make_up:
        told.append(_("A year that fell short may be made up by what later years have to spare."))
    told += [
        _("%(area)s: at least %(hours)s.") % {"area": area(of), "hours": hours(least, rules)} for of, least in rules.areas.items()
    ]
    told += [
        _("%(kind)s: at least %(hours)s.") % {"kind": kind(of), "hours": hours(least, rules)} for of, least in rules.least.items()
    ]
    told += [
        _("%(kind)s counts up to %(most)s in all.") % {"kind": kind(of), "most": hours(most, rules)}
        for of, most in rules.most.items()
    ]
    if rules.outside_most is not None:
        told.append(_("Activities elsewhere count up to %(most)s in all.") % {"most": hours(rules.outside_most, rules)})
    for name, least in rules.profiles.items():
        clock = {"sector": profile(name), "hours": f"{Decimal(least) / 3600:f}"}
        told.append(_("%(sector)s: at least %(hours)s hours of 60 minutes in each year instead.") % clock)
    if cycle is None:
        told.append(
            ngettext(
                "It can be renewed from %(days)s day before the end.",
                "It can be renewed from %(days)s days before the end.",
                rules.window_days,
            )
            % {"days": rules.window_days}
        )
    if rules.exam:
        told.append(_("The exam has to be passed again."))
    return told


def _day(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
