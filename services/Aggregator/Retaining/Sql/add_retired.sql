insert into retired (partition, stream, last_at, goes_on)
select $1, r.* from unnest($2::uuid[], $3::timestamptz[], $4::boolean[]) as r (stream, last_at, goes_on)
on conflict (partition, stream) do update set last_at = greatest(retired.last_at, excluded.last_at), goes_on = excluded.goes_on, in_log = true
