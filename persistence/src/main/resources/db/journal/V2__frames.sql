-- A batch is one row; see decision 0085. What version 1 stored stays where it is.

-- Waits for whoever is writing, and stops programs of version 1: they find no table to write to.
lock table commit_counter in exclusive mode;
alter table records rename to rows_of_v1;

-- Moved by a writer that has lost an answer: a write that arrives late does nothing then.
alter table commit_counter add column fence bigint not null default 0;

-- The records of one batch, in commit order. Frames follow each other without a gap.
create table frames (
  first_offset bigint primary key,
  last_offset bigint not null,
  bytes bytea not null
);
-- Parts of a frame are read by their place, which compression would not allow.
alter table frames alter column bytes set storage external;

-- Where the records of a history are: its numbers up to last_seq, from the row before on. Together
-- with heads this is the index, which is brought up to date now and then.
create table places (
  pid text collate "C" not null,
  last_seq bigint not null,
  places bytea not null,
  primary key (pid, last_seq)
);

-- One row. Commits up to indexed are in the index; commits up to rows_until are in rows_of_v1.
create table index_mark (
  id smallint primary key check (id = 1),
  indexed bigint not null,
  rows_until bigint not null
);
insert into index_mark (id, indexed, rows_until) select 1, last_offset, last_offset from commit_counter;
