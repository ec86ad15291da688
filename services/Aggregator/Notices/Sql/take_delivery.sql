-- The delivery that has been due the longest, of a webhook that nobody is telling something right now.
select d.notice, d.workspace, d.webhook, d.attempts, d.made_at, n.body, w.url, w.secret
from deliveries d
join webhook_lanes l on l.workspace = d.workspace and l.webhook = d.webhook
join webhooks w on w.workspace = d.workspace and w.id = d.webhook and w.disabled_at is null
join notices n on n.id = d.notice
where d.next_at <= $1
order by d.next_at
limit 1
for update of d, l skip locked
