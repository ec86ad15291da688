-- Those that take_facts takes.
select count(*) from facts where shard = $1 and workspace = $2 and at >= $3 and at < $4 and not measures && $5 and (until is null or until <= $4)
