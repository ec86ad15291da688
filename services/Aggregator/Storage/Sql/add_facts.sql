copy facts (shard, workspace, at, stream, ticket, subject, opened_at, channel, channel_detail, source, agent, team, category, priority, area, measures, amounts, until, currency, ahead, still_there)
from stdin (format binary)
