-- The cells of all pieces of a cover. Each piece is a range of the primary key; "offset 0" keeps the planner from turning that around.
select p.number, c.bucket, c.value, c.tallies
from unnest($4::smallint[], $5::timestamptz[], $6::timestamptz[]) with ordinality p (grain, from_bucket, to_bucket, number)
cross join lateral (
    select bucket, value, tallies from cells
    where shard = any($1) and workspace = $2 and cut = $3 and grain = p.grain and bucket >= p.from_bucket and bucket < p.to_bucket
      and ($7::text[] is null or value = any($7)) and ($8::text[] is null or value <> all($8))
    offset 0
) c
