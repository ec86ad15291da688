#!/usr/bin/env bash
# Makes the passwords that docker-compose.yml needs, and .env, which says where they are. What is there is left as it is.
#   deploy/docker/secrets.sh [FOLDER]      FOLDER: .secrets in the checkout unless said otherwise
# The folder is yours alone (0700); the files in it are 0444, since they are shown to accounts of containers that your machine does not know.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
folder=${1:-$root/.secrets}
env=${KPI_ENV_FILE:-$root/.env}

umask 077
mkdir -p "$folder" && chmod 700 "$folder"
folder=$(cd "$folder" && pwd -P)

password() { od -An -v -tx1 -N24 /dev/urandom | tr -d ' \n'; }      # 192 bits; hex, so it needs no escaping anywhere
keep() { # keep NAME: standard input becomes the file, unless it is there
  if [ -s "$folder/$1" ]; then cat >/dev/null; return; fi
  cat >"$folder/$1.new" && chmod 444 "$folder/$1.new" && mv "$folder/$1.new" "$folder/$1"
}

password | keep postgres_admin
password | keep postgres_owner
password | keep postgres_query
[ -s "$folder/rabbitmq_account" ] || printf 'default_user = kpi\ndefault_pass = %s\ndefault_vhost = kpi\n' "$(password)" | keep rabbitmq_account
broker=$(sed -n 's/^default_pass *= *//p' "$folder/rabbitmq_account")
printf 'Host=postgres;Database=kpi;Username=kpi;Password=%s;GSS Encryption Mode=Disable' "$(<"$folder/postgres_owner")" | keep connection_owner
printf 'Host=postgres;Database=kpi;Username=kpi_query;Password=%s;GSS Encryption Mode=Disable' "$(<"$folder/postgres_query")" | keep connection_query
printf 'amqp://kpi:%s@rabbitmq:5672/kpi' "$broker" | keep connection_broker

[ -e "$env" ] || cp "$root/.env.example" "$env"
if ! grep -q '^KPI_SECRETS=.' "$env"; then
  { grep -v '^KPI_SECRETS=' "$env"; printf 'KPI_SECRETS=%s\n' "$folder"; } >"$env.new" && mv "$env.new" "$env"
fi
echo "The passwords are in $folder, $env says so. Keep a copy: the database and the broker know no others." >&2
