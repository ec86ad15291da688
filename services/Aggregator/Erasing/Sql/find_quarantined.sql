select id, event::text, reason from quarantine
where event ->> 'workspace' = $1 and event::text like any ($2) and ((event ->> 'received_at')::timestamptz < $3 or (event ->> 'time')::timestamptz < $3)
order by id
