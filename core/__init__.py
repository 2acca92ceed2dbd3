"""What would fit another portal of a public body unchanged: people, units, audit, documents, pages."""
