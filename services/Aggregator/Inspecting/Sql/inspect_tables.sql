-- How what the platform keeps is, in one row.
select
    (select count(*) from quarantine),
    (select min(quarantined_at) from quarantine),
    (select fingerprint from catalogue),
    (select array_agg("MigrationId"::text order by "MigrationId") from "__EFMigrationsHistory"),
    (select array_agg(last_received_at order by partition) from partitions),
    (select array_agg(committed_at order by partition) from partitions)
