-- Who wants to hear when a promise to a customer comes to another state. Kept by the query service.
create table webhooks (
    workspace        text        not null,
    id               text        not null,
    revision         bigint      not null,
    url              text        not null,
    events           text[]      not null,         -- sla.at_risk, sla.breached, sla.met
    secret           text        not null,         -- whsec_…: it signs, so it can't be kept as a hash
    disabled_at      timestamptz,
    disabled_because text,
    primary key (workspace, id)
);
create sequence webhook_revisions as bigint;

-- What is to be announced: written in the transaction that found it out, so it is neither lost nor made up.
create table notices (
    id           text        primary key,          -- made of what it says: the same change is the same notice
    workspace    text        not null,
    type         text        not null,
    at           timestamptz not null,
    body         text        not null,             -- SlaStateChanged as JSON
    made_at      timestamptz not null default now(),
    published_at timestamptz                       -- on the bus
);
create index notices_waiting on notices (made_at) where published_at is null;
create index notices_made on notices (made_at);

-- One row for each notice and webhook that wants it.
create table deliveries (
    notice     text        not null references notices on delete cascade,
    workspace  text        not null,
    webhook    text        not null,
    attempts   int         not null default 0,
    made_at    timestamptz not null default now(),
    next_at    timestamptz default now(),          -- null when there is nothing left to do
    delivered_at timestamptz,
    gave_up_at timestamptz,
    failure    text,                               -- of the last attempt
    primary key (notice, workspace, webhook),
    foreign key (workspace, webhook) references webhooks on delete cascade
);
create index deliveries_due on deliveries (next_at) where next_at is not null;
create index deliveries_of on deliveries (workspace, webhook, made_at);

-- One row for each webhook that has deliveries: locked while one is under way, so a slow receiver holds up nobody else.
create table webhook_lanes (
    workspace text not null,
    webhook   text not null,
    primary key (workspace, webhook),
    foreign key (workspace, webhook) references webhooks on delete cascade
);

grant select (workspace, id, revision, url, events, disabled_at, disabled_because) on webhooks to kpi_reader, kpi_editor;
grant select on deliveries to kpi_reader, kpi_editor;
grant insert, update, delete on webhooks to kpi_editor;
grant usage on sequence webhook_revisions to kpi_editor;
