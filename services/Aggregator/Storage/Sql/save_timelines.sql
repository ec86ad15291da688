insert into timelines (shard, stream, rules_version, as_of, due_at, timeline, workspace, source, subject)
select $1, t.* from unnest($2::uuid[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::bytea[], $7::text[], $8::text[], $9::text[]) as t
on conflict (shard, stream) do update
set timeline = excluded.timeline, rules_version = excluded.rules_version, as_of = excluded.as_of, due_at = excluded.due_at
