-- Facts of deadlines behind their stream's last event: they are in no cell until an event comes after them.
alter table facts add column ahead boolean not null default false;
create index facts_ahead on facts (shard, workspace, at) where ahead;

-- Facts that are not of one instant: an amount of a period, a count that holds until the next one (until 9999-12-31). They are in no cell.
alter table facts add column until timestamptz, add column currency text;
create index facts_lasting on facts (shard, workspace, until) where until is not null;
