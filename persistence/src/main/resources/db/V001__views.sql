-- Views over the journal: disposable, rebuilt when missing. One text for H2 and PostgreSQL.
-- Times are UTC.
create table projection_offset (
  name varchar(40) primary key,
  position bigint not null
);
-- A row is found by its run's time and id: by the id alone, which is random, each new row would change
-- a page of its own of an index over all runs.
create table runs (
  run_id varchar(80) not null,
  job_name varchar(100) not null,
  job_version varchar(60) not null,
  job_digest varchar(64) not null,
  status varchar(20) not null,
  code varchar(80) not null,
  reason varchar(4000) not null,
  owner varchar(200) not null,
  department varchar(60) not null,
  submitted_by varchar(200) not null,
  priority int not null,
  submitted_at timestamp(3) with time zone not null,
  started_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  tokens_plan bigint not null,
  tokens_retrieve bigint not null,
  tokens_generate bigint not null,
  tokens_tool bigint not null,
  budget_soft bigint not null,
  budget_hard bigint not null,
  tool_errors int not null,
  policy_violations int not null,
  pending_approvals int not null,
  seq bigint not null,
  erased_at timestamp(3) with time zone
);
create unique index runs_by_time on runs (submitted_at desc, run_id desc);
create index runs_by_end on runs (finished_at);
create index runs_by_status on runs (status, submitted_at, run_id);
create table timers (
  run_id varchar(80) primary key,
  due_at timestamp(3) with time zone not null
);
create index timers_by_due on timers (due_at);
create table approvals (
  approval_id varchar(60) primary key,
  run_id varchar(80) not null,
  job_name varchar(100) not null,
  step varchar(120) not null,
  status varchar(20) not null,
  content_hash varchar(64) not null,
  deciders varchar(4000) not null,
  submitted_by varchar(200) not null,
  requested_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  decided_by varchar(200),
  decided_at timestamp(3) with time zone
);
create index approvals_by_status on approvals (status, requested_at);
create index approvals_by_run on approvals (run_id);
create table spend (
  spend_day date not null,
  job_name varchar(100) not null,
  department varchar(60) not null,
  stage varchar(10) not null,
  tokens bigint not null,
  primary key (spend_day, job_name, department, stage)
);
