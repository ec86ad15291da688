-- How what the platform keeps is, in one row.
select
    (select count(*) from quarantine),
    (select min(quarantined_at) from quarantine),
    -- Whose definitions the projections are by: one, unless releases are changing over.
    (select string_agg(whose, ', ') from (select fingerprint from catalogue union select definitions from partitions) as all_of_them (whose)),
    (select array_agg(last_received_at order by partition) from partitions),
    (select array_agg(committed_at order by partition) from partitions)
