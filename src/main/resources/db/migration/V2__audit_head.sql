-- Where a chain ends that is written in the transactions of what it tells of. Who adds to it locks its
-- row, and an end that was cut off shows at once.
create table audit_head (
  chain varchar(60) primary key,
  position bigint not null,
  hash varchar(64) not null
);
insert into audit_head (chain, position, hash)
values ('changes', 0, '0000000000000000000000000000000000000000000000000000000000000000');
