"""A chief quality officer for the demo: in post, authorised, with a log and a veto that waits. Run twice it changes nothing."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from appointments import appointing, authorising, noting, vetoing
from appointments.models import Appointment
from appointments.vetoing import Finding
from core.dates import today
from organisations.models import Membership, Organisation

HEAD, OFFICER = "chengong@demo.haizhun.local", "linyue@demo.haizhun.local"
DUTIES = "负责企业质量文化建设。\n承担企业产品和服务质量监管责任。\n实施质量预防措施。\n根据企业授权行使质量安全“一票否决”权。"
SCOPE = ["成品出厂放行", "供应商来料放行", "关键工序开工"]
PROCEDURE = "当场书面通知班组和仓库，货物隔离挂红牌；两小时内报总经理，由总经理在一个工作日内裁定。"
LOG = (
    ("culture", 26, "组织质量月班前会，讲解三起内部案例。", "覆盖3个班组，共41人。"),
    ("training", 19, "检验员测量系统分析培训，4学时。", "考核合格率100%。"),
    ("audit", 12, "按计划完成注塑车间过程审核。", "不符合2项，已开整改单。"),
    ("supplier", 5, "走访密封圈供应商，核对批次追溯记录。", "要求补齐2批材质报告。"),
)


class Command(BaseCommand):
    help = "Make an appointment, its powers and its log for the demo accounts. Only while DEBUG is on."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("Demo accounts share one password, so they are refused while HAIZHUN_DEBUG is off."))
        head, officer = (User.objects.filter(email=email).first() for email in (HEAD, OFFICER))
        if head is None or officer is None or Appointment.objects.exists():
            return
        firm = Organisation.objects.managed_by(head).filter(kind=Organisation.Kind.ENTERPRISE).first()
        if firm is None:
            return
        if not Membership.objects.present().filter(organisation=firm, person=officer).exists():
            Membership.objects.create(organisation=firm, person=officer, name=officer.full_name, post="质量主管")
        with translation.override(settings.LANGUAGE_CODE):
            _in_post(firm, officer, head)


def _in_post(firm: Organisation, officer: User, head: User) -> None:
    since = today() - dt.timedelta(days=230)
    proposal = appointing.propose(
        organisation=firm, person=officer, post="cqo", duties=DUTIES, since=since, until=None, deputy=None, by=head
    )
    post = appointing.accept(appointment=proposal, by=officer)
    power = authorising.give(appointment=post, scope=SCOPE, procedure=PROCEDURE, since=since, until=None, by=head)
    for kind, days, text, outcome in LOG:
        day = today() - dt.timedelta(days=days)
        noting.note(appointment=post, kind=kind, done_on=day, text=text, outcome=outcome, evidence=[], by=officer)
    noting.open_measure(
        appointment=post,
        risk="水龙头阀芯渗漏流出",
        cause="密封圈批次硬度偏低，进货检验未测硬度。",
        kind="detect",
        text="来料加测邵氏硬度，每批5件。",
        owner="王工",
        due=today() + dt.timedelta(days=14),
        by=officer,
    )
    finding = Finding(
        scope_line=SCOPE[0],
        stopped="示例陶瓷阀芯水龙头",
        lot="L-0917",
        facts="出厂检验抽样20件，3件在0.6 MPa下渗漏。",
        standard="企业标准Q/SL 012—2026 第5.3条",
        risk="unsafe",
    )
    vetoing.raise_veto(authorisation=power, finding=finding, evidence=[], by=officer)
