insert into timelines (shard, stream, timeline)
select $1, stream, timeline from unnest($2::uuid[], $3::bytea[]) as t (stream, timeline)
on conflict (shard, stream) do update set timeline = excluded.timeline
