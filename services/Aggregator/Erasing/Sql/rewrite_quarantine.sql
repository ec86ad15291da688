update quarantine q set event = r.event - 'traceparent', reason = r.reason, trace_id = null
from unnest($1::bigint[], $2::jsonb[], $3::text[]) as r (id, event, reason)
where q.id = r.id
