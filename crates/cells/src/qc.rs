use crate::CellsError;
use crate::error::length;
use crate::matrix::AMOUNTS;
use crate::rows::CellRows;
use lca_tables::{AnnData, Column};
use serde::{Deserialize, Serialize};

/// A group of genes whose share of a cell's counts tells its quality, such as mitochondrial ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneGroup {
    /// Its name in the results, such as `mt` in `pct_counts_mt`.
    pub name: String,
    /// Genes whose name or symbol begins with one of these belong to it.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Genes of exactly these names or symbols belong to it; each must be there.
    #[serde(default)]
    pub genes: Vec<String>,
}

/// What to measure beside the totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QcParams {
    /// Default: `mt`, genes that begin with `MT-` (human) or `mt-` (mouse).
    pub groups: Vec<GeneGroup>,
}

impl Default for QcParams {
    fn default() -> Self {
        let prefixes = vec!["MT-".into(), "mt-".into()];
        Self { groups: vec![GeneGroup { name: "mt".into(), prefixes, genes: Vec::new() }] }
    }
}

/// What was found of a gene group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupCounts {
    /// The group.
    pub group: GeneGroup,
    /// Whether each gene belongs to it.
    pub member: Vec<bool>,
    /// Sum of counts over its genes, per cell.
    pub sums: Vec<f64>,
}

/// Quality of each cell and gene.
#[derive(Debug, Clone, PartialEq)]
pub struct Qc {
    /// Genes with a count above 0, per cell.
    pub n_genes_by_counts: Vec<i64>,
    /// Sum of counts per cell.
    pub total_counts: Vec<f64>,
    /// What was found of each gene group.
    pub groups: Vec<GroupCounts>,
    /// Cells with a count above 0, per gene.
    pub n_cells_by_counts: Vec<i64>,
    /// Sum of counts per gene.
    pub gene_total_counts: Vec<f64>,
}

/// Measures the quality of cells (rows) and genes (columns), as scanpy's `calculate_qc_metrics`. Gene
/// groups are looked for among the names of the genes and, where given, their symbols.
///
/// # Errors
/// [`CellsError::Length`] unless there is a name for each gene, [`CellsError::Value`] for NaN and
/// negative values, [`CellsError::Missing`] when a gene that a group names is not there.
pub fn qc(
    counts: &dyn CellRows,
    genes: &[String],
    symbols: Option<&[String]>,
    params: &QcParams,
) -> Result<Qc, CellsError> {
    let (rows, cols) = counts.shape();
    length("the gene names", genes.len(), cols)?;
    length("the gene symbols", symbols.map_or(cols, <[String]>::len), cols)?;
    let group = |group: &GeneGroup| {
        let member = members(group, genes, symbols)?;
        Ok(GroupCounts { group: group.clone(), member, sums: Vec::with_capacity(rows) })
    };
    let mut found = Qc {
        n_genes_by_counts: Vec::with_capacity(rows),
        total_counts: Vec::with_capacity(rows),
        groups: params.groups.iter().map(group).collect::<Result<_, CellsError>>()?,
        n_cells_by_counts: vec![0; cols],
        gene_total_counts: vec![0.0; cols],
    };
    counts.each(&mut |first, block| {
        AMOUNTS.block(first, block)?;
        (0..block.shape().0).for_each(|row| found.add(block.row(row)));
        Ok(())
    })?;
    Ok(found)
}

/// Which genes belong to a group, by name or symbol.
fn members(group: &GeneGroup, genes: &[String], symbols: Option<&[String]>) -> Result<Vec<bool>, CellsError> {
    let absent =
        |gene: &&String| !genes.contains(gene) && !symbols.is_some_and(|symbols| symbols.contains(gene));
    if let Some(gene) = group.genes.iter().find(absent) {
        let what = "the gene";
        let present = format!("{} genes, named like {}", genes.len(), like(genes, symbols));
        return Err(CellsError::Missing { what, name: gene.clone(), present });
    }
    let belongs = |gene: &String| {
        group.genes.contains(gene) || group.prefixes.iter().any(|prefix| gene.starts_with(prefix.as_str()))
    };
    let either = |at: usize| belongs(&genes[at]) || symbols.is_some_and(|symbols| belongs(&symbols[at]));
    Ok((0..genes.len()).map(either).collect())
}

