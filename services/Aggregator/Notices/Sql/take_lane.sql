-- Of the webhooks that nobody is telling something right now the one with the delivery that has been due the longest.
select l.workspace, l.webhook
from webhook_lanes l
join webhooks w on w.workspace = l.workspace and w.id = l.webhook and w.disabled_at is null
cross join lateral (select min(next_at) as due from deliveries where workspace = l.workspace and webhook = l.webhook and next_at <= $1) d
where d.due is not null
order by d.due
limit 1
for update of l skip locked
