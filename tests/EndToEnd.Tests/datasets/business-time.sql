-- How long the cases of a help desk's log took in business time (Monday to Friday, 9 to 18 in Rome), from the rows alone.
-- The log table holds the file's columns as text. Rows of the same second: resolving comes before what takes a case up again.
with told as (
  select case_id, activity, product, at, row_number() over (partition by case_id order by at, (activity = 'Resolve ticket') desc, event_id::int) as place
  from (select *, complete_timestamp::timestamp at time zone 'UTC' as at from log) as read
  where case_id not in (select case_id from log where activity in ('DUPLICATE', 'INVALID'))
),
work as (
  select *, max(place) filter (where activity <> 'Resolve ticket') over (partition by case_id) as last_not_resolved
  from told where activity not in ('Closed', 'RESOLVED', 'VERIFIED')
),
-- The resolve that holds: the first after the last row that is none; a case whose last row is none is open.
held as (
  select case_id, min(at) as resolved_at from work
  where activity = 'Resolve ticket' and place > coalesce(last_not_resolved, 0)
  group by case_id
),
cases as (
  select held.case_id, held.resolved_at, first.at as opened_at, first.product
  from held join (select distinct on (case_id) * from told order by case_id, place) as first using (case_id)
),
business as (
  select case_id, resolved_at, product, coalesce(sum(extract(epoch from least(resolved_at, closes) - greatest(opened_at, opens))) filter (where opens < resolved_at and closes > opened_at), 0) as seconds
  from cases
  left join lateral (
    select (day + time '09:00') at time zone 'Europe/Rome' as opens, (day + time '18:00') at time zone 'Europe/Rome' as closes
    from generate_series((opened_at at time zone 'Europe/Rome')::date::timestamp, (resolved_at at time zone 'Europe/Rome')::date::timestamp, interval '1 day') as day
    where extract(isodow from day) between 1 and 5
  ) as days on true
  group by case_id, resolved_at, product
)
select to_char(resolved_at at time zone 'UTC', 'YYYY-MM') as month, product, seconds::float8 from business
