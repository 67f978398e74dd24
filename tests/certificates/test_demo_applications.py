"""The demo shows an application that waits and one that was granted."""

import pytest
from django.core.management import call_command

from certificates.models import Application, Certificate
from exams.models import Exam, ExamVersion
from tests.cast import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schemes")]


def test_one_waits_and_one_is_granted_and_a_second_run_changes_nothing(settings):
    settings.DEBUG = True
    for box, role in (("linyue", ""), ("chengong", ""), ("hezhuguan", "regulator"), ("admin", "administrator")):
        made = person("演示", box, role)
        type(made).objects.filter(pk=made.pk).update(email=f"{box}@demo.haizhun.local")
    exam = Exam.objects.create(code="QSD", credential="QSD", title={"zh-hans": "考试", "en": "Exam"})
    ExamVersion.objects.create(exam=exam, number=1, duration_s=5400, cut_score=75, content_sha256="0" * 64)
    for _ in range(2):
        call_command("demo_applications")
        assert sorted(Application.objects.values_list("state", flat=True)) == ["granted", "submitted"]
        assert Certificate.objects.get().decided_by.email == "admin@demo.haizhun.local"
