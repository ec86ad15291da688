-- Work that was not done to its end goes on with the pseudonym it began with.
insert into erasures (workspace, mark, number, at, until, secret)
select $1, m.mark, nextval('erasure_numbers'), $3, $4, $5 from unnest($2::bytea[]) as m (mark)
on conflict (workspace, mark) do update
set number = excluded.number, at = greatest(erasures.at, excluded.at), until = greatest(erasures.until, excluded.until), secret = coalesce(erasures.secret, excluded.secret)
returning mark, secret
