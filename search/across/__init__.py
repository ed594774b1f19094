"""Questions across reports, answered out of the graph: gaps, agreement, asks made again, responses.

All count by work and by publisher, never by file; briefings, which only sum up, are no source.
"""
