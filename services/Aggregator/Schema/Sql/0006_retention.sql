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
