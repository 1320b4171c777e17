"""From tables to statements, to one linear system of the whole release, and from bounds to proofs in words."""
