"""Documents encoded on disk: a folder of shards, written once and read by fits and transforms."""
