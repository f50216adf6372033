use super::{EDGES, EVIDENCE, EXPECTED, KINDS, NODES};
use crate::error::Result;
use crate::parquet::to_parquet;
use crate::{StoreError, Transaction};
use lca_core::ElementPath;
use lca_graph::{Evidence, MolecularNetwork};
use lca_tables::{Column, DataFrame, TableError};

impl Transaction {
    /// Writes a network as Parquet: `nodes.parquet` (`id`, `name`, `layer`), `edges.parquet` (`source`,
    /// `target`: rows of the nodes; `sign`, `kind`) and `evidence.parquet` (`edge`: row of the edges;
    /// `source`, `dataset`, `method`, `score`).
    ///
    /// # Errors
    /// When it is written already, or cannot be written.
    pub fn write_network(&self, element: &ElementPath, network: &MolecularNetwork) -> Result<()> {
        let staged = self.stage(element, &KINDS, EXPECTED)?;
        let tables = [(NODES, nodes(network)), (EDGES, edges(network)), (EVIDENCE, evidence(network))];
        for (file, table) in tables {
            let table = table.map_err(|why| StoreError::refused(element, why))?;
            let bytes = to_parquet(&table).map_err(|why| StoreError::refused(element, why))?;
            staged.shelf.put(&format!("{}/{file}", staged.folder), bytes)?;
        }
        staged.finish();
        Ok(())
    }
}

type Table = std::result::Result<DataFrame, TableError>;

fn table<const N: usize>(rows: usize, columns: [(&str, Column); N]) -> Table {
    let mut table = DataFrame::with_rows(rows);
    for (name, column) in columns {
        table.set(name, column)?;
    }
    Ok(table)
}

fn nodes(network: &MolecularNetwork) -> Table {
    let all = network.molecules();
    table(
        all.len(),
        [
            ("id", Column::Text(all.iter().map(|one| one.id.clone()).collect())),
            ("name", Column::NullableText(all.iter().map(|one| one.name.clone()).collect())),
            ("layer", Column::Text(all.iter().map(|one| one.layer.to_string()).collect())),
        ],
    )
}

fn edges(network: &MolecularNetwork) -> Table {
    let all = network.interactions();
    table(
        all.len(),
        [
            ("source", Column::Int(all.iter().map(|one| one.source as i64).collect())),
            ("target", Column::Int(all.iter().map(|one| one.target as i64).collect())),
            ("sign", Column::Text(all.iter().map(|one| one.sign.to_string()).collect())),
            ("kind", Column::NullableText(all.iter().map(|one| one.kind.clone()).collect())),
        ],
    )
}

fn evidence(network: &MolecularNetwork) -> Table {
    let edges = network.interactions().iter().enumerate();
    let all: Vec<(i64, &Evidence)> = edges
        .flat_map(|(edge, one)| one.evidence.iter().map(move |because| (edge as i64, because)))
        .collect();
    let texts = |of: fn(&Evidence) -> &Option<String>| {
        Column::NullableText(all.iter().map(|(_, because)| of(because).clone()).collect())
    };
    table(
        all.len(),
        [
            ("edge", Column::Int(all.iter().map(|(edge, _)| *edge).collect())),
            ("source", texts(|because| &because.source)),
            ("dataset", texts(|because| &because.dataset)),
            ("method", texts(|because| &because.method)),
            ("score", Column::Float(all.iter().map(|(_, one)| one.score.unwrap_or(f64::NAN)).collect())),
        ],
    )
}
