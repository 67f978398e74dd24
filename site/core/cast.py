"""The people of the demo: one for each role, so that a newcomer may look from every desk."""

from typing import NamedTuple

ADMINISTRATOR = "administrator"


class Person(NamedTuple):
    """Somebody to sign in as: the role's group ("" for a learner), the name, the part before the @, where the work lies."""

    role: str
    name: str
    mailbox: str
    begins: str

    @property
    def email(self) -> str:
        return f"{self.mailbox}@demo.haizhun.local"


CAST = (
    Person("", "林悦", "linyue", "/learn/"),
    Person("training_manager", "陈工", "chengong", "/org/"),
    Person("school_editor", "苏老师", "sulaoshi", "/resources/desk/"),
    Person("education_reviewer", "周老师", "zhoulaoshi", "/resources/desk/"),
    Person("regulator", "何主管", "hezhuguan", "/oversight/"),
    Person("examiner", "郑老师", "zhenglaoshi", "/exams/desk/"),
    Person("second_marker", "吴老师", "wulaoshi", "/exams/desk/"),
    Person("invigilator", "孙老师", "sunlaoshi", "/exams/desk/"),
    Person(ADMINISTRATOR, "管理员", "admin", "/cms/"),
)
