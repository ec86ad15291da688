-- The partitions with streams to fold again.
select partition from partitions p
where exists (select from timelines where shard = p.shard and due_at <= $1 and stream <> all ($2))
   or exists (
       select from (select workspace, max(version) as newest from rules group by workspace) r
       cross join lateral (
           select from timelines where shard = p.shard and workspace = r.workspace and rules_version < r.newest and stream <> all ($2)
           order by rules_version limit 1
       ) t)
