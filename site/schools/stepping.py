"""At which reading a resource is (第几审), in words for its authors and for who reads it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from schools.models import DepartmentTask
from schools.models.review import reader
from schools.traits import Department


@dataclass(frozen=True)
class Step:
    department: Department
    is_final: bool
    place: int  # from 1
    of: int

    @property
    def reader(self) -> str:
        """Whose turn it is."""
        return reader(self.department, self.is_final)

    @property
    def words(self) -> str:
        told = {"department": self.department.label, "place": self.place, "of": self.of}
        if self.is_final:
            return _("Waits for the final reading of the %(department)s (reading %(place)s of %(of)s)") % told
        return _("Waits for the %(department)s (reading %(place)s of %(of)s)") % told


def step(task: DepartmentTask, way: Sequence[DepartmentTask]) -> Step:
    """Where on its way this step is."""
    places = [one.pk for one in way]
    place = places.index(task.pk) + 1 if task.pk in places else 1
    return Step(Department(task.department), task.is_final, place, max(len(places), place))
