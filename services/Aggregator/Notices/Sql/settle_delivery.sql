update deliveries set attempts = attempts + 1, next_at = $4, delivered_at = $5, gave_up_at = $6, failure = $7
where notice = $1 and workspace = $2 and webhook = $3
