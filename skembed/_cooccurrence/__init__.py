"""Co-occurrence counts: what is counted, in which pieces, and where the counts are kept."""
