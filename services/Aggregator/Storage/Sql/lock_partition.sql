-- One writer a partition: a second one (a worker that was given up for dead and woke) waits here, then finds nothing new.
-- The definitions are read from the locked row itself: after a wait it is the row as the one before left it, while any other table would be as it was before the wait.
select shard, last_seq, definitions from partitions where partition = $1 for update
