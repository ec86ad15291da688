with added as (
    insert into partitions (partition, shard)
    select p, nextval('shards') from generate_series(0, $1 - 1) as p
    where not exists (select from partitions)
    returning 1
)
select count(*) + (select count(*) from partitions) from added
