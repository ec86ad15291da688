-- Whose definitions each partition's build was made by: a worker of another release that holds the partition's lock reads it there, and steps back.
alter table partitions add column definitions text;
update partitions set definitions = (select fingerprint from catalogue);

-- What those definitions have, so that another release can tell whether they are older than its own, and whether it may answer from them.
alter table catalogue add column version int, add column measures text[];
grant select on catalogue to kpi_reader;
