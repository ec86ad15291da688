insert into cells (shard, workspace, cut, grain, bucket, value, tallies)
select $1, k.* from unnest($2::text[], $3::smallint[], $4::smallint[], $5::timestamptz[], $6::text[], $7::bytea[]) as k
on conflict (shard, workspace, cut, grain, bucket, value) do update set tallies = excluded.tallies
