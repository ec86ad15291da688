#!/usr/bin/env bash
# Run once by the image, when the database is new: who may do what. The passwords are files and never on a command line.
#   kpi         owns the database: the schema and the aggregator. May make no roles and no databases.
#   kpi_query   may only become kpi_reader (reads numbers) and kpi_editor (calendars, targets, webhooks), which the schema gives their rights.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --no-psqlrc --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB" <<'SQL'
\set owner `cat /run/secrets/postgres_owner`
\set query `cat /run/secrets/postgres_query`
create role kpi_reader nologin;
create role kpi_editor nologin;
create role kpi login password :'owner';
create role kpi_query login noinherit password :'query';
grant kpi_reader, kpi_editor to kpi_query;
alter database :"DBNAME" owner to kpi;
revoke all on database :"DBNAME" from public;
grant connect on database :"DBNAME" to kpi_query;
SQL
