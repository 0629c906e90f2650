-- What the gateway's user may do. Run after each migration, as often as one likes.
grant usage on schema public to gateway;
grant select, insert, update, delete on all tables in schema public to gateway;
grant usage, select on all sequences in schema public to gateway;
-- the audit log is only ever added to
revoke update, delete, truncate on audit_event, audit_anchor from gateway;
-- which migrations have been run is the owner's to write
revoke insert, update, delete on flyway_schema_history, schema_reader from gateway;
