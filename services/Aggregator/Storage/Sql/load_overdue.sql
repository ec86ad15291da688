-- Streams whose time has come, then those under older rules than their workspace's newest; one that is both may be there twice.
(select stream, workspace, source, subject, timeline, rules_version, as_of from timelines
 where shard = $1 and due_at <= $2 and stream <> all ($4) order by due_at limit $3)
union all
(select t.* from (select workspace, max(version) as newest from rules group by workspace) r
 cross join lateral (
     select stream, workspace, source, subject, timeline, rules_version, as_of from timelines
     where shard = $1 and workspace = r.workspace and rules_version < r.newest and stream <> all ($4) order by rules_version limit $3
 ) t limit $3)
