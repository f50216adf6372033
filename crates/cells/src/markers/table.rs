use super::{Compared, MarkerMethod, MarkerParams, Markers};
use crate::CellsError;
use lca_numerics::stats;
use lca_tables::{AnnData, Column, DataFrame, TableError, Uns};
use std::collections::BTreeMap;

/// The genes of one group by falling score, equal ones in their order.
pub(super) fn of_group(
    genes: &[Compared],
    names: &[String],
    params: &MarkerParams,
) -> Result<DataFrame, CellsError> {
    let p_values: Vec<f64> = genes.iter().map(|gene| gene.p).collect();
    let adjusted = stats::benjamini_hochberg(&p_values);
    let mut order: Vec<usize> = (0..genes.len()).collect();
    order.sort_by(|&a, &b| genes[b].score.total_cmp(&genes[a].score));
    order.truncate(params.n_genes.unwrap_or(genes.len()));
    let column = |value: &dyn Fn(usize) -> f64| Column::Float(order.iter().map(|&at| value(at)).collect());
    let mut table = DataFrame::new(order.iter().map(|&at| names[at].clone()).collect());
    table.set("scores", column(&|at| genes[at].score))?;
    table.set("logfoldchanges", column(&|at| genes[at].log_fold_change))?;
    if params.method != MarkerMethod::Logistic {
        table.set("pvals", column(&|at| p_values[at]))?;
        table.set("pvals_adj", column(&|at| adjusted[at]))?;
    }
    table.set("pct_nz_group", column(&|at| genes[at].share))?;
    table.set("pct_nz_reference", column(&|at| genes[at].share_rest))?;
    Ok(table)
}

impl Markers {
    /// Writes `uns[key]` (scanpy's `rank_genes_groups`): `params`, and tables `names`, `scores`,
    /// `logfoldchanges`, `pvals` and `pvals_adj` with one row per rank and one column per group, which
    /// scanpy keeps as structured arrays.
    ///
    /// # Errors
    /// [`CellsError::Table`] never, as all groups have equally many genes.
    pub fn annotate(&self, part: &mut AnnData, key: &str, groupby: &str) -> Result<(), CellsError> {
        let method = self.params.method.name();
        let params = [
            ("groupby", groupby),
            ("method", method),
            ("reference", "rest"),
            (
                "corr_method",
                if self.params.method == MarkerMethod::Logistic { "none" } else { "benjamini-hochberg" },
            ),
        ];
        let params: BTreeMap<String, Uns> =
            params.into_iter().map(|(name, value)| (name.to_owned(), Uns::Text(value.to_owned()))).collect();
        let mut map = BTreeMap::from([("params".to_owned(), Uns::Map(params))]);
        map.insert(
            "names".into(),
            Uns::DataFrame(self.ranked(|table| Ok(Column::Text(table.index().to_vec())))?),
        );
        let tested = self.params.method != MarkerMethod::Logistic;
        let names: &[&str] = if tested {
            &["scores", "logfoldchanges", "pvals", "pvals_adj"]
        } else {
            &["scores", "logfoldchanges"]
        };
        for name in names {
            map.insert((*name).into(), Uns::DataFrame(self.ranked(|table| table.column(name).cloned())?));
        }
        part.uns.insert(key.into(), Uns::Map(map));
        Ok(())
    }

    /// One column per group, one row per rank.
    fn ranked(
        &self,
        column: impl Fn(&DataFrame) -> Result<Column, TableError>,
    ) -> Result<DataFrame, TableError> {
        let rows = self.groups.first().map_or(0, |(_, table)| table.rows());
        let mut ranked = DataFrame::with_rows(rows);
        for (group, table) in &self.groups {
            ranked.set(group, column(table)?)?;
        }
        Ok(ranked)
    }
}
