copy log (partition, seq, workspace, source, subject, id, type, time, received_at, data, traceparent) from stdin (format binary)
