-- The format version of sections, html, markdown and plain_text. The command "migrate" renders the bodies with another format version again.
alter table story add column body_format integer not null default 0;
