-- The public reason with which a scheduled version will be published. Null if nothing is scheduled.
alter table draft add column scheduled_reason text check (length(scheduled_reason) between 1 and 2000);

-- The corrections of a story are the publications with a reason in the change log, so they survive its withdrawal. The newest first.
create index library_change_corrections on library_change (id, revision desc)
  where kind = 'story' and operation in ('published', 'updated') and reason is not null;
