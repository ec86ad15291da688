-- What a workspace has decided (calendars, targets). Every change is a whole new document; nothing is ever changed or deleted here.
create table rules (
    workspace text        not null,
    version   bigint      not null unique,         -- of rules_versions; a higher one is never seen before a lower one (editors lock each other out)
    made_at   timestamptz not null default now(),
    document  jsonb       not null,                -- {"calendars":[…],"targets":[…]}; each item has the version at which it last changed as its "revision"
    primary key (workspace, version)
);

create sequence rules_versions as bigint;

-- Under which rules and as of when a stream's facts were made, and when time alone makes them others.
-- Rows of before have no workspace: a change of the definitions, as this release is one, makes all of them anew.
alter table timelines
    add column workspace     text        not null default '',
    add column source        text        not null default '',
    add column subject       text        not null default '',
    add column rules_version bigint      not null default 0,
    add column as_of         timestamptz not null default '-infinity',
    add column due_at        timestamptz;
create index timelines_due on timelines (shard, due_at) where due_at is not null;
create index timelines_rules on timelines (shard, workspace, rules_version);

-- How often streams were folded again with no new event.
alter table partitions add column revision bigint not null default 0;

grant select on rules to kpi_reader;

-- The query service changes rules as this role, and can do nothing else with it.
do $$
begin
    if not exists (select from pg_roles where rolname = 'kpi_editor') then create role kpi_editor nologin; end if;   -- who owns this database may not make roles everywhere
exception when duplicate_object or unique_violation then null;
end $$;
grant usage on schema public to kpi_editor;
grant select, insert on rules to kpi_editor;
grant usage on sequence rules_versions to kpi_editor;
do $$
begin
    execute format('grant kpi_editor to %I', current_user);
exception when others then null;                   -- as for kpi_reader
end $$;
