"""SPARQL 1.1 over HTTP, read-only: each query in a process that can be killed and reaches nothing but its snapshot."""
