"""The narrative: its sections, revisions, language editions, and how a document comes in and goes out."""
