"""Who knocks: whose the things are, who has business with them, and who has none."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from organisations.models import Organisation, Role
from tests.cast import person
from tests.organisations.making import firm, member

# What an address can name: by its kind, the parts of the address.
Names = dict[str, dict[str, Any]]
BOXES: Mapping[str, tuple[str, str, str]] = {
    "stranger": ("路人", "stranger", ""),
    "colleague": ("甲同事", "colleague", ""),
    "owner": ("林悦", "owner", ""),
    "other": ("乙员工", "other", ""),
    "manager_a": ("甲经理", "manager-a", "training_manager"),
    "manager_b": ("乙经理", "manager-b", "training_manager"),
    "teacher_a": ("苏老师", "teacher-a", "school_editor"),
    "teacher_b": ("林老师", "teacher-b", "school_editor"),
    "examiner": ("周考官", "examiner", "examiner"),
    "regulator": ("何主管", "regulator", "regulator"),
    "reviewer": ("周老师", "reviewer", "education_reviewer"),
    "superuser": ("郑管理", "superuser", "administrator"),
}
KNOCKING = ("anonymous", *BOXES)


class People(dict[str, User]):
    """Everybody by his part in the house, and the two firms: the owner, his colleague and their manager are of the first."""

    def __init__(self) -> None:
        super().__init__({who: person(*told) for who, told in BOXES.items()})
        self.firm: Organisation = firm("甲公司", manager=self["manager_a"], credit_code="91440400MA4UQ5X29M")
        self.other_firm: Organisation = firm("乙公司", manager=self["manager_b"])
        for who, body in (("owner", self.firm), ("colleague", self.firm), ("other", self.other_firm)):
            member(body, self[who], role=Role.LEARNER)
