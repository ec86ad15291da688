#!/usr/bin/env bash
# Tries docker-compose.yml for real, in a project and with passwords of its own: builds, starts, kills each container under load (SIGKILL),
# and counts at the end. Needs an engine, docker-compose (or docker compose), bash, awk and curl. Takes about 8 minutes; exit code 0 when all is well.
#   deploy/docker/try.sh [--rate 300] [--seconds 150] [--keep]      events a second, how long, leave it running
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rate=300 seconds=150 keep=
while [ $# -gt 0 ]; do
  case $1 in --rate) rate=$2; shift 2 ;; --seconds) seconds=$2; shift 2 ;; --keep) keep=1; shift ;; *) sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2 ;; esac
done
loaders=3 failed=0 dir=$(mktemp -d "${TMPDIR:-/tmp}/kpi-try.XXXXXX")
export COMPOSE_PROJECT_NAME=kpi-try-$$ KPI_PORT_INGEST=${KPI_PORT_INGEST:-18081} KPI_PORT_INGEST_2=${KPI_PORT_INGEST_2:-18082} \
  KPI_PORT_QUERY=${KPI_PORT_QUERY:-18080} KPI_PORT_RABBITMQ=${KPI_PORT_RABBITMQ:-18672} KPI_RATE_LIMIT=60000 KPI_VERSION=try
