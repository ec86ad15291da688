select stream, workspace, source, subject, timeline, rules_version, as_of from timelines where shard = $1 and stream = any ($2)
