use crate::error::{at_least, length};
use crate::rows::CellRows;
use crate::{CellsError, GroupCounts, Qc};
use lca_tables::{AnnData, Matrix};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which cells and genes to keep; a bound that is absent is not applied. Bounds are inclusive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FilterParams {
    /// Fewest genes seen in a cell. Default 100, as in scanpy's tutorial.
    pub min_genes: Option<u64>,
    /// Most genes seen in a cell (doublets). Default none.
    pub max_genes: Option<u64>,
    /// Fewest counts of a cell. Default none.
    pub min_counts: Option<f64>,
    /// Most counts of a cell. Default none.
    pub max_counts: Option<f64>,
    /// Most per cent of a cell's counts in a gene group, by the group's name. Default none.
    pub max_pct_counts: BTreeMap<String, f64>,
    /// Fewest kept cells a gene is seen in. Default 3.
    pub min_cells: Option<u64>,
}

impl Default for FilterParams {
    fn default() -> Self {
        Self {
            min_genes: Some(100),
            max_genes: None,
            min_counts: None,
            max_counts: None,
            max_pct_counts: BTreeMap::new(),
            min_cells: Some(3),
        }
    }
}

/// Cells and genes that pass, from 0 and in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Rows to keep.
    pub cells: Vec<usize>,
    /// Columns to keep.
    pub genes: Vec<usize>,
    /// What each rule about cells took out.
    pub rules: Vec<Rule>,
}

/// One rule about cells, and what it takes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The parameter, such as `min_genes`, or `max_pct_counts.mt` of a gene group.
    pub name: String,
    /// Its bound.
    pub bound: f64,
    /// How many cells break it; a cell may break several.
    pub removed: usize,
    /// The value of the cell that is furthest from breaking it; not a number where no cell has one.
    pub best: f64,
}

/// Picks the cells that pass, then the genes seen in enough of these.
///
/// # Errors
/// [`CellsError::Missing`] for an unknown gene group, [`CellsError::NoGene`] for one without genes,
/// [`CellsError::Filtered`] when nothing passes, [`CellsError::Length`] when `qc` is of another matrix.
pub fn filter(counts: &dyn CellRows, qc: &Qc, params: &FilterParams) -> Result<Kept, CellsError> {
    let found = counts.shape().0;
    length("the quality table", qc.total_counts.len(), found)?;
    let mut pass = vec![true; found];
    let rules: Vec<Rule> = bounds(qc, params)?.into_iter().map(|bound| bound.apply(&mut pass)).collect();
    let cells: Vec<usize> = (0..found).filter(|&cell| pass[cell]).collect();
    if cells.is_empty() {
        let guilty: Vec<String> = rules.iter().filter(|rule| rule.removed > 0).map(Rule::describe).collect();
        let rules = if guilty.is_empty() { "there are none".to_owned() } else { guilty.join("; ") };
        return Err(CellsError::Filtered { what: "cell", found, rules });
    }
    let seen = times_seen(counts, &pass)?;
    let min_cells = params.min_cells.unwrap_or(0);
    let genes: Vec<usize> = (0..seen.len()).filter(|&gene| seen[gene] >= min_cells).collect();
    if genes.is_empty() {
        let (most, kept) = (seen.iter().max().copied().unwrap_or(0), cells.len());
        let rules =
            format!("min_cells = {min_cells}, and of {kept} cells kept the gene seen most is seen in {most}");
        return Err(CellsError::Filtered { what: "gene", found: seen.len(), rules });
    }
    Ok(Kept { cells, genes, rules })
}

/// One bound on a value of each cell.
struct Bound {
    name: String,
    bound: f64,
    least: bool,
    values: Vec<f64>,
}

