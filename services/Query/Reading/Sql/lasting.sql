-- Amounts whose period is not over before the window, and counts up to its end. What is in braces is filled in from fixed names.
select f.measure, f.at, f.until, f.currency, f.source, f.amount
from (
    select at, until, currency, source, unnest(measures) as measure, unnest(amounts) as amount
    from facts f
    where f.shard = any($1) and f.workspace = $2 and f.until > $3 and f.at <= $4 {filters}
) f
where f.measure = any($5)
order by f.at
