"""A vectorizer for pretrained vectors; nothing is trained here."""
