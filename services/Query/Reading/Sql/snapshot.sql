-- One row a partition: which build to read, how far it has come, and from when to when this workspace has anything.
select p.shard, p.last_seq, p.last_event_at, p.last_received_at, p.committed_at, statement_timestamp(), e.first_day, e.last_day
from partitions p
cross join lateral (
    select (select c.bucket from cells c where c.shard = p.shard and c.workspace = $1 and c.cut = 0 and c.grain = $2 order by c.bucket limit 1),
           (select c.bucket from cells c where c.shard = p.shard and c.workspace = $1 and c.cut = 0 and c.grain = $2 order by c.bucket desc limit 1)
) e (first_day, last_day)
