-- Who was erased, so that what arrives late does not bring them back. No grant: the query service sees none of it.
create table erasures (
    workspace text        not null,
    mark      bytea       not null,                -- a hash of the customer's keyed hash: enough to know it again, nothing to find it by
    number    bigint      not null unique,         -- of erasure_numbers; a higher one is never seen before a lower one (erasures wait for each other)
    at        timestamptz not null,                -- what happened or arrived before is erased
    until     timestamptz not null,                -- forgotten then
    secret    bytea,                               -- makes the pseudonym; null as soon as the work is done
    primary key (workspace, mark)
);
create sequence erasure_numbers as bigint;

-- Streams whose log was let go of. Their facts and cells are in the partition's archive, a second shard that is read together with the first and made anew by nobody.
create table retired (
    partition int  not null,
    stream    uuid not null,                       -- so that what comes late is not taken for a new ticket
    last_at   timestamptz not null,                -- its last event; what happened later is another matter where …
    goes_on   boolean not null,                    -- … it is a thread or a customer: what comes begins anew. A ticket's is left out
    in_log    boolean not null default true,       -- its rows are still in the log, where nobody reads them any more
    primary key (partition, stream)
);
create index retired_in_log on retired (partition) where in_log;
alter table partitions
    add column archive        int unique,          -- null until a first stream is let go of
    add column archived_until timestamptz,          -- whatever had its last event before may be there
    add column archive_digest bytea not null default '\x00000000000000000000000000000000'; -- of its facts, as they were put there
