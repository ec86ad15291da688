select stream, timeline from timelines where shard = $1 and stream = any ($2)
