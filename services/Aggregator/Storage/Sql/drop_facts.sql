delete from facts f
using unnest($2::text[], $3::timestamptz[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::text[])
    as k (workspace, at, stream, ticket, agent, area, category, until, currency)
where f.shard = $1 and f.workspace = k.workspace and f.at = k.at and f.stream = k.stream and f.ticket = k.ticket
  and f.agent is not distinct from k.agent and f.area is not distinct from k.area
  and f.category is not distinct from k.category and f.until is not distinct from k.until and f.currency is not distinct from k.currency
