select id, partition, event, reason, trace_id, quarantined_at from quarantine order by id limit $1