/// The bounds that are set.
fn bounds(qc: &Qc, params: &FilterParams) -> Result<Vec<Bound>, CellsError> {
    let genes = || qc.n_genes_by_counts.iter().map(|&genes| genes as f64).collect::<Vec<f64>>();
    let total = || qc.total_counts.clone();
    let whole = |bound: Option<u64>| bound.map(|bound| bound as f64);
    let set = |name: &str, bound: Option<f64>, least: bool, values: &dyn Fn() -> Vec<f64>| {
        bound.map(|bound| Bound { name: name.to_owned(), bound, least, values: values() })
    };
    let mut all: Vec<Bound> = [
        set("min_genes", whole(params.min_genes), true, &genes),
        set("max_genes", whole(params.max_genes), false, &genes),
        set("min_counts", params.min_counts, true, &total),
        set("max_counts", params.max_counts, false, &total),
    ]
    .into_iter()
    .flatten()
    .collect();
    for (group, &bound) in &params.max_pct_counts {
        let values = percent(qc, group)?;
        all.push(Bound { name: format!("max_pct_counts.{group}"), bound, least: false, values });
    }
    Ok(all)
}

/// Per cent of each cell's counts in a gene group that has genes: without any, every cell would pass.
fn percent(qc: &Qc, group: &str) -> Result<Vec<f64>, CellsError> {
    let names = || qc.groups.iter().map(|found| found.group.name.as_str()).collect::<Vec<_>>().join(", ");
    let missing = || CellsError::Missing { what: "gene group", name: group.to_owned(), present: names() };
    let GroupCounts { group: definition, member, .. } =
        qc.groups.iter().find(|found| found.group.name == group).ok_or_else(missing)?;
    if !member.contains(&true) {
        let (members, found) = (definition.members(), member.len());
        return Err(CellsError::NoGene { group: group.to_owned(), members, found });
    }
    qc.pct_counts(group).ok_or_else(missing)
}

impl Bound {
    /// Takes out the cells that break it; a value that is not a number does.
    fn apply(self, pass: &mut [bool]) -> Rule {
        let Self { name, bound, least, values } = self;
        let holds = |value: f64| if least { value >= bound } else { value <= bound };
        let mut removed = 0;
        for (pass, &value) in pass.iter_mut().zip(&values) {
            *pass &= holds(value);
            removed += usize::from(!holds(value));
        }
        let best = values.into_iter().fold(f64::NAN, if least { f64::max } else { f64::min });
        Rule { name, bound, removed, best }
    }
}

impl Rule {
    fn describe(&self) -> String {
        let Self { name, bound, removed, best } = self;
        let best = (best * 100.0).round() / 100.0;
        format!("{name} = {bound} takes out {removed}, and the best cell has {best}")
    }
}

/// In how many of the cells that pass each gene is seen.
fn times_seen(counts: &dyn CellRows, pass: &[bool]) -> Result<Vec<u64>, CellsError> {
    let mut seen = vec![0u64; counts.shape().1];
    counts.each(&mut |first, block| {
        for row in (0..block.shape().0).filter(|row| pass[first + row]) {
            let (columns, values) = block.row(row);
            let positive = columns.iter().zip(values).filter(|(_, value)| **value > 0.0);
            positive.for_each(|(&column, _)| seen[column as usize] += 1);
        }
        Ok(())
    })?;
    Ok(seen)
}