/// How genes are named here, by the first one.
fn like(genes: &[String], symbols: Option<&[String]>) -> String {
    let first = genes.first().map_or("", String::as_str);
    match symbols.and_then(<[String]>::first) {
        Some(symbol) if symbol != first => format!("`{first}` or `{symbol}`"),
        _ => format!("`{first}`"),
    }
}

impl GeneGroup {
    /// What belongs to it, in words.
    pub(crate) fn members(&self) -> String {
        let quoted = |names: &[String]| format!("`{}`", names.join("` or `"));
        match (self.prefixes.as_slice(), self.genes.as_slice()) {
            ([], []) => "it names none".to_owned(),
            (prefixes, []) => format!("names that begin with {}", quoted(prefixes)),
            ([], genes) => format!("{} genes by name", genes.len()),
            (prefixes, genes) => {
                format!("names that begin with {}, {} genes by name", quoted(prefixes), genes.len())
            }
        }
    }
}

impl Qc {
    /// Takes the next cell in.
    fn add(&mut self, (genes, counts): (&[u32], &[f32])) {
        let (mut total, mut seen) = (0.0, 0);
        for (&gene, &count) in genes.iter().zip(counts) {
            let (gene, positive, count) = (gene as usize, i64::from(count > 0.0), f64::from(count));
            total += count;
            seen += positive;
            self.n_cells_by_counts[gene] += positive;
            self.gene_total_counts[gene] += count;
        }
        self.total_counts.push(total);
        self.n_genes_by_counts.push(seen);
        for GroupCounts { member, sums, .. } in &mut self.groups {
            let inside = genes.iter().zip(counts).filter(|(gene, _)| member[**gene as usize]);
            // From 0: the sum of no numbers would be -0.
            sums.push(inside.fold(0.0, |sum, (_, &count)| sum + f64::from(count)));
        }
    }

    /// Per cent of each cell's counts in the gene group of that name; NaN in cells without counts.
    #[must_use]
    pub fn pct_counts(&self, group: &str) -> Option<Vec<f64>> {
        let found = self.groups.iter().find(|found| found.group.name == group)?;
        Some(found.sums.iter().zip(&self.total_counts).map(|(part, whole)| 100.0 * part / whole).collect())
    }

    /// Writes scanpy's columns into `obs` (`n_genes_by_counts`, `total_counts`, `pct_counts_mt`, …,
    /// with `log1p_` twins) and `var` (`mt`, `n_cells_by_counts`, `mean_counts`, …).
    ///
    /// # Errors
    /// [`CellsError::Table`] when `part` has other numbers of cells or genes.
    pub fn annotate(&self, part: &mut AnnData) -> Result<(), CellsError> {
        let float = |values: &[f64]| Column::Float(values.to_vec());
        let log = |values: &[f64]| Column::Float(values.iter().map(|value| value.ln_1p()).collect());
        let wide = |values: &[i64]| values.iter().map(|&value| value as f64).collect::<Vec<f64>>();
        let obs = &mut part.obs;
        obs.set("n_genes_by_counts", Column::Int(self.n_genes_by_counts.clone()))?;
        obs.set("log1p_n_genes_by_counts", log(&wide(&self.n_genes_by_counts)))?;
        obs.set("total_counts", float(&self.total_counts))?;
        obs.set("log1p_total_counts", log(&self.total_counts))?;
        for GroupCounts { group: GeneGroup { name, .. }, member, sums } in &self.groups {
            part.var.set(name, Column::Bool(member.clone()))?;
            obs.set(&format!("total_counts_{name}"), float(sums))?;
            obs.set(&format!("log1p_total_counts_{name}"), log(sums))?;
            obs.set(&format!("pct_counts_{name}"), float(&self.pct_counts(name).unwrap_or_default()))?;
        }
        self.annotate_genes(part)
    }

