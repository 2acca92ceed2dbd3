"""The questions that `verification` asks of the database, each answered in one statement and so of one moment."""

# Every link at once: its place, the link before, the rows it covers, their text, and the link itself.
CHANGES_CHAIN = """
WITH rows AS (
    SELECT
        changeset_id,
        core_sha256(string_agg(
            core_change_line(id, table_name, row_id, operation, facts, words_digest), E'\\n' ORDER BY id)) AS digest,
        bool_or(redacted_by IS NULL AND words_digest <>
            CASE WHEN salt = '' AND words = '{}' THEN '' ELSE core_sha256(salt || words::text) END) AS reworded,
        bool_or(redacted_by IS NOT NULL AND (
            salt <> ''
            OR EXISTS (SELECT FROM jsonb_each(words) WHERE value <> '[null, null]')
            OR NOT EXISTS (
                SELECT FROM core_changeset changes
                JOIN core_auditentry redacted ON redacted.sequence = changes.act
                JOIN core_auditentry redaction ON redaction.subject_id = redacted.id
                WHERE changes.id = one.changeset_id AND redaction.sequence = one.redacted_by
                    AND redaction.act = 'act.redact' AND redaction.subject_type = 'core.auditentry'
            )
        )) AS emptied
    FROM core_rowchange one GROUP BY changeset_id
), links AS (
    SELECT
        sequence,
        row_number() OVER chain AS expected,
        CASE
            WHEN coalesce(sequence, 0) <> row_number() OVER chain THEN
                CASE WHEN sequence IS NULL THEN 'not sealed' ELSE 'missing' END
            WHEN previous_hash <> coalesce(lag(hash) OVER chain, repeat('0', 64)) THEN 'not linked to the one before'
            WHEN reworded THEN 'content edited'
            WHEN emptied THEN 'text removed without an act'
            WHEN rows.digest IS DISTINCT FROM changes.digest THEN 'rows edited'
            WHEN hash <> core_changes_link(
                previous_hash, sequence, id, opened_at, act, actor_id, changes.digest, database_user) THEN 'edited'
        END AS why
    FROM core_changeset changes FULL JOIN rows ON rows.changeset_id = changes.id
    WINDOW chain AS (ORDER BY sequence NULLS LAST)
)
SELECT CASE WHEN why IN ('missing', 'not sealed') THEN expected ELSE sequence END, why
FROM links WHERE why IS NOT NULL ORDER BY expected LIMIT 1
"""

ACTS_BOND = """
SELECT acts.sequence, CASE WHEN changes.id IS NULL AND changeset_id IS NOT NULL THEN 'changes missing'
    ELSE 'changes rewritten' END
FROM core_auditentry acts
LEFT JOIN core_changeset changes ON changes.id = acts.changeset_id AND changes.act = acts.sequence
LEFT JOIN core_changeset newest ON newest.hash = acts.changes_hash AND acts.changes_hash <> ''
WHERE (acts.changeset_id IS NOT NULL AND changes.id IS NULL) OR (acts.changes_hash <> '' AND newest.id IS NULL)
ORDER BY acts.sequence LIMIT 1
"""

CHANGES_BOND = """
SELECT changes.sequence, 'act missing'
FROM core_changeset changes LEFT JOIN core_auditentry acts ON acts.sequence = changes.act
WHERE changes.act IS NOT NULL AND acts.id IS NULL
ORDER BY changes.sequence LIMIT 1
"""

MADE_WITHOUT_AN_ACT = """
SELECT rows.table_name, rows.row_id
FROM core_rowchange rows JOIN core_changeset changes ON changes.id = rows.changeset_id
WHERE rows.operation = 'I' AND changes.act IS NULL AND rows.table_name = ANY (%s)
ORDER BY rows.id LIMIT 1
"""

# A row that stands and has no history, or has one that ended; a row whose history has not ended and that is gone.
ROW_PRESENCE = """
WITH last AS (
    SELECT DISTINCT ON (row_id) row_id, operation FROM core_rowchange
    WHERE table_name = %s ORDER BY row_id, id DESC
)
SELECT coalesce(standing.id, last.row_id), CASE WHEN standing.id IS NULL THEN 'removed' ELSE 'added' END, ''
FROM {table} standing FULL JOIN last ON last.row_id = standing.id
WHERE (standing.id IS NULL AND last.operation <> 'D')
    OR (standing.id IS NOT NULL AND coalesce(last.operation, 'D') = 'D')
ORDER BY 1 LIMIT 1
"""

# The last recorded value of every column against what stands. A column that the table had not when the row was last
# recorded, or no longer has, says nothing; nor does a text that has been removed by an act.
ROW_COLUMNS = """
WITH recorded AS (
    SELECT DISTINCT ON (row_id, key)
        row_id, key, pair -> 1 AS value, redacted_by IS NOT NULL AND key = ANY (texts) AS gone
    FROM (
        SELECT id, row_id, redacted_by, facts || words AS pairs, ARRAY(SELECT jsonb_object_keys(words)) AS texts
        FROM core_rowchange WHERE table_name = %s AND operation <> 'D'
    ) changes, jsonb_each(pairs) AS columns (key, pair)
    ORDER BY row_id, key, id DESC
)
SELECT standing.id, 'altered', now.key
FROM {table} standing, jsonb_each(to_jsonb(standing)) AS now, recorded
WHERE recorded.row_id = standing.id AND recorded.key = now.key AND recorded.value <> now.value AND NOT recorded.gone
ORDER BY 1, 3 LIMIT 1
"""
