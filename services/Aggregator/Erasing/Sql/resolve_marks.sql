-- Which keyed hashes of the workspace have these marks (ErasureMark): after a restored backup only the marks are known.
select h from (
    select data ->> 'customer' as h from log where workspace = $1
    union select substring(subject from '(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])') from log where workspace = $1
    union select event #>> '{data,customer}' from quarantine where event ->> 'workspace' = $1
    union select substring(event ->> 'subject' from '(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])') from quarantine where event ->> 'workspace' = $1
) all_hashes
where h is not null and sha256(convert_to($1 || E'\n' || h, 'UTF8')) = any ($2)
