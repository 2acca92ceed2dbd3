"""The functions in the database behind the row history; docs/decisions/0004 says how they work together."""

from django.db import migrations

# The trigger function of every table with a history (`core.models.row_history`). Its arguments are the columns that
# hold text and those that are kept out. It reads rows in UTC: what is stored must not depend on the session.
RECORD = """
CREATE FUNCTION core_record_change() RETURNS trigger LANGUAGE plpgsql SET "TimeZone" = 'UTC' AS $$
DECLARE
    kept_out text[] := string_to_array(TG_ARGV[1], ',');
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM core_write_change(TG_TABLE_NAME, NEW.id, 'I', '{}', to_jsonb(NEW) - kept_out, TG_ARGV[0]);
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM core_write_change(
            TG_TABLE_NAME, NEW.id, 'U', to_jsonb(OLD) - kept_out, to_jsonb(NEW) - kept_out, TG_ARGV[0]);
    ELSE
        PERFORM core_write_change(TG_TABLE_NAME, OLD.id, 'D', to_jsonb(OLD) - kept_out, '{}', TG_ARGV[0]);
    END IF;
    RETURN NULL;
END $$;
"""

# The set of changes in progress is known by a setting that lives and dies with the transaction, or the savepoint.
# Its row is written after the first change, so that a set that is sealed at once (SET CONSTRAINTS IMMEDIATE) is not empty.
WRITE = """
CREATE FUNCTION core_write_change(
    the_table text, the_row bigint, the_operation text, before jsonb, after jsonb, text_columns text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    texts text[] := string_to_array(text_columns, ',');
    opened bigint := nullif(current_setting('pejling.changes', true), '');
    open_now bigint := coalesce(opened, nextval('core_changeset_id_seq'));
    new_facts jsonb;
    new_words jsonb;
    new_salt text := '';
BEGIN
    SELECT
        coalesce(jsonb_object_agg(key, jsonb_build_array(before -> key, after -> key)) FILTER (WHERE key <> ALL (texts)), '{}'),
        coalesce(jsonb_object_agg(key, jsonb_build_array(before -> key, after -> key)) FILTER (WHERE key = ANY (texts)), '{}')
    INTO new_facts, new_words
    FROM jsonb_object_keys(CASE the_operation WHEN 'D' THEN before ELSE after END) AS columns (key)
    WHERE before -> key IS DISTINCT FROM after -> key;
    IF new_facts = '{}' AND new_words = '{}' THEN
        RETURN;
    END IF;
    IF new_words <> '{}' THEN
        new_salt := replace(gen_random_uuid()::text, '-', '');
    END IF;
    INSERT INTO core_rowchange (changeset_id, table_name, row_id, operation, facts, words, salt, words_digest)
    VALUES (open_now, the_table, the_row, the_operation, new_facts, new_words, new_salt,
        CASE WHEN new_salt = '' THEN '' ELSE encode(sha256(convert_to(new_salt || new_words::text, 'UTF8')), 'hex') END);
    IF opened IS NULL THEN
        PERFORM set_config('pejling.changes', open_now::text, true);
        INSERT INTO core_changeset (id, opened_at, act, actor_id, database_user, closed, digest, previous_hash, hash)
        VALUES (open_now, clock_timestamp(), nullif(current_setting('pejling.act', true), '')::bigint,
            nullif(current_setting('pejling.actor', true), '')::bigint, session_user, FALSE, '', '', '');
    END IF;
END $$;
"""

# What is hashed. jsonb has one text for one value; instants are microseconds since 1970, not their text.
HASHES = """
CREATE FUNCTION core_sha256(content text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(content, 'UTF8')), 'hex')
$$;
CREATE FUNCTION core_change_line(
    id bigint, table_name text, row_id bigint, operation text, facts jsonb, words_digest text
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT concat_ws('|', id, table_name, row_id, operation, facts::text, words_digest)
$$;
CREATE FUNCTION core_changes_link(
    previous_hash text, sequence bigint, id bigint, opened_at timestamptz, act bigint, actor bigint,
    digest text, database_user text
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT core_sha256(concat(previous_hash, '|', sequence, '|', id, '|',
        (extract(epoch FROM opened_at) * 1000000)::bigint, '|', act, '|', actor, '|', digest, '|', database_user))
$$;
"""

