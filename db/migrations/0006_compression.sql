-- Bodies are compressed with lz4 where the server was built with it; it costs a fraction of the time of PostgreSQL's own.
do $$
begin
  alter table story alter column sections set compression lz4;
  alter table story alter column html set compression lz4;
  alter table story alter column markdown set compression lz4;
  alter table story alter column plain_text set compression lz4;
  alter table draft_version alter column document set compression lz4;
exception when feature_not_supported then
  null;
end $$;
