-- Where a person's keyed hash stands in a partition's log. It may stand in more places than one, so all of an event that names anybody is looked through.
select seq, received_at, workspace, source, subject, id, data::text from log
where partition = $1 and seq <= $2 and workspace = $3 and (received_at < $5 or time < $5)
  and (subject like any ($4) or id like any ($4) or data::text like any ($4))
order by seq
