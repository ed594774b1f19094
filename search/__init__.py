"""The library folder, embedding, the indexes, fusion, linked queries and the evidence map."""
