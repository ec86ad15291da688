-- The key is StreamKey's.
delete from log
where partition = $1 and seq > $2 and seq <= $3 and (
    encode(substring(sha256(convert_to(workspace, 'UTF8') || '\x00'::bytea || convert_to(source, 'UTF8') || '\x00'::bytea || convert_to(subject, 'UTF8') || '\x00'::bytea) for 16), 'hex')::uuid
) = any ($4)
