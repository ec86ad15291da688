-- Each workspace of a shard, by one step of the index each.
with recursive w (workspace) as (
    (select workspace from facts where shard = $1 order by workspace limit 1)
    union all
    select (select f.workspace from facts f where f.shard = $1 and f.workspace > w.workspace order by f.workspace limit 1) from w where w.workspace is not null
)
select workspace from w where workspace is not null
