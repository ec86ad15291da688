delete from timelines where shard = $1 and stream = any ($2)
