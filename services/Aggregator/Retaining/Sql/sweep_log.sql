-- The key is StreamKey's.
delete from log l
using unnest($4::uuid[], $5::timestamptz[]) as r (stream, last_at)
where l.partition = $1 and l.seq > $2 and l.seq <= $3 and l.time <= r.last_at and r.stream =
    encode(substring(sha256(convert_to(l.workspace, 'UTF8') || '\x00'::bytea || convert_to(l.source, 'UTF8') || '\x00'::bytea || convert_to(l.subject, 'UTF8') || '\x00'::bytea) for 16), 'hex')::uuid