    fn annotate_genes(&self, part: &mut AnnData) -> Result<(), CellsError> {
        let cells = self.total_counts.len() as f64;
        let log = |values: &[f64]| Column::Float(values.iter().map(|value| value.ln_1p()).collect());
        let means: Vec<f64> = self.gene_total_counts.iter().map(|sum| sum / cells).collect();
        let dropout = self.n_cells_by_counts.iter().map(|&n| 100.0 * (1.0 - n as f64 / cells)).collect();
        let var = &mut part.var;
        var.set("n_cells_by_counts", Column::Int(self.n_cells_by_counts.clone()))?;
        var.set("log1p_mean_counts", log(&means))?;
        var.set("mean_counts", Column::Float(means))?;
        var.set("pct_dropout_by_counts", Column::Float(dropout))?;
        var.set("total_counts", Column::Float(self.gene_total_counts.clone()))?;
        var.set("log1p_total_counts", log(&self.gene_total_counts))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_numerics::Csr;
    use lca_tables::DataFrame;

    #[test]
    fn measures_cells_and_genes() {
        let counts = Csr::new(2, 3, vec![0, 3, 4], vec![0, 1, 2, 2], vec![1.0, 0.0, 3.0, 5.0]).unwrap();
        let genes = ["MT-CO1".to_owned(), "ACTB".to_owned(), "mt-Nd1".to_owned()];
        let found = qc(&counts, &genes, None, &QcParams::default()).unwrap();
        assert_eq!(found.n_genes_by_counts, [2, 1]);
        assert_eq!(found.n_cells_by_counts, [1, 0, 2]);
        assert_eq!(found.pct_counts("mt").unwrap(), [100.0, 100.0]);
        let mut part =
            AnnData { obs: DataFrame::with_rows(2), var: DataFrame::with_rows(3), ..AnnData::default() };
        found.annotate(&mut part).unwrap();
        assert_eq!(part.obs.numbers("total_counts").unwrap(), [4.0, 5.0]);
        assert_eq!(part.var.numbers("pct_dropout_by_counts").unwrap(), [50.0, 100.0, 0.0]);
        assert!(qc(&counts, &genes[..2], None, &QcParams::default()).is_err());
    }

    #[test]
    fn a_group_is_found_by_symbol_and_an_absent_gene_is_named() {
        let counts = Csr::new(2, 2, vec![0, 1, 1], vec![0], vec![4.0]).unwrap();
        let (ids, symbols) = (["E1".to_owned(), "E2".to_owned()], ["MT-CO1".to_owned(), "ACTB".to_owned()]);
        let found = qc(&counts, &ids, Some(&symbols), &QcParams::default()).unwrap();
        assert_eq!(found.groups[0].member, [true, false]);
        // Nothing is 0, not -0.
        assert!(found.groups[0].sums[1].is_sign_positive() && found.total_counts[1].is_sign_positive());
        let group = |gene: &str| GeneGroup {
            name: "mine".into(),
            prefixes: Vec::new(),
            genes: vec![gene.to_owned()],
        };
        let by_name = |gene| qc(&counts, &ids, Some(&symbols), &QcParams { groups: vec![group(gene)] });
        assert_eq!(by_name("E2").unwrap().groups[0].member, [false, true]);
        assert_eq!(by_name("ACTB").unwrap().groups[0].member, [false, true]);
        let message = by_name("TP53").unwrap_err().to_string();
        assert!(
            message.contains("the gene `TP53` is not there") && message.contains("`E1` or `MT-CO1`"),
            "{message}"
        );
    }
}