impl Kept {
    /// The same table with only these cells and genes, in every part but `uns`, which stays.
    ///
    /// # Errors
    /// [`CellsError::Table`] when the parts of `data` contradict each other, [`CellsError::TooFew`] when
    /// it lacks cells or genes to keep.
    pub fn select(&self, data: &AnnData) -> Result<AnnData, CellsError> {
        data.check()?;
        at_least("cells of the table", data.obs.rows(), self.cells.iter().max().map_or(0, |last| last + 1))?;
        at_least("genes of the table", data.var.rows(), self.genes.iter().max().map_or(0, |last| last + 1))?;
        let parts = |map: &BTreeMap<String, Matrix>, pick: &dyn Fn(&Matrix) -> Matrix| {
            map.iter().map(|(key, matrix)| (key.clone(), pick(matrix))).collect()
        };
        let both = |matrix: &Matrix| matrix.select_rows(&self.cells).select_columns(&self.genes);
        Ok(AnnData {
            x: data.x.as_ref().map(both),
            obs: data.obs.select(&self.cells),
            var: data.var.select(&self.genes),
            layers: parts(&data.layers, &both),
            obsm: parts(&data.obsm, &|matrix| matrix.select_rows(&self.cells)),
            varm: parts(&data.varm, &|matrix| matrix.select_rows(&self.genes)),
            obsp: parts(&data.obsp, &|m| m.select_rows(&self.cells).select_columns(&self.cells)),
            varp: parts(&data.varp, &|m| m.select_rows(&self.genes).select_columns(&self.genes)),
            uns: data.uns.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{QcParams, qc};
    use lca_numerics::Csr;
    use lca_tables::DataFrame;

    #[test]
    fn genes_are_judged_by_the_cells_that_pass() {
        let counts =
            Csr::new(3, 2, vec![0, 2, 3, 5], vec![0, 1, 0, 0, 1], vec![1.0, 1.0, 9.0, 1.0, 1.0]).unwrap();
        let genes = ["a".to_owned(), "b".to_owned()];
        let quality = qc(&counts, &genes, None, &QcParams::default()).unwrap();
        let params = FilterParams { min_genes: Some(2), min_cells: Some(2), ..FilterParams::default() };
        let kept = filter(&counts, &quality, &params).unwrap();
        assert_eq!((&kept.cells[..], &kept.genes[..]), (&[0, 2][..], &[0, 1][..]));
        let rule = Rule { name: "min_genes".into(), bound: 2.0, removed: 1, best: 2.0 };
        assert_eq!(kept.rules, [rule]);
        let data = AnnData {
            x: Some(Matrix::SparseF32(counts.clone())),
            obs: DataFrame::with_rows(3),
            var: DataFrame::new(genes.to_vec()),
            ..AnnData::default()
        };
        let small = kept.select(&data).unwrap();
        assert_eq!(small.obs.index(), ["0", "2"]);
        small.check().unwrap();
        let nothing = FilterParams { min_counts: Some(100.0), ..FilterParams::default() };
        let message = filter(&counts, &quality, &nothing).unwrap_err().to_string();
        assert!(message.contains("no cell of 3 passes"), "{message}");
        assert!(message.contains("min_counts = 100 takes out 3, and the best cell has 9"), "{message}");
        let rare = FilterParams { min_cells: Some(9), ..params.clone() };
        let message = filter(&counts, &quality, &rare).unwrap_err().to_string();
        assert!(message.contains("no gene of 2 passes") && message.contains("seen in 2"), "{message}");
        let unknown = FilterParams { max_pct_counts: [("rb".into(), 5.0)].into(), ..params };
        assert!(filter(&counts, &quality, &unknown).unwrap_err().to_string().contains("`rb`"));
    }

    #[test]
    fn a_bound_on_a_group_without_genes_is_refused() {
        let counts = Csr::new(1, 2, vec![0, 2], vec![0, 1], vec![3.0, 1.0]).unwrap();
        let ids = ["ENSG00000198888".to_owned(), "ENSG00000141510".to_owned()];
        let params = FilterParams {
            min_genes: None,
            min_cells: None,
            max_pct_counts: [("mt".into(), 5.0)].into(),
            ..FilterParams::default()
        };
        let quality = qc(&counts, &ids, None, &QcParams::default()).unwrap();
        assert!(quality.pct_counts("mt").unwrap()[0].is_sign_positive());
        let message = filter(&counts, &quality, &params).unwrap_err().to_string();
        assert!(
            message.contains("no gene of group `mt` (names that begin with `MT-` or `mt-`)"),
            "{message}"
        );
        assert!(message.contains("among the 2 genes"), "{message}");
        // The symbols tell, where there are any.
        let symbols = ["MT-ND1".to_owned(), "TP53".to_owned()];
        let quality = qc(&counts, &ids, Some(&symbols), &QcParams::default()).unwrap();
        let message = filter(&counts, &quality, &params).unwrap_err().to_string();
        assert!(message.contains("max_pct_counts.mt = 5 takes out 1, and the best cell has 75"), "{message}");
    }
}
