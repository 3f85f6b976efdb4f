"""From documents to token ids, by CountVectorizer's rules. Nothing is trained here."""
