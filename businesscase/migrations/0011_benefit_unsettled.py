from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesscase', '0010_benefit_standing'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='benefit',
            index=models.Index(condition=models.Q(('is_settled', False)), fields=['project'], name='benefit_unsettled'),
        ),
    ]
