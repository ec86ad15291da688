-- One row a partition, and one for its archive where it has one: which build to read, how far it has come, from when to when this workspace has anything, whether some of it is
-- under older rules, its newest rules, whose definitions all of it was made by, until when the archive reaches, on a replica, how many seconds of the primary's commits it may lack: none while it follows and
-- has replayed all it got, else since the last it replayed; and from when on numbers are kept.
select s.shard, case when s.is_archive then 0 else p.last_seq + p.revision end, p.last_event_at, p.last_received_at, p.committed_at, statement_timestamp(), e.first_day, e.last_day,
       exists (
           select from timelines t where t.shard = s.shard and t.workspace = $1 and t.rules_version < (select max(version) from rules where workspace = $1)
           order by t.rules_version limit 1),
       (select coalesce(max(version), 0) from rules where workspace = $1),
       (select fingerprint from catalogue),
       p.archived_until,
       (select case
            when not pg_is_in_recovery() then null
            when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() and exists (select from pg_stat_wal_receiver) then 0
            else extract(epoch from clock_timestamp() - coalesce(pg_last_xact_replay_timestamp(), (select max(committed_at) from partitions), '-infinity'))
        end::float8),
       p.numbers_from
from partitions p
cross join lateral (values (p.shard, false), (p.archive, true)) s (shard, is_archive)
cross join lateral (
    select (select c.bucket from cells c where c.shard = s.shard and c.workspace = $1 and c.cut = 0 and c.grain = $2 order by c.bucket limit 1),
           (select c.bucket from cells c where c.shard = s.shard and c.workspace = $1 and c.cut = 0 and c.grain = $2 order by c.bucket desc limit 1)
) e (first_day, last_day)
where s.shard is not null
