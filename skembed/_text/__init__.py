"""Convert documents to token ids, following CountVectorizer's rules; nothing is trained here."""
