-- The facts of some stretches of time, added up by bucket, group, measure and bin. What is in braces is filled in from fixed names and times.
-- unnest stands in the select's own list: as a join it keeps the server from reading with several workers, and took three times as long.
select {groups} measure,
       case when measure = any($5) then case when amount <= 0 then -1 else ceil(ln(amount::float8) / $6)::int end
            when measure = any($7) then (amount / $8)::int end as bin,
       count(*), sum(amount)::bigint
from (
    select {columns} unnest(f.measures) as measure, unnest(f.amounts) as amount
    from {facts}
    where f.shard = any($1) and f.workspace = $2 and f.until is null {range} {filters}
) f
where measure = any($4)
group by {groups} measure, bin
