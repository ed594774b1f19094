"""The vocabulary, its shapes, the typed model, and how the model becomes RDF. Imports nothing of ours."""
