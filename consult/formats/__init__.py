"""Readers and writers of plain values: no database, no web, no words of any interface language."""
