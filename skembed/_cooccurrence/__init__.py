"""Co-occurrence counting: counts, and how they are split and stored. Nothing is trained here."""
