-- What a sensible person adds to ask the log for KPIs.
create index log_by_time on log (workspace, type, time);
create index log_by_ticket on log (workspace, source, subject, time);
analyze log;
