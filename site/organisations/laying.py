"""What the house begins with (初始目录): industries, districts, and the twelve departments that Art. 5 names.

Laid after every migration; what an operator has changed or withdrawn stays as it is.
"""

from typing import NamedTuple

from organisations.models import District, Industry, Organisation

FIRST, SECOND = Industry.Stage.FIRST, Industry.Stage.SECOND
INDUSTRIES = (
    ("manufacturing", "制造业", "Manufacturing", FIRST),
    ("services", "服务业", "Services", SECOND),
    ("construction", "建筑业", "Construction", SECOND),
    ("agriculture", "农林牧渔业", "Agriculture, forestry and fishing", SECOND),
)
DISTRICTS = (
    ("xiangzhou", "香洲区", "Xiangzhou District", District.Kind.DISTRICT),
    ("jinwan", "金湾区", "Jinwan District", District.Kind.DISTRICT),
    ("doumen", "斗门区", "Doumen District", District.Kind.DISTRICT),
    ("high-tech", "珠海高新技术产业开发区", "Zhuhai High-tech Zone", District.Kind.ZONE),
    ("gaolan", "珠海经济技术开发区", "Zhuhai Economic and Technological Development Zone", District.Kind.ZONE),
    ("wanshan", "珠海万山海洋开发试验区", "Wanshan Marine Development Zone", District.Kind.ZONE),
    ("hezhou", "珠海市鹤洲新区", "Hezhou New Area", District.Kind.ZONE),
    ("hengqin", "横琴粤澳深度合作区", "Guangdong-Macao In-Depth Cooperation Zone in Hengqin", District.Kind.OWN),
    ("outside", "珠海市以外", "Outside Zhuhai", District.Kind.OUTSIDE),
)
# Word for word from the Regulation; a test holds them against its text.
_OFFICE = "市场监管部门作为质量创新发展领导工作机制办事机构，负责质量创新发展的组织、协调、指导、考核等工作。"
_LEAD = (
    "工业和信息化、市场监管、住房城乡建设、商务、生态环境部门分别负责牵头产业质量、产品质量、工程质量、"
    "服务质量和生态环境质量创新发展工作。"
)
_OTHERS = (
    "发展改革、教育、科技创新、财政、人力资源社会保障、文化广电旅游体育、卫生健康等其他部门按照各自职责，"
    "共同做好质量创新发展工作。"
)


class Named(NamedTuple):
    """A department as Art. 5 names it, and its duty as Art. 7 words it."""

    slug: str
    word: str
    duty: str


DEPARTMENTS = (
    Named("market-regulation", "市场监管", _OFFICE + _LEAD),
    Named("development-and-reform", "发展改革", _OTHERS),
    Named("education", "教育", _OTHERS),
    Named("science", "科技创新", _OTHERS),
    Named("industry", "工业和信息化", _LEAD),
    Named("finance", "财政", _OTHERS),
    Named("human-resources", "人力资源社会保障", _OTHERS),
    Named("environment", "生态环境", _LEAD),
    Named("housing", "住房城乡建设", _LEAD),
    Named("commerce", "商务", _LEAD),
    Named("culture", "文化广电旅游体育", _OTHERS),
    Named("health", "卫生健康", _OTHERS),
)


def lay() -> None:
    """Lay whatever is missing (three queries when nothing is)."""
    _lay_industries()
    _lay_districts()
    have = set(Organisation.objects.filter(slug__in=[one.slug for one in DEPARTMENTS]).values_list("slug", flat=True))
    Organisation.objects.bulk_create(
        Organisation(
            slug=one.slug,
            kind=Organisation.Kind.DEPARTMENT,
            name=f"{one.word}部门",
            duty=one.duty,
            state=Organisation.State.VERIFIED,
        )
        for one in DEPARTMENTS
        if one.slug not in have
    )


def _lay_industries() -> None:
    have = set(Industry.objects.values_list("code", flat=True))
    Industry.objects.bulk_create(
        Industry(code=code, name=name, name_en=english, stage=stage, place=place)
        for place, (code, name, english, stage) in enumerate(INDUSTRIES)
        if code not in have
    )


def _lay_districts() -> None:
    have = set(District.objects.values_list("code", flat=True))
    District.objects.bulk_create(
        District(code=code, name=name, name_en=english, kind=kind, place=place)
        for place, (code, name, english, kind) in enumerate(DISTRICTS)
        if code not in have
    )
