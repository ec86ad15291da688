-- Cells from which everything was taken back.
delete from cells c
using unnest($2::text[], $3::smallint[], $4::smallint[], $5::timestamptz[], $6::text[]) as k (workspace, cut, grain, bucket, value)
where c.shard = $1 and c.workspace = k.workspace and c.cut = k.cut and c.grain = k.grain and c.bucket = k.bucket and c.value = k.value
