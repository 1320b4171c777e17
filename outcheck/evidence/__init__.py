"""Evidence behind tables: side files that hold it, and microdata that it is computed from."""
