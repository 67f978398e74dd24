"""Practical tasks for tests: a course with one, a picture with a place in it, handing in."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core import handed_in
from courses.activities import of as activities_of
from courses.models import Course
from courses.works import handing
from tests.courses.activities import block, course_of, lesson_page, rule

TASK = "6f1b2c34-0000-4000-8000-00000000d3d3"
FACTS, DEEDS = "6f1b2c34-0000-4000-8000-00000000e1e1", "6f1b2c34-0000-4000-8000-00000000e2e2"
PAGE = f"/courses/tsk/tsk-01/tasks/{TASK}/"


def task(*, by="teacher", at_least=None, rubric=True):
    rows = [{"name": "事实清楚", "points": 6}, {"name": "措施可行", "points": 4}] if rubric else []
    items = [{"type": "item", "value": row, "id": key} for row, key in zip(rows, (FACTS, DEEDS), strict=False)]
    body = [{"type": "paragraph", "value": "<p>选一道工序，画出流程并写明风险。</p>", "id": TASK.replace("d3", "d4")}]
    return block("task", {"title": "流程与风险", "body": body, "rubric": items, "rule": rule(by, at_least)}, TASK)


def jpeg(colour="red", *, size=(64, 32), place=True):
    picture, exif, out = Image.new("RGB", size, colour), Image.Exif(), BytesIO()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Maker"
    if place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (22.0, 16.0, 1.0)
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(content=None, name="现场.jpg"):
    return SimpleUploadedFile(name, content or jpeg(), "application/octet-stream")


def file_of(content=None, name="现场.jpg"):
    content = content or jpeg()
    return handed_in.read(BytesIO(content), name=name, size=len(content), takes_office=True).redrawn()


def course_with_task():
    course_of(lesson_page([task()], code="TSK-01"), code="TSK")
    return Course.objects.get(code="TSK")


def activity(enrolment):
    return activities_of(enrolment.version.lesson("TSK-01"))[0]


def hand_in(enrolment, content=None):
    asked = {"enrolment": enrolment, "lesson_code": "TSK-01", "activity": activity(enrolment)}
    handing.put_in(**asked, file=file_of(content))
    return handing.hand_in(**asked, words="请看第二页")


FULL = {FACTS: 6, DEEDS: 4}
