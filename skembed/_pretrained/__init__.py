"""A vectorizer for pretrained vectors."""
