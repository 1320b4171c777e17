"""The numerics: linear systems and how tightly they bound their unknowns. Arrays in, arrays out."""
