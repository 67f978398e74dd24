"""Cases for tests."""

from typing import Any

from accounts.models import User
from cases import submitting
from cases.models import CaseStudy, CaseSubmission
from core.dates import today
from organisations.models import Industry, Organisation


def make_case(*, is_public: bool = True, industry: str = "manufacturing", **fields: Any) -> CaseStudy:
    number = CaseStudy.objects.count() + 1
    values: dict[str, Any] = {
        "code": f"case-{number}",
        "title": f"降低报废率{number}",
        "summary": "报废率降到四分之一。",
        "field": "product",
        "industry": Industry.objects.get(code=industry),
        "method": "spc",
        "year": 2025,
        "problem": "报废率偏高。",
        "approach": "画控制图，逐点查因。",
        "result": "报废减少。",
        "figures": "报废率 | % | 4.8 | 1.2",
        "alias": "一家五金厂",
        "source": "本单位生产记录",
        "published_on": today() if is_public else None,
    }
    return CaseStudy.objects.create(**values | fields)


def hand_in(body: Organisation, by: User, *, is_named: bool = False, **fields: Any) -> CaseSubmission:
    """A case of an organisation that waits for a decision."""
    return submitting.submit(make_case(is_public=False, **fields), by=by, organisation=body, is_named=is_named)


def filled(body: Organisation, **fields: Any) -> dict[str, Any]:
    """What a form of a new case holds."""
    values = {
        "organisation": str(body.pk),
        "title": "注塑件散布减半",
        "summary": "散布减半，取消全检。",
        "field": "product",
        "industry": str(Industry.objects.get(code="manufacturing").pk),
        "method": "spc",
        "year": "2025",
        "problem": "散布大。",
        "approach": "画图查因。",
        "result": "散布减半。",
        "figures": "标准差 | mm | 0.050 | 0.025",
        "advice": "",
        "alias": "一家注塑件厂",
        "source": "生产记录",
        "licence": "cc-by-4.0",
        "may_be_told": "on",
    }
    return values | fields


def in_english(**fields: str) -> dict[str, str]:
    """The same in English, as the form holds it."""
    values = {
        "title_en": "Half the spread of a moulded part",
        "summary_en": "Half the spread; every part is no longer measured.",
        "problem_en": "The spread was wide.",
        "approach_en": "We drew charts and looked for causes.",
        "result_en": "Half the spread.",
        "figures_en": "standard deviation | mm | 0.050 | 0.025",
        "alias_en": "a maker of moulded parts",
        "source_en": "production records",
    }
    return values | fields
