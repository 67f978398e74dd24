"""Loading the schemes: idempotent, a change is a new version, an operator's own version stays."""

import datetime as dt
import json
import shutil

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from certificates.loading import load
from certificates.models import Scheme, SchemeVersion
from core.dates import today
from core.report import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    for name in ("blueprints.json", "certificates.json", "requirements.json"):
        shutil.copy(settings.CONTENT_DIR / name, tmp_path)
    return tmp_path


def loaded(folder, *, force=False):
    report = Report(force=force)
    load(folder, report)
    return report


def rewrite(folder, name, change):
    data = json.loads((folder / name).read_text(encoding="utf-8"))
    change(data)
    (folder / name).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_the_shipped_schemes_come_in_once(folder):
    assert loaded(folder).count("accepted") == 3
    again = loaded(folder)
    assert (again.count("same"), len(again.lines)) == (3, 3)
    version = SchemeVersion.objects.get(scheme__code="QSO")
    assert (version.validity_months, version.requirements["training_hours"], version.renewal["hours"]) == (36, 16, 24)
    assert version.effective_from == today()


def test_a_changed_shipment_is_a_new_version_and_the_old_one_stays(folder):
    loaded(folder)
    rewrite(folder, "blueprints.json", lambda data: data["QSO"].update(validity_years=2))
    assert loaded(folder).count("changed") == 1
    versions = Scheme.objects.get(code="QSO").versions.order_by("number")
    assert [version.validity_months for version in versions] == [36, 24]
    assert Scheme.objects.get(code="QSO").versions.in_force(today()).first() == versions[1]


def test_a_version_an_operator_published_stays_in_force(folder):
    loaded(folder)
    own = SchemeVersion.objects.get(scheme__code="QSO")
    own.pk, own.number, own.validity_months, own.content_sha256 = None, 2, 48, ""
    own.save(force_insert=True)
    rewrite(folder, "blueprints.json", lambda data: data["QSO"].update(validity_years=2))
    report = loaded(folder)
    assert [line.detail for line in report.lines if line.key == "QSO"] == ["kept: edited on the site"]
    assert SchemeVersion.objects.filter(scheme__code="QSO").count() == 2
    loaded(folder, force=True)
    assert SchemeVersion.objects.filter(scheme__code="QSO").count() == 3


def test_misleading_words_are_refused(folder):
    rewrite(
        folder,
        "certificates.json",
        lambda data: data["schemes"]["QSO"]["title"].update({"zh-hans": "全国质量安全员职业资格证书"}),
    )
    report = loaded(folder)
    (refused,) = [line for line in report.lines if line.verdict == "refused"]
    assert refused.key == "QSO"
    assert "全国" in refused.detail
    assert "职业资格" in refused.detail
    assert not SchemeVersion.objects.filter(scheme__code="QSO").exists()


def test_a_scheme_without_words_is_reported_missing(folder):
    rewrite(folder, "certificates.json", lambda data: data["schemes"].pop("QSD"))
    assert [(line.verdict, line.key) for line in loaded(folder).lines if line.key == "QSD"] == [("missing", "QSD")]


def test_a_version_takes_effect_on_its_day(schemes):
    version = SchemeVersion.objects.get(scheme__code="QSO")
    later = SchemeVersion.objects.get(pk=version.pk)
    later.pk, later.number, later.effective_from = None, 2, today() + dt.timedelta(days=10)
    later.save(force_insert=True)
    in_force = version.scheme.versions.in_force
    assert in_force(today()).first() == version
    assert in_force(today() + dt.timedelta(days=10)).first() == later
    assert in_force(today() - dt.timedelta(days=1)).first() is None


def test_the_model_itself_refuses_misleading_words(schemes):
    version = SchemeVersion.objects.get(scheme__code="QSO")
    version.title_zh = "质量安全员认证证书"
    with pytest.raises(ValidationError, match="认证"):
        version.clean()
