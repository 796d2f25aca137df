"""The law: pricing, documents, numbers and identifiers, computed from values alone."""
