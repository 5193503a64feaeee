"""The sending of letters: how one leaves this machine, and the worker that sends those that are due."""
