"""The five fields of Article 2, each with the department that leads it by Article 7, second paragraph."""

from typing import Any

from django.db import migrations

FIVE = (
    ("industry", "工业和信息化部门", "Industry and information technology"),
    ("product", "市场监管部门", "Market regulation"),
    ("engineering", "住房城乡建设部门", "Housing and urban-rural development"),
    ("service", "商务部门", "Commerce"),
    ("environment", "生态环境部门", "Ecology and environment"),
)


def lay(apps: Any, schema_editor: Any) -> None:
    field = apps.get_model("statutes", "QualityField")
    for position, (slug, chinese, english) in enumerate(FIVE, 1):
        field.objects.update_or_create(slug=slug, defaults={"position": position, "lead_zh": chinese, "lead_en": english})


def clear(apps: Any, schema_editor: Any) -> None:
    apps.get_model("statutes", "QualityField").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("statutes", "0003_add_quality_fields")]
    operations = [migrations.RunPython(lay, clear)]
