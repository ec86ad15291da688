-- The facts of some stretches of time, added up by bucket, group, measure and bin. What is in braces is filled in from fixed names.
select width_bucket(f.{instant}, $5) - 1 as bucket, f.first, f.second, m.measure,
       case when m.measure = any($7) then case when m.amount <= 0 then -1 else ceil(ln(m.amount::float8) / $8)::int end
            when m.measure = any($9) then (m.amount / $10)::int end as bin,
       count(*), sum(m.amount)::bigint
from unnest($3::timestamptz[], $4::timestamptz[]) p (from_time, to_time)
cross join lateral (
    select f.{instant}, f.measures, f.amounts,
           {first} as first, {second} as second
    from facts f
    where f.shard = any($1) and f.workspace = $2 and f.{instant} >= p.from_time and f.{instant} < p.to_time and f.measures && $6 {filters}
    offset 0
) f
cross join lateral unnest(f.measures, f.amounts) m (measure, amount)
where m.measure = any($6)
group by 1, 2, 3, 4, 5
