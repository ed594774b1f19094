"""HTTP, SPARQL, pages and the command line: thin wrappers over the same functions."""
