-- A preview link works only while the key that created it does. Null, for links of earlier versions whose creation was not audited: the link
-- no longer works.
alter table preview_link add column key_id uuid references api_key (id);

update preview_link l
set key_id = a.key_id
from audit a
where a.action = 'previewLink.created' and a.detail = l.id::text and exists (select from api_key where id = a.key_id);
