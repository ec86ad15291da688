update partitions
set last_seq = $2, last_event_at = greatest(last_event_at, $3), last_received_at = $4, committed_at = clock_timestamp()
where partition = $1
