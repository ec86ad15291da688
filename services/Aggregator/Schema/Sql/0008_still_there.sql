-- Facts of tickets that are still open, by which the backlog tells its ages without reading those of all that came and went.
alter table facts add column still_there boolean not null default false;
create index facts_still_there on facts (shard, workspace, opened_at) where still_there;
