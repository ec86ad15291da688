-- Tickets opened and resolved, first response and resolution time (mean, median) and satisfaction of a window, from the log.
with tickets as (
    select min(time) filter (where type = 'helpdesk.ticket.opened') as opened_at,
           bool_or(type = 'helpdesk.ticket.opened' and data ->> 'opened_by' = 'agent') as by_agent,
           min(time) filter (where type = 'helpdesk.ticket.replied' and data ->> 'author' = 'agent' and data ->> 'public' is distinct from 'false') as replied_at,
           max(time) filter (where type = 'helpdesk.ticket.resolved') as resolved_at,
           max(time) filter (where type = 'helpdesk.ticket.reopened') as reopened_at,
           bool_or(type = 'helpdesk.ticket.removed') as removed
    from log
    where workspace = $1 and time < $3
      and type in ('helpdesk.ticket.opened', 'helpdesk.ticket.replied', 'helpdesk.ticket.resolved', 'helpdesk.ticket.reopened', 'helpdesk.ticket.removed')
    group by source, subject
), judged as (
    select opened_at >= $2 as opened,
           resolved_at >= $2 and (reopened_at is null or reopened_at < resolved_at) as resolved,
           case when replied_at >= $2 and not by_agent then extract(epoch from replied_at - opened_at) end as first_response,
           extract(epoch from resolved_at - opened_at) as resolution
    from tickets where not removed and opened_at is not null
), csat as (
    select avg((data ->> 'score')::numeric) as mean, count(*) as n
    from log where workspace = $1 and type = 'helpdesk.survey.answered' and time >= $2 and time < $3 and data ->> 'kind' = 'csat'
)
select count(*) filter (where opened), count(*) filter (where resolved), avg(first_response), percentile_cont(0.5) within group (order by first_response),
       avg(resolution) filter (where resolved), percentile_cont(0.5) within group (order by resolution) filter (where resolved),
       (select mean from csat), (select n from csat)
from judged
