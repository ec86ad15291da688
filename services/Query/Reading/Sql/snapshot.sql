-- One row a partition: which build to read, how far it has come, from when to when this workspace has anything, whether some of it is under older rules, its newest rules, and whose definitions all of it was made by.
select p.shard, p.last_seq + p.revision, p.last_event_at, p.last_received_at, p.committed_at, statement_timestamp(), e.first_day, e.last_day,
       exists (
           select from timelines t where t.shard = p.shard and t.workspace = $1 and t.rules_version < (select max(version) from rules where workspace = $1)
           order by t.rules_version limit 1),
       (select coalesce(max(version), 0) from rules where workspace = $1),
       (select fingerprint from catalogue)
from partitions p
cross join lateral (
    select (select c.bucket from cells c where c.shard = p.shard and c.workspace = $1 and c.cut = 0 and c.grain = $2 order by c.bucket limit 1),
           (select c.bucket from cells c where c.shard = p.shard and c.workspace = $1 and c.cut = 0 and c.grain = $2 order by c.bucket desc limit 1)
) e (first_day, last_day)
