"""Benchmarks: what is measured against bars, with the generators and seeds of its texts."""
