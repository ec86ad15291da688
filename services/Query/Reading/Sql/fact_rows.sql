-- The facts of some stretches of time as they are. What is in braces is filled in from fixed names and times.
select {columns} f.measures, f.amounts
from {facts}
where f.shard = any($1) and f.workspace = $2 and f.until is null and f.measures && $4 {range} {filters}
