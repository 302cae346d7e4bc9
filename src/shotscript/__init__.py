"""A compiler for film."""
