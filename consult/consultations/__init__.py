"""Windows on one revision: audience, opening, closing, languages, guiding questions, joining."""
