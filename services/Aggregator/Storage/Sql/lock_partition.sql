-- One writer a partition: a second one (a worker that was given up for dead and woke) waits here, then finds nothing new.
select shard, last_seq from partitions where partition = $1 for update
