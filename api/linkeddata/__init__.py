"""Every IRI of the library as a document that machines read: RDF by ``Accept`` or suffix, beside the pages."""