in=http://127.0.0.1:$KPI_PORT_INGEST out=http://127.0.0.1:$KPI_PORT_QUERY
compose() { if command -v docker-compose >/dev/null; then docker-compose --env-file "$dir/env" "$@"; else docker compose --env-file "$dir/env" "$@"; fi; }
kpi() { compose run --rm kpi "$@" 2>>"$dir/log"; }
name() { compose ps -q "$1" | head -n 1; }
now() { date +%s%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", (b - a) / 1e9 }'; }
say() { printf '%s\n' "$*"; }
wrong() { failed=1; say "WRONG: $*"; }
finish() {
  local code=$?
  [ "$code" = 0 ] || { say "ended early:"; tail -n 15 "$dir/log"; }
  if [ -z "$keep" ]; then compose --profile two --profile demo down -v --timeout 20 >>"$dir/log" 2>&1 || true; rm -rf "$dir"; else say "kept: project $COMPOSE_PROJECT_NAME, $dir"; fi
  exit $((code ? code : failed))
}
trap finish EXIT

within() { # within SECONDS COMMAND… : until it succeeds; prints the seconds it took, or fails
  local limit=$1 began; shift; began=$(now)
  until "$@" >/dev/null 2>&1; do
    if [ $((($(now) - began) / 1000000000)) -ge "$limit" ]; then printf '>%s' "$limit"; return 1; fi
    sleep 0.1
  done
  since "$began"
}
post() { curl -sf -m 10 "$in/v1/events" -H "Authorization: Bearer $1" -H 'Content-Type: application/x-ndjson' --data-binary @"$2"; }
read_number() { curl -sf -m 5 "$out/v1/summary?kpi=$2&window=28d" -H "Authorization: Bearer $1"; }
number() { read_number "$1" "$2" | sed -n 's/.*"value":\([0-9]*\).*/\1/p' | head -n 1; }
reads() { read_number "$probe_key" tickets_opened >/dev/null; }
counted() { [ "$(number "$1" "$2")" = "$3" ]; }
healthy() { [ "$(docker inspect -f '{{.State.Health.Status}}' "$(name "$1")")" = healthy ]; }
key() { kpi keys create --workspace "$1" --scopes admin --json | sed -n 's/.*"key":"\([^"]*\)".*/\1/p'; }
day=$(date -u -d yesterday +%Y-%m-%d 2>/dev/null || date -u -v-1d +%Y-%m-%d)
tickets() { # tickets PREFIX FROM TO : three events each
  awk -v p="$1" -v from="$2" -v to="$3" -v day="$day" 'function e(type, i, h, data) {
      printf "{\"specversion\":\"1.0\",\"id\":\"%s%d-%s\",\"source\":\"/desk/try\",\"type\":\"helpdesk.ticket.%s\",\"subject\":\"%s%d\",\"time\":\"%sT%02d:%02d:%02dZ\",\"data\":{%s}}\n", p, i, type, type, p, i, day, h, i / 60 % 60, i % 60, data }
    BEGIN { for (i = from; i < to; i++) { e("opened", i, 9, "\"channel\":\"email\""); e("replied", i, 10, "\"author\":\"agent\",\"agent\":\"a" i % 20 "\""); e("resolved", i, 11, "\"agent\":\"a" i % 20 "\"") } }'
}
probes=0
next_probe() { probes=$((probes + 1)); tickets probe- "$probes" $((probes + 1)) | sed -n 1p >"$dir/probe"; }      # an event of its own, to be sent until it is taken
probe() { within 90 post "$probe_key" "$dir/probe"; }
crash() { # SIGKILL from outside, so that the restart policy acts; where the engine's processes are not to be seen, by the engine, and then started
  local id pid; id=$(name "$1"); pid=$(docker inspect -f '{{.State.Pid}}' "$id")
  if [ "$(id -u)" = 0 ] && grep -qs "${id:0:12}" "/proc/$pid/cgroup"; then kill -9 "$pid"; else docker kill "$id" >/dev/null; docker start "$id" >/dev/null; fi
}
start_load() { # start_load NAME TICKETS : in the background, by as many senders
  local i each=$(($2 / loaders))
  for ((i = 0; i < loaders; i++)); do
    tickets "$1-$i-" 0 "$each" >"$dir/$1-$i.ndjson"; chmod 644 "$dir/$1-$i.ndjson"
    compose run -d --name "$COMPOSE_PROJECT_NAME-$1-$i" -v "$dir/$1-$i.ndjson:/load/$1-$i.ndjson:ro" kpi \
      import "/load/$1-$i.ndjson" --rate $((rate / loaders)) --url http://ingestion:8080 --key "$load_key" --json >>"$dir/log" 2>&1
  done
  sent=$((each * loaders))
}
end_load() { # waits for the senders and says what they were told
  local i code accepted=0 n
  for ((i = 0; i < loaders; i++)); do
    code=$(timeout 600 docker wait "$COMPOSE_PROJECT_NAME-$1-$i") || code=timeout
    n=$(docker logs "$COMPOSE_PROJECT_NAME-$1-$i" 2>/dev/null | sed -n 's/.*"accepted": *\([0-9]*\).*/\1/p' | tail -n 1)
    [ "$code" = 0 ] || { wrong "sender $i of $1 ended with $code"; docker logs "$COMPOSE_PROJECT_NAME-$1-$i" 2>&1 | tail -n 5; }
    accepted=$((accepted + ${n:-0})); docker rm "$COMPOSE_PROJECT_NAME-$1-$i" >/dev/null
  done
  say "load $1: $((sent * 3)) events sent, $accepted answered with 202"
  [ "$accepted" = $((sent * 3)) ] || wrong "not all were accepted"
  total=$((total + sent))
}
settle() { local took; took=$(within 180 counted "$load_key" tickets_resolved "$total") || true; say "counted: $(number "$load_key" tickets_opened) opened, $(number "$load_key" tickets_resolved) resolved of $total tickets, $took s after the last 202"
  counted "$load_key" tickets_opened "$total" && counted "$load_key" tickets_resolved "$total" || wrong "not every ticket is counted once"; }
verify() { local said; said=$(kpi verify --json | tail -n 1) || wrong "verify disagrees"; say "verify: $(printf '%s' "$said" | sed -n 's/.*"ok":\([a-z]*\),"events":\([0-9]*\).*/ok \1, \2 events in the log/p')"
  case $said in *"\"ok\":true,\"events\":$1,"*) ;; *) wrong "verify: expected $1 events" ;; esac; }
drained() { local s; for s in ingestion aggregator query rabbitmq postgres; do say "  $s: exit code $(docker inspect -f '{{.State.ExitCode}}' "$(compose ps -aq "$s" | head -n 1)")"; done; }

. deploy/docker/trial.sh
