"""Tools that know nothing of films: places in text, problems, exact time, digests, and the outside world."""
