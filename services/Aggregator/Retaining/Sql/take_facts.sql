-- The oldest facts, taken out: neither customers who came and went, nor counts and amounts that go on beyond.
delete from facts where ctid = any (array(
    select ctid from facts
    where shard = $1 and workspace = $2 and at >= $3 and at < $4 and not measures && $5 and (until is null or until <= $4)
    order by at limit $6))
returning {columns}
