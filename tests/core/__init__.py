"""What every feature writes to: database, transactions, clock, ids, letters, logs."""
