update partitions set archive = coalesce(archive, nextval('shards')) where partition = $1 returning archive, archive_digest
