-- The log is the truth: every distinct event, in the order in which its partition took it. All else can be dropped and rebuilt from it.
create table log (
    partition   int         not null,
    seq         bigint      not null,              -- 1, 2, 3, … without gaps in each partition
    workspace   text        not null,
    source      text        not null,
    subject     text        not null,
    id          text        not null,
    type        text        not null,
    time        timestamptz not null,              -- when it happened
    received_at timestamptz not null,              -- when it arrived
    data        jsonb       not null,
    traceparent text,
    primary key (partition, seq, received_at)
) partition by range (received_at);

create table log_default partition of log default;

-- One row a partition: the lock its one writer holds, how far it has come, and which build of the projections is the one to read.
create table partitions (
    partition        int         primary key,
    shard            int         not null unique,  -- the build that is read and written now
    last_seq         bigint      not null default 0,
    last_event_at    timestamptz,                  -- the latest time of any event
    last_received_at timestamptz,                  -- of the newest event of the last transaction
    committed_at     timestamptz                   -- of the last transaction
) with (fillfactor = 10);

create sequence shards as int;

-- The distinct events of each stream, in order, as bytes (TimelineCodec).
create table timelines (
    shard    int   not null,
    stream   uuid  not null,                       -- a hash of workspace, source and subject
    timeline bytea not null,
    primary key (shard, stream)
) with (fillfactor = 80);

-- Ready numbers: for a grain's bucket and one value of one dimension, all measures as bytes (Tallies).
create table cells (
    shard     int         not null,
    workspace text        not null,
    cut       smallint    not null,                -- 0 everything, else the dimension's number
    grain     smallint    not null,                -- 1 half an hour, 2 day, 3 ever
    bucket    timestamptz not null,                -- its start, UTC
    value     text        not null,                -- the dimension's value; empty for none
    tallies   bytea       not null,
    primary key (shard, workspace, cut, grain, bucket, value)
) with (fillfactor = 70, toast_tuple_target = 8160);
alter table cells alter column tallies set storage main;

-- The row behind every number: what one ticket contributes at one instant.
create table facts (
    shard          int         not null,
    workspace      text        not null,
    at             timestamptz not null,
    stream         uuid        not null,
    ticket         int         not null,           -- 0, or which ticket of the thread
    subject        text        not null,
    opened_at      timestamptz,
    channel        text,
    channel_detail text,
    source         text        not null,
    agent          text,
    team           text,
    category       text,
    priority       text,
    area           text,
    measures       int[]       not null,           -- Measure.Code, and beside it …
    amounts        bigint[]    not null            -- … its value in the measure's whole unit
);
create index facts_at on facts (shard, workspace, at);

-- Events that could not be projected: kept with the reason until someone retries them.
create table quarantine (
    id             bigint      generated always as identity primary key,
    partition      int         not null,
    event          jsonb       not null,           -- the canonical event, whole
    reason         text        not null,
    trace_id       text,
    quarantined_at timestamptz not null default now()
);

-- Which catalogue the projections were made by.
create table catalogue (
    only_row    boolean primary key default true check (only_row),
    fingerprint text    not null
);

-- The query service reads as this role, and can do nothing else.
do $$
begin
    if not exists (select from pg_roles where rolname = 'kpi_reader') then create role kpi_reader nologin; end if;   -- who owns this database may not make roles everywhere
exception when duplicate_object or unique_violation then null;
end $$;
grant usage on schema public to kpi_reader;
grant select on partitions, cells, facts, timelines to kpi_reader;
do $$
begin
    execute format('grant kpi_reader to %I', current_user);
exception when others then null;                   -- a superuser needs no grant; a plain owner of another role's cluster is told by the query service
end $$;
