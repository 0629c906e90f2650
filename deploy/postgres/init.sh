#!/bin/sh
# Run once, on an empty database folder: the owner of the schema, who migrates, and the gateway's
# own user, who may only do what grants.sql says.
set -eu
owner_password=$(cat /run/secrets/gateway_owner_password)
gateway_password=$(cat /run/secrets/gateway_password)
psql -v ON_ERROR_STOP=1 --no-psqlrc -U "$POSTGRES_USER" -d "$POSTGRES_DB" \
  -v owner_password="$owner_password" -v gateway_password="$gateway_password" -v db="$POSTGRES_DB" <<'SQL'
create role gateway_owner login password :'owner_password';
create role gateway login password :'gateway_password';
alter database :"db" owner to gateway_owner;
revoke all on database :"db" from public;
grant connect on database :"db" to gateway;
revoke all on schema public from public;
alter schema public owner to gateway_owner;
grant usage on schema public to gateway;
SQL
