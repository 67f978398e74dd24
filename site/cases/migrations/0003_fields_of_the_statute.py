from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_share_submission_record'),
    ]

    operations = [
        migrations.AlterField(
            model_name='casestudy',
            name='field',
            field=models.CharField(choices=[('industry', 'Industrial quality'), ('product', 'Product quality'), ('engineering', 'Engineering quality'), ('service', 'Service quality'), ('environment', 'Ecological environment quality')], max_length=12, verbose_name='field'),
        ),
    ]
