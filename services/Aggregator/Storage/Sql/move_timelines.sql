update timelines t set rules_version = c.rules_version, as_of = c.as_of, due_at = c.due_at
from unnest($2::uuid[], $3::bigint[], $4::timestamptz[], $5::timestamptz[]) as c (stream, rules_version, as_of, due_at)
where t.shard = $1 and t.stream = c.stream
