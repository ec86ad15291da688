with added as (
    insert into notices (id, workspace, type, at, body)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
    on conflict (id) do nothing
    returning id, workspace, type
), wanted as (
    select a.id as notice, w.workspace, w.id as webhook
    from added a join webhooks w on w.workspace = a.workspace and a.type = any(w.events) and w.disabled_at is null
), lanes as (
    insert into webhook_lanes (workspace, webhook) select distinct workspace, webhook from wanted order by 1, 2 on conflict do nothing
)
insert into deliveries (notice, workspace, webhook) select notice, workspace, webhook from wanted
