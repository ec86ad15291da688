select seq, workspace, source, subject, id, type, time, received_at, data, traceparent
from log where partition = $1 and seq > $2 order by seq limit $3
