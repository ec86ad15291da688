-- The trace goes, too: it leads to the request that brought the event.
update log l set subject = r.subject, id = r.id, data = r.data, traceparent = null
from unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::jsonb[]) as r (seq, received_at, subject, id, data)
where l.partition = $1 and l.seq = r.seq and l.received_at = r.received_at
