-- The journal. Bytes are what Stint's other stores keep as well; see decision 0020.

-- One row. Whoever appends locks it first, so that commits have one order over all nodes.
create table commit_counter (
  id smallint primary key check (id = 1),
  last_offset bigint not null
) with (fillfactor = 10);
insert into commit_counter (id, last_offset) values (1, 0);

create table records (
  commit_offset bigint primary key,
  pid text collate "C" not null,
  seq bigint not null,
  bytes bytea not null
);
create unique index records_by_pid on records (pid, seq);
-- Headers are short and hashed: compressing them costs more than it saves.
alter table records alter column bytes set storage external;

create table heads (
  pid text collate "C" primary key,
  seq bigint not null,
  hash bytea not null
) with (fillfactor = 70);

create table deletions (
  pid text collate "C" primary key,
  up_to bigint not null
);

-- Normally encrypted, hence incompressible.
create table payloads (
  pid text collate "C" not null,
  commitment text collate "C" not null,
  bytes bytea not null,
  primary key (pid, commitment)
);
alter table payloads alter column bytes set storage external;

create table data_keys (
  pid text collate "C" primary key,
  wrapped bytea not null
);

create table snapshots (
  pid text collate "C" not null,
  seq bigint not null,
  taken_at bigint not null,
  bytes bytea not null,
  primary key (pid, seq)
);
