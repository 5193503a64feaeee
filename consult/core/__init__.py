"""What every feature may write to: database, transactions, clock, errors, ids, letters, logs."""
