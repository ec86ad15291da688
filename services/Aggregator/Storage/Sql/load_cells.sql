select k.place, c.tallies
from unnest($2::text[], $3::smallint[], $4::smallint[], $5::timestamptz[], $6::text[]) with ordinality as k (workspace, cut, grain, bucket, value, place)
join cells c on c.shard = $1 and c.workspace = k.workspace and c.cut = k.cut and c.grain = k.grain and c.bucket = k.bucket and c.value = k.value
