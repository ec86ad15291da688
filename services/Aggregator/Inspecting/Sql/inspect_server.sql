-- How the server is, in one row. Everything here may be asked by any role; of other roles' sessions it sees less.
select
    pg_is_in_recovery(),
    current_setting('default_transaction_read_only')::bool,
    (select count(*) from pg_stat_activity where backend_type = 'client backend'),
    current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint,
    clock_timestamp(),
    pg_database_size(current_database()),
    current_setting('archive_mode') <> 'off',
    (select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) from pg_stat_archiver),
    (select failed_count from pg_stat_archiver),
    (select last_archived_time from pg_stat_archiver),
    -- Slots that nobody reads from and for whose sake more than 1 GB of write-ahead log is kept.
    (select string_agg(slot_name, ', ') from pg_replication_slots where not active and not pg_is_in_recovery()
        and restart_lsn is not null and pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) > 1073741824),
    -- The transaction that has been open longest: what it sees can't be vacuumed. Prepared ones outlive their session.
    (select string_agg(format('pid %s%s since %s', pid, coalesce(' (' || nullif(application_name, '') || ')', ''), to_char(xact_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"')), ', ')
        from pg_stat_activity where xact_start < now() - interval '15 minutes' and pid <> pg_backend_pid() and backend_type = 'client backend'),
    (select string_agg(format('prepared %s since %s', gid, to_char(prepared at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS"Z"')), ', ') from pg_prepared_xacts where prepared < now() - interval '15 minutes'),
    (select string_agg(format('pid %s waits for %s', pid, array_to_string(pg_blocking_pids(pid), ', ')), '; ')
        from pg_stat_activity where wait_event_type = 'Lock' and state_change < now() - interval '10 seconds' and cardinality(pg_blocking_pids(pid)) > 0),
    to_regclass('partitions') is not null and to_regclass('"__EFMigrationsHistory"') is not null
