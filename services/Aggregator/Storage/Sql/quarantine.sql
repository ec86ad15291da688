insert into quarantine (partition, event, reason, trace_id)
select $1, event, reason, trace_id from unnest($2::jsonb[], $3::text[], $4::text[]) as q (event, reason, trace_id)
