import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('businesscase', '0012_measured_period'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='benefit',
            name='promise_stands',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='benefit',
            trigger=pgtrigger.compiler.Trigger(name='promise_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."cash_releasing" IS DISTINCT FROM (NEW."cash_releasing") OR OLD."goal_id" IS DISTINCT FROM (NEW."goal_id") OR OLD."harvest_mode" IS DISTINCT FROM (NEW."harvest_mode") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."promised" IS DISTINCT FROM (NEW."promised") OR OLD."start_year" IS DISTINCT FROM (NEW."start_year") OR OLD."type" IS DISTINCT FROM (NEW."type"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6234eaacae86708e3196c39e04b3558ce954891b', operation='UPDATE', pgid='pgtrigger_promise_stands_2bd0b', table='businesscase_benefit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='benefit',
            trigger=pgtrigger.compiler.Trigger(name='target_stands', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN ((OLD.target IS NOT NULL OR OLD.promised <> '{}') AND ROW(OLD.indicator, OLD.measure, OLD.target, OLD.target_date) IS DISTINCT FROM ROW(NEW.indicator, NEW.measure, NEW.target, NEW.target_date))", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='99736c2958f879d3a5887489b3e976fd9850052c', operation='UPDATE', pgid='pgtrigger_target_stands_efa90', table='businesscase_benefit', when='BEFORE')),
        ),
    ]
