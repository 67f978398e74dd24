from django.db import migrations, models

# On sites that exist already the fields begin empty: a sample's English under a real body's name would be a false document.


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="identity",
            name="issuing_body_en",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="issuing body in English"),
        ),
        migrations.AddField(
            model_name="identity",
            name="issuing_body_hant",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="issuing body in Traditional Chinese"),
        ),
        migrations.AddField(
            model_name="identity",
            name="signatory_en",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="signatory in English"),
        ),
        migrations.AddField(
            model_name="identity",
            name="signatory_title_en",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="signatory's office in English"),
        ),
        migrations.AddField(
            model_name="identity",
            name="signatory_title_hant",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="signatory's office in Traditional Chinese"),
        ),
        migrations.AlterField(
            model_name="identity",
            name="issuing_body_en",
            field=models.CharField(blank=True, default="Haizhun Sample Issuing Body", max_length=120, verbose_name="issuing body in English"),
        ),
        migrations.AlterField(
            model_name="identity",
            name="issuing_body_hant",
            field=models.CharField(blank=True, default="海準示例發證機構", max_length=60, verbose_name="issuing body in Traditional Chinese"),
        ),
        migrations.AlterField(
            model_name="identity",
            name="signatory_en",
            field=models.CharField(blank=True, default="Sample", max_length=40, verbose_name="signatory in English"),
        ),
        migrations.AlterField(
            model_name="identity",
            name="signatory_title_en",
            field=models.CharField(blank=True, default="Chair of the Examination Committee (sample)", max_length=120, verbose_name="signatory's office in English"),
        ),
        migrations.AlterField(
            model_name="identity",
            name="signatory_title_hant",
            field=models.CharField(blank=True, default="考核委員會主任（示例）", max_length=60, verbose_name="signatory's office in Traditional Chinese"),
        ),
    ]
