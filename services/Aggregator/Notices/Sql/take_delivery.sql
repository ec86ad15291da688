-- Asked once the lane is taken, so that what the one before has done is seen.
select d.notice, d.workspace, d.webhook, d.attempts, d.made_at, n.body, w.url, w.secret
from deliveries d
join webhooks w on w.workspace = d.workspace and w.id = d.webhook
join notices n on n.id = d.notice
where d.workspace = $2 and d.webhook = $3 and d.next_at <= $1
order by d.next_at
limit 1
