//! Networks of molecules: three tables in Parquet in the element's folder.

mod read;
mod write;

use lca_core::ElementKind;

const KINDS: [ElementKind; 1] = [ElementKind::Network];
const EXPECTED: &str = "a network";

/// A row for each molecule: `id`, `name`, `layer`.
const NODES: &str = "nodes.parquet";

/// A row for each interaction: `source` and `target`, which are rows of the nodes from 0, `sign`, `kind`.
const EDGES: &str = "edges.parquet";

/// A row for each piece of evidence: `edge`, which is a row of the edges from 0, `source`, `dataset`,
/// `method`, `score`.
const EVIDENCE: &str = "evidence.parquet";
