use super::{EDGES, EVIDENCE, EXPECTED, KINDS, NODES};
use crate::disk::Shelf;
use crate::error::Result;
use crate::parquet::from_parquet;
use crate::{Atlas, StoreError};
use lca_core::ElementPath;
use lca_graph::{Evidence, Interaction, Layer, MolecularNetwork, Molecule, Sign};
use lca_tables::{Column, DataFrame};
use std::str::FromStr;

impl Atlas {
    /// Reads a network that [`crate::Transaction::write_network`] wrote.
    ///
    /// # Errors
    /// When the element is not there or is damaged.
    pub fn read_network(&self, element: &ElementPath) -> Result<MolecularNetwork> {
        let (shelf, folder) = self.open_element(element, &KINDS, EXPECTED)?;
        let [nodes, edges, evidence] = [NODES, EDGES, EVIDENCE].map(|file| Part::open(&shelf, &folder, file));
        let mut network = MolecularNetwork::default();
        let molecules = molecules(&nodes?)?;
        let places: Vec<usize> = molecules.into_iter().map(|one| network.molecule(one)).collect();
        let mut interactions = interactions(&edges?, &places)?;
        gather(&evidence?, &mut interactions)?;
        interactions.into_iter().for_each(|one| {
            network.interaction(one);
        });
        Ok(network)
    }
}

/// One of the tables.
struct Part {
    table: DataFrame,
    shown: String,
}

impl Part {
    fn open(shelf: &Shelf, folder: &str, file: &str) -> Result<Self> {
        let key = format!("{folder}/{file}");
        let shown = shelf.shown(&key);
        Ok(Self { table: from_parquet(shelf.backing().get_required(&key)?, &shown)?, shown })
    }

    fn wrong(&self, problem: impl Into<String>) -> StoreError {
        StoreError::format(&self.shown, problem.into())
    }

    fn texts(&self, name: &str) -> Result<Vec<Option<String>>> {
        self.table.texts(name).map_err(|why| self.wrong(why.to_string()))
    }

    fn full(&self, name: &str) -> Result<Vec<String>> {
        let texts: Option<Vec<String>> = self.texts(name)?.into_iter().collect();
        texts.ok_or_else(|| self.wrong(format!("a field of column `{name}` is empty")))
    }

    /// Rows of another table with so many of them.
    fn rows(&self, name: &str, count: usize) -> Result<Vec<usize>> {
        let Column::Int(values) = self.table.column(name).map_err(|why| self.wrong(why.to_string()))? else {
            return Err(self.wrong(format!("column `{name}` does not hold whole numbers")));
        };
        let row = |value: &i64| usize::try_from(*value).ok().filter(|row| *row < count);
        let rows: Option<Vec<usize>> = values.iter().map(row).collect();
        rows.ok_or_else(|| self.wrong(format!("column `{name}` names a row beyond the {count} there are")))
    }
}

fn molecules(nodes: &Part) -> Result<Vec<Molecule>> {
    let (ids, names, layers) = (nodes.full("id")?, nodes.texts("name")?, nodes.full("layer")?);
    let rows = ids.into_iter().zip(names).zip(layers);
    rows.map(|((id, name), layer)| {
        let layer = Layer::from_str(&layer).map_err(|unknown| nodes.wrong(unknown.to_string()))?;
        Ok(Molecule { id, name, layer })
    })
    .collect()
}

fn interactions(edges: &Part, places: &[usize]) -> Result<Vec<Interaction>> {
    let (sources, targets) = (edges.rows("source", places.len())?, edges.rows("target", places.len())?);
    let (signs, kinds) = (edges.full("sign")?, edges.texts("kind")?);
    let rows = sources.into_iter().zip(targets).zip(signs).zip(kinds);
    rows.map(|(((source, target), sign), kind)| {
        let signs = [Sign::Positive, Sign::Negative, Sign::Dual, Sign::Unknown];
        let found = signs.into_iter().find(|known| known.word() == sign);
        let sign = found.ok_or_else(|| edges.wrong(format!("`{sign}` is no sign")))?;
        Ok(Interaction { kind, ..Interaction::new(places[source], places[target], sign) })
    })
    .collect()
}

fn gather(evidence: &Part, interactions: &mut [Interaction]) -> Result<()> {
    let edges = evidence.rows("edge", interactions.len())?;
    let texts = [evidence.texts("source")?, evidence.texts("dataset")?, evidence.texts("method")?];
    let scores = evidence.table.numbers("score").map_err(|why| evidence.wrong(why.to_string()))?;
    let [sources, datasets, methods] = texts;
    let rows = edges.into_iter().zip(sources).zip(datasets).zip(methods).zip(scores);
    for ((((edge, source), dataset), method), score) in rows {
        let score = Some(score).filter(|score| !score.is_nan());
        interactions[edge].evidence.push(Evidence { source, dataset, method, score });
    }
    Ok(())
}
