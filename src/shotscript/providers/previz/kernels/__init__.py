"""Numeric kernels: flat arrays in, flat arrays out, compiled by Numba. Z is up in here, picture y runs down."""
