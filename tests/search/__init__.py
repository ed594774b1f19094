"""Search finds the passage."""
