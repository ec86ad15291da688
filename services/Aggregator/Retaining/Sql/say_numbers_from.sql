update partitions set archive_digest = $2, numbers_from = greatest(numbers_from, $3) where partition = $1
