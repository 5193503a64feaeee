"""The whole site in a real Chromium, on the demonstration."""
