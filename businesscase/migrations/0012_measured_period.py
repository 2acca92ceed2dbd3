import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('businesscase', '0011_benefit_unsettled'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='effectevaluation',
            name='row_history',
        ),
        migrations.AddField(
            model_name='effectevaluation',
            name='shortfall_reason',
            field=models.TextField(blank=True, verbose_name='Why the needs are met although benefits fell short'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='hours',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='Hours saved'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='since',
            field=models.DateField(blank=True, null=True, verbose_name='Measured from'),
        ),
        migrations.AlterField(
            model_name='measurement',
            name='realised',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Realised'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='effectevaluation',
            trigger=pgtrigger.compiler.Trigger(name='row_history', sql=pgtrigger.compiler.UpsertTriggerSql(execute="core_record_change('conclusion,changes_in_work,shortfall_reason,learned', '')", func='RETURN NULL;', hash='34f7346c31377630cb55543a27da0f0917f36815', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_row_history_e9cb3', table='businesscase_effectevaluation', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='measurement',
            constraint=models.CheckConstraint(condition=models.Q(('since__isnull', True), models.Q(('realised__isnull', False), ('since__lte', models.F('measured_on'))), _connector='OR'), name='measurement_begins_before_it_ends'),
        ),
        migrations.AddConstraint(
            model_name='measurement',
            constraint=models.CheckConstraint(condition=models.Q(('hours__isnull', True), ('realised__isnull', False), _connector='OR'), name='measurement_of_hours_has_an_amount'),
        ),
        migrations.RunSQL("SELECT core_record_baseline('businesscase')", migrations.RunSQL.noop),
    ]
