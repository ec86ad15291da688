select stream, workspace, source, subject, timeline, rules_version, as_of from timelines
where shard = (select shard from partitions where partition = $1) and stream > $2
order by stream limit $3
