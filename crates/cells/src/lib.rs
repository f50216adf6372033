//! Counts to cell states: quality control, normalisation, embedding, clusters, markers.
