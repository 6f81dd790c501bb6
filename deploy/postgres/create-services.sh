#!/bin/bash
# Runs once, when the data folder is made: a database for each service, owned by a role that reaches no other.
set -euo pipefail

create() {
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -v name="$1" -v password="$2" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke connect, temporary on database :"name" from public;
SQL
}

create order_ingest "$ORDER_INGEST_DB_PASSWORD"
create customer_profile "$CUSTOMER_PROFILE_DB_PASSWORD"
create segmentation "$SEGMENTATION_DB_PASSWORD"
create notification "$NOTIFICATION_DB_PASSWORD"
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -c 'create extension pg_stat_statements'
