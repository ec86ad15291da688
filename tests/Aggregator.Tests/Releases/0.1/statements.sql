insert into log (partition, seq, workspace, source, subject, id, type, time, received_at, data, traceparent) values (0, 1000000, 'w', '/s', 't', 'e', 'helpdesk.ticket.pended', now(), now(), '{}', null)
insert into timelines (shard, stream, rules_version, as_of, due_at, timeline, workspace, source, subject) values (1, gen_random_uuid(), 0, now(), null, '\x00', 'w', '/s', 't')
insert into cells (shard, workspace, cut, grain, bucket, value, tallies) values (1, 'w', 0, 1, now(), '', '\x00')
insert into facts (shard, workspace, at, stream, ticket, subject, opened_at, channel, channel_detail, source, agent, team, category, priority, area, measures, amounts, until, currency, ahead) values (1, 'w', now(), gen_random_uuid(), 0, 't', null, null, null, '/s', null, null, null, null, null, '{}', '{}', null, null, false)
insert into quarantine (partition, event, reason, trace_id) values (0, '{}', 'r', null)
insert into rules (workspace, version, document) values ('w', nextval('rules_versions'), '{}')
insert into webhooks (workspace, id, revision, url, events, secret) values ('w', 'h', nextval('webhook_revisions'), 'https://hooks.example', '{}', 's')
insert into notices (id, workspace, type, at, body) values ('n', 'w', 'sla.met', now(), '{}')
insert into webhook_lanes (workspace, webhook) values ('w', 'h')
insert into deliveries (notice, workspace, webhook) values ('n', 'w', 'h')
insert into catalogue (fingerprint) values ('f') on conflict (only_row) do update set fingerprint = excluded.fingerprint
update partitions set last_seq = 1, last_event_at = now(), last_received_at = now(), committed_at = clock_timestamp() where partition = 0
update partitions set shard = nextval('shards')::int where partition = 0
update partitions set revision = revision + 1 where partition = 0
select shard, last_seq from partitions where partition = 0 for update
select seq, workspace, source, subject, id, type, time, received_at, data, traceparent from log where partition = 0 order by seq limit 1
select stream, timeline, rules_version, as_of, due_at, workspace, source, subject from timelines where shard = 1
select cut, grain, bucket, value, tallies from cells where shard = 1
select at, stream, ticket, subject, opened_at, measures, amounts, until, currency, ahead from facts where shard = 1
select fingerprint from catalogue
delete from facts where shard = 1
