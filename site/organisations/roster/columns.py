"""Columns of a roster (名单列): what each is called, by us and by others. Pure: it knows no framework."""

import re
from collections.abc import Sequence

from core.text import fold

NAME, NUMBER, PHONE, EMAIL, DEPARTMENT, POST = "name", "employee_number", "phone", "email", "department", "post"
FIELDS = (NAME, NUMBER, PHONE, EMAIL, DEPARTMENT, POST)
# The first of each is the template's own; the others are met in the wild.
HEADINGS: dict[str, tuple[str, ...]] = {
    NAME: ("姓名", "名字", "员工姓名", "人员姓名", "成员姓名", "學員姓名", "学员姓名", "name", "full name", "employee name"),
    NUMBER: (
        "工号",
        "员工编号",
        "员工号",
        "人员编号",
        "職工編號",
        "职工编号",
        "职工号",
        "员工工号",
        "人员工号",
        "员工代码",
        "工牌号",
        "编号",
        "工號",
        "employee number",
        "employee no",
        "staff number",
        "staff id",
    ),
    PHONE: (
        "手机号",
        "手机",
        "手机号码",
        "移动电话",
        "联系电话",
        "联系方式",
        "联系手机",
        "电话",
        "电话号码",
        "手机/电话",
        "手機號",
        "手機",
        "mobile",
        "mobile phone",
        "phone",
    ),
    EMAIL: (
        "电子邮箱",
        "邮箱",
        "电子邮件",
        "邮箱地址",
        "邮件地址",
        "工作邮箱",
        "企业邮箱",
        "公司邮箱",
        "电子郵箱",
        "電子郵箱",
        "email",
        "e-mail",
        "mail",
    ),
    DEPARTMENT: ("部门", "所在部门", "所属部门", "部门名称", "科室", "所属科室", "部門", "department"),
    POST: (
        "岗位",
        "职务",
        "岗位名称",
        "工作岗位",
        "岗位/职务",
        "职务/岗位",
        "职位",
        "职位名称",
        "崗位",
        "职务名称",
        "post",
        "position",
        "job title",
    ),
}
# What we do not keep, and why it is not read is said aloud.
NOT_KEPT = ("身份证号", "身份证号码", "身份证", "证件号码", "公民身份号码", "id number", "identity number")
_BESIDE = re.compile(r"[\s*＊:：]|\(.*?\)|（.*?）|【.*?】")


def bare(heading: str) -> str:
    """A heading without stars, colons and what stands in brackets.

    >>> bare("* 姓名（必填）："), bare("Ｅ-mail")
    ('姓名', 'e-mail')
    """
    return _BESIDE.sub("", fold(_BESIDE.sub("", heading)))


_MEANING = {bare(word): name for name, words in HEADINGS.items() for word in words}
_NOT_KEPT = {bare(word) for word in NOT_KEPT}


def meaning(heading: str) -> str:
    """Which column a heading stands for; empty for none."""
    return _MEANING.get(bare(heading), "")


def is_not_kept(heading: str) -> bool:
    """Whether a heading stands for a number of identity, which is not kept here."""
    return bare(heading) in _NOT_KEPT


def is_heading_row(cells: Sequence[str]) -> bool:
    """Whether a row is one of headings: a name and at least one more column."""
    met = {meaning(cell) for cell in cells} - {""}
    return NAME in met and len(met) > 1