# Chains a set of changes to the one before. The lock lets one transaction at a time end the chain; nothing is waited
# for after it. A statement of its own reads the end, and so sees what the last holder of the lock committed.
SEAL = """
CREATE FUNCTION core_seal_changes(the_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    last record;
    own_act bigint;
    own_digest text;
BEGIN
    PERFORM pg_advisory_xact_lock(7270915);
    SELECT sequence, hash INTO last
    FROM core_changeset WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1;
    SELECT sequence INTO own_act FROM core_auditentry WHERE changeset_id = the_id;
    SELECT core_sha256(string_agg(
        core_change_line(id, table_name, row_id, operation, facts, words_digest), E'\\n' ORDER BY id))
    INTO own_digest FROM core_rowchange WHERE changeset_id = the_id;
    UPDATE core_changeset SET
        sequence = coalesce(last.sequence, 0) + 1,
        act = coalesce(own_act, act),
        digest = own_digest,
        previous_hash = coalesce(last.hash, repeat('0', 64)),
        hash = core_changes_link(coalesce(last.hash, repeat('0', 64)), coalesce(last.sequence, 0) + 1, the_id, opened_at,
            coalesce(own_act, act), actor_id, own_digest, database_user)
    WHERE id = the_id;
    IF current_setting('pejling.changes', true) = the_id::text THEN
        PERFORM set_config('pejling.changes', '', true);
    END IF;
END $$;
"""

# An act begins to be written: take the lock of the acts' chain and the changes made so far in the transaction; answer
# with them, the act's number and the two links it stands on. They are read by statements of their own, which see what
# the lock's last holder has committed.
BEGIN_ACT = """
CREATE FUNCTION core_begin_act(
    OUT changes bigint, OUT number bigint, OUT previous_hash text, OUT changes_hash text
) LANGUAGE plpgsql AS $$
BEGIN
    changes := nullif(current_setting('pejling.changes', true), '');
    PERFORM pg_advisory_xact_lock(7270914);
    SELECT sequence + 1, hash INTO number, previous_hash FROM core_auditentry ORDER BY sequence DESC LIMIT 1;
    SELECT hash INTO changes_hash FROM core_changeset WHERE sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1;
    number := coalesce(number, 1);
    previous_hash := coalesce(previous_hash, repeat('0', 64));
    changes_hash := coalesce(changes_hash, '');
    PERFORM set_config('pejling.changes', '', true), set_config('pejling.act', number::text, true);
END $$;
"""

# For a table that had rows before it had a history: how they stood. Called by the migration that declares it.
BASELINE = """
CREATE FUNCTION core_record_baseline(app text) RETURNS void LANGUAGE plpgsql SET "TimeZone" = 'UTC' AS $$
DECLARE
    tracked record;
BEGIN
    FOR tracked IN
        SELECT relname, string_to_array(encode(tgargs, 'escape'), '\\000') AS arguments
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE tgfoid = 'core_record_change()'::regprocedure AND relname LIKE app || '\\_%'
        ORDER BY relname
    LOOP
        EXECUTE format(
            'SELECT core_write_change(%1$L, t.id, ''B'', ''{}'', to_jsonb(t) - string_to_array(%2$L, '',''), %3$L)'
            ' FROM %1$I t WHERE NOT EXISTS (SELECT FROM core_rowchange WHERE table_name = %1$L AND row_id = t.id)'
            ' ORDER BY t.id', tracked.relname, tracked.arguments[2], tracked.arguments[1]);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_api_token'),
    ]

    operations = [
        migrations.RunSQL(HASHES, 'DROP FUNCTION core_changes_link; DROP FUNCTION core_change_line; DROP FUNCTION core_sha256;'),
        migrations.RunSQL(WRITE, 'DROP FUNCTION core_write_change;'),
        migrations.RunSQL(RECORD, 'DROP FUNCTION core_record_change;'),
        migrations.RunSQL(SEAL, 'DROP FUNCTION core_seal_changes;'),
        migrations.RunSQL(BEGIN_ACT, 'DROP FUNCTION core_begin_act;'),
        migrations.RunSQL(BASELINE, 'DROP FUNCTION core_record_baseline;'),
    ]
