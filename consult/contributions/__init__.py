"""What participants submit: comments, amendments, answers, highlights; their stances; moderation."""
