"""Clips to a film: joined where they are alike, composed only over their transitions."""
