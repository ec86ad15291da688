# The trial itself, read by try.sh, which has the words for it.
total=0
: >"$dir/log"
KPI_ENV_FILE=$dir/env deploy/docker/secrets.sh "$dir/secrets" 2>>"$dir/log"

began=$(now); compose build >>"$dir/log" 2>&1; say "build: $(since "$began") s"
began=$(now); compose up -d >>"$dir/log" 2>&1
for s in postgres rabbitmq ingestion aggregator query; do within 120 healthy "$s" >/dev/null || wrong "$s is not healthy"; done
say "up, all healthy: $(since "$began") s"

load_key=$(key load) probe_key=$(key probe)
next_probe
say "a key made now is known after: $(probe) s to ingestion, $(within 10 reads) s to query"
say "its event is counted after: $(within 30 counted "$probe_key" tickets_opened 1) s"
verify 1

say; say "SIGKILL under $rate events a second: seconds until the front door takes an event, query answers, that event is counted"
start_load killed $((rate * seconds / 3)); sleep 8
for s in query ingestion aggregator rabbitmq postgres; do
  next_probe
  crash "$s"; at=$(now)
  { within 90 reads || true; } >"$dir/read" &
  taken=$(probe || true)
  wait $!
  within 120 counted "$probe_key" tickets_opened "$probes" >/dev/null || wrong "the event after the end of $s is not counted"
  printf '  %-11s %8s %8s %8s   restarted %s times\n' "$s" "$taken" "$(<"$dir/read")" "$(since "$at")" "$(docker inspect -f '{{.RestartCount}}' "$(name "$s")")"
  sleep 12
done
end_load killed; settle; verify $((total * 3 + probes))

say; say "stop and start under load"
start_load stopped $((rate * 20 / 3)); sleep 6
began=$(now); compose stop >>"$dir/log" 2>&1; say "stopped in $(since "$began") s"; drained
began=$(now); compose up -d >>"$dir/log" 2>&1
for s in postgres rabbitmq ingestion aggregator query; do within 120 healthy "$s" >/dev/null || wrong "$s is not healthy"; done
say "started again, all healthy: $(since "$began") s"
end_load stopped; settle; verify $((total * 3 + probes))

say; say "two aggregators, one killed under load; two ingestions"
compose --profile two up -d --scale aggregator=2 >>"$dir/log" 2>&1; within 120 healthy ingestion-2 >/dev/null || wrong "ingestion-2 is not healthy"
start_load two $((rate * 20 / 3)); sleep 6
next_probe; crash aggregator; at=$(now); in=http://127.0.0.1:$KPI_PORT_INGEST_2; probe >/dev/null || wrong "the second ingestion does not answer"
in=http://127.0.0.1:$KPI_PORT_INGEST
within 60 counted "$probe_key" tickets_opened "$probes" >/dev/null || wrong "the event that the second ingestion took is not counted"
say "an event taken by the second ingestion when one of two aggregators ended is counted $(since "$at") s after that"
end_load two; settle; verify $((total * 3 + probes))

say; say "the commands of docs/containers.md"
kpi sources add zendesk --workspace default --url https://kpi.example | grep -q 'https://kpi.example/v1/webhooks/zendesk/default' || wrong "sources add"
tickets import- 0 100 >"$dir/events.ndjson"; chmod 644 "$dir/events.ndjson"
compose run --rm -v "$dir/events.ndjson:/events.ndjson:ro" kpi import /events.ndjson --workspace default 2>>"$dir/log" || wrong "import"
kpi doctor || wrong "the doctor finds something"
kpi quarantine list --json | tail -n 1 | grep -q '"count":0' || wrong "quarantine list"

say; say "profile demo"
compose --profile demo up -d demo >>"$dir/log" 2>&1
demo_key=$(key demo); at=$(now)
demo_counts() { [ "$(number "$demo_key" tickets_opened)" -gt 0 ]; }
within 90 demo_counts >/dev/null || wrong "the demo's desk is not counted"
sleep 5; say "the demo's desk: $(number "$demo_key" tickets_opened) tickets opened after $(since "$at") s"
compose --profile demo stop demo >>"$dir/log" 2>&1
said=$(kpi verify --json | tail -n 1); case $said in *'"ok":true'*) say "verify: ok" ;; *) wrong "verify after the demo" ;; esac
docker stats --no-stream --format '  {{.Name}} {{.MemUsage}}' | sed "s/$COMPOSE_PROJECT_NAME.//"
[ "$failed" = 0 ] && say "All is well." || say "Something is wrong, see above."
