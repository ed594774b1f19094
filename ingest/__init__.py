"""From a report file to its record, and from the records to a published snapshot."""
