insert into catalogue (fingerprint, version, measures) values ($1, $2, $3)
on conflict (only_row) do update set fingerprint = excluded.fingerprint, version = excluded.version, measures = excluded.measures
where (catalogue.fingerprint, catalogue.version) is distinct from (excluded.fingerprint, excluded.version)
