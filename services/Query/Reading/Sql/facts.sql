-- The facts of some stretches of time, added up by bucket, group, measure and bin. {instant} and {filters} are filled in from fixed names.
select width_bucket(f.{instant}, $5) - 1 as bucket, f.first, f.second, m.measure,
       case when m.measure = any($9) then case when m.amount <= 0 then -1 else ceil(ln(m.amount::float8) / $10)::int end
            when m.measure = any($11) then (m.amount / $12)::int end as bin,
       count(*), sum(m.amount)::bigint
from unnest($3::timestamptz[], $4::timestamptz[]) p (from_time, to_time)
cross join lateral (
    select f.{instant}, f.measures, f.amounts,
           coalesce((array[f.channel, f.channel_detail, f.source, f.agent, f.team, f.category, f.priority, f.area])[$6], '') as first,
           coalesce((array[f.channel, f.channel_detail, f.source, f.agent, f.team, f.category, f.priority, f.area])[$7], '') as second
    from facts f
    where f.shard = any($1) and f.workspace = $2 and f.{instant} >= p.from_time and f.{instant} < p.to_time {filters}
    offset 0
) f
cross join lateral unnest(f.measures, f.amounts) m (measure, amount)
where m.measure = any($8)
group by 1, 2, 3, 4, 5
