-- Numbers of before were let go of: null while all are kept. Readers refuse what reaches further back.
alter table partitions add column numbers_from timestamptz;
