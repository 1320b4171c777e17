"""The nouns everything else is said in. Imports nothing of outcheck."""
