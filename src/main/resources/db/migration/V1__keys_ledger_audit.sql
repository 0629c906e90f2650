-- Runs on PostgreSQL and H2 alike: types and syntax that both have.

-- The oldest release that understands this schema, by the newest migration that it knows.
create table schema_reader (
  oldest integer not null
);
insert into schema_reader (oldest) values (1);

-- One API key. What is changed gets a new revision, by which replicas find it.
create table api_key (
  id varchar(40) primary key,
  name varchar(100) not null unique,
  owner varchar(200) not null,
  team varchar(200) not null,
  scopes varchar(200) not null,
  models varchar(4000) not null,
  requests_per_minute integer,
  tokens_per_minute integer,
  concurrency integer,
  monthly_budget numeric(18, 6),
  budget_is_hard boolean not null,
  expires_at timestamp with time zone,
  disabled boolean not null,
  revoked_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by varchar(200) not null,
  version integer not null,
  revision bigint not null
);
create index api_key_revision on api_key (revision);

-- What a key is recognised by. During a rotation a key has two.
create table api_key_secret (
  hash varchar(64) primary key,
  key_id varchar(40) not null references api_key (id),
  pepper varchar(20) not null,
  hint varchar(12) not null,
  created_at timestamp with time zone not null,
  valid_until timestamp with time zone
);
create index api_key_secret_key on api_key_secret (key_id);

-- A single row, which every change of a key locks: revisions become visible in their order.
create table api_key_clock (
  id integer primary key,
  revision bigint not null
);
insert into api_key_clock (id, revision) values (1, 0);

-- One row for each inference request.
create table usage_entry (
  id varchar(40) primary key,
  request_id varchar(128) not null,
  ended_at timestamp with time zone not null,
  key_id varchar(200) not null,
  key_name varchar(200) not null,
  owner varchar(200) not null,
  team varchar(200) not null,
  dialect varchar(20) not null,
  operation varchar(20) not null,
  streamed boolean not null,
  requested_model varchar(300),
  routed_model varchar(300),
  reported_model varchar(300),
  backend varchar(100),
  prompt_tokens integer not null,
  cached_tokens integer not null,
  completion_tokens integer not null,
  tokens_estimated boolean not null,
  queue_ms bigint not null,
  load_ms bigint,
  first_byte_ms bigint,
  total_ms bigint not null,
  status integer not null,
  outcome varchar(20) not null,
  cancelled_by varchar(20),
  cost numeric(18, 9) not null,
  replica varchar(60) not null
);
create index usage_entry_ended on usage_entry (ended_at, id);
create index usage_entry_key on usage_entry (key_id, ended_at);

-- Sums over days (UTC), which outlive the rows that they sum up. Each row of usage_entry is added in
-- the transaction that inserts it.
create table usage_day (
  on_date date not null,
  key_id varchar(200) not null,
  key_name varchar(200) not null,
  owner varchar(200) not null,
  team varchar(200) not null,
  model varchar(300) not null,
  backend varchar(100) not null,
  dialect varchar(20) not null,
  requests bigint not null,
  failures bigint not null,
  cancelled bigint not null,
  prompt_tokens bigint not null,
  cached_tokens bigint not null,
  completion_tokens bigint not null,
  cost numeric(24, 9) not null,
  total_ms bigint not null,
  primary key (on_date, key_id, owner, team, model, backend, dialect)
);

-- A chain for each process: each row's hash covers the one before it. Rows are only ever added.
create table audit_event (
  chain varchar(60) not null,
  position bigint not null,
  at timestamp with time zone not null,
  action varchar(60) not null,
  outcome varchar(20) not null,
  actor varchar(200) not null,
  address varchar(60) not null,
  request_id varchar(128) not null,
  subject varchar(300) not null,
  detail varchar(4000) not null,
  previous_hash varchar(64) not null,
  hash varchar(64) not null,
  primary key (chain, position)
);
create index audit_event_at on audit_event (at desc, chain, position desc);

-- Where the chains stood that had grown when a day was over, itself a chain. A day begins with a
-- row for no chain, which only one process can add.
create table audit_anchor (
  position bigint primary key,
  on_date date not null,
  chain varchar(60) not null,
  chain_position bigint not null,
  chain_hash varchar(64) not null,
  previous_hash varchar(64) not null,
  hash varchar(64) not null,
  unique (on_date, chain)
);
create index audit_anchor_chain on audit_anchor (chain, chain_position);
