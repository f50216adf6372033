use super::{give, told};
use crate::step::{Port, Step, What};
use crate::{Context, Section, StepError, View, params};
use lca_cells::{CellRows, FilterParams, QcParams, Rule, filter, gene_symbols, qc};
use lca_report::{Cell, KeyFigure, Table, number, percent};
use lca_tables::{AnnData, Column, DataFrame};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Measures the quality of cells and genes and keeps those that pass.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Quality {
    /// What to measure beside the totals.
    #[schemars(schema_with = "measure")]
    measure: QcParams,
    /// Which cells and genes to keep.
    #[schemars(schema_with = "params::schema::<FilterParams>")]
    keep: FilterParams,
    /// Column about cells that holds the reads from which a cell's molecules were counted: from it the saturation is
    /// found, the share of reads that are of a molecule seen before.
    #[serde(skip_serializing_if = "Option::is_none")]
    reads: Option<String>,
}

impl Step for Quality {
    const KIND: &'static str = "quality";
    const VERSION: u32 = 2;
    const ABOUT: &'static str = "Measures the quality of cells and genes and keeps those that pass.";
    const PORTS: &'static [Port] = &[Port::one("cells", What::Cells)];
    const GIVES: &'static [What] = &[What::Cells];

    fn memory(&self) -> String {
        "a block of the counts".into()
    }

    fn run(&self, context: &Context<'_>) -> Result<(), StepError> {
        let flow = context.flow("cells")?;
        let (cells, counts) = (&flow.table, flow.counts()?);
        let symbols = gene_symbols(&cells.var);
        let quality = qc(&counts, cells.var.index(), symbols.as_deref(), &self.measure);
        let quality = quality.map_err(told(context, cells))?;
        let kept = filter(&counts, &quality, &self.keep)?;
        let obs = DataFrame::new(cells.obs.index().to_vec());
        let var = DataFrame::new(cells.var.index().to_vec());
        let mut part = AnnData { obs, var, ..AnnData::default() };
        quality.annotate(&mut part)?;
        if let Some((share, whole)) = self.saturation(cells, &quality.total_counts)? {
            part.obs.set("sequencing_saturation", Column::Float(share))?;
            context.value("saturation", whole)?;
        }
        let (cells, genes) = counts.shape();
        context.value("cells", kept.cells.len())?;
        context.value("genes", kept.genes.len())?;
        context.value("cells_removed", cells - kept.cells.len())?;
        context.value("genes_removed", genes - kept.genes.len())?;
        let absent = quality.groups.iter().filter(|group| !group.member.contains(&true));
        let told = absent.map(|group| {
            let (name, rule) = (&group.group.name, "see `measure.groups` for how they are told");
            format!("no gene of group `{name}` was found: pct_counts_{name} says nothing; {rule}")
        });
        let warnings: Vec<String> = told.collect();
        if !warnings.is_empty() {
            context.value("warning", warnings.join(". "))?;
        }
        let removed: Map<String, Value> = kept.rules.iter().filter_map(removed).collect();
        if !removed.is_empty() {
            context.value("cells_removed_by", removed)?;
        }
        give(context, &kept.select(&part)?)
    }

    fn report(&self, view: &View<'_>) -> Result<Option<Section>, StepError> {
        let count = |name| view.number(name).unwrap_or(f64::NAN);
        let text = format!(
            "{} cells and {} genes passed; {} cells and {} genes were left out.",
            count("cells"),
            count("genes"),
            count("cells_removed"),
            count("genes_removed"),
        );
        let key = KeyFigure::count("Cells", count("cells") as u64);
        let mut section = Section::new("Counts").key(key).text(text);
        if let Some(saturation) = view.number("saturation") {
            section =
                section.text(format!("{} of the reads are of a molecule seen before.", percent(saturation)));
        }
        let rows = self.rules(view)?;
        if !rows.is_empty() {
            let caption = "What each rule of the filter left out; a cell may break several rules.".into();
            let header = ["Rule", "Parameter", "Left out"].map(str::to_owned).to_vec();
            section = section.block(Table { caption, header, rows });
        }
        let part = view.atlas().read_table(view.path(What::Cells)?)?;
        for group in self.measure.groups.iter().map(|group| &group.name) {
            if let Ok(Column::Bool(member)) = part.var.column(group)
                && !member.contains(&true)
            {
                section = section.text(format!(
                    "No gene of group `{group}` is among these genes, so `pct_counts_{group}` says nothing."
                ));
            }
        }
        Ok(Some(section))
    }
}

impl Quality {
    /// The share of reads that are of a molecule seen before, of each cell and of all.
    fn saturation(&self, cells: &AnnData, totals: &[f64]) -> Result<Option<(Vec<f64>, f64)>, StepError> {
        let Some(column) = &self.reads else { return Ok(None) };
        let reads = cells.obs.numbers(column)?;
        let pairs = || totals.iter().zip(&reads);
        if let Some(row) = pairs().position(|(counts, reads)| reads.is_nan() || reads < counts) {
            let cell = &cells.obs.index()[row];
            let what = format!(
                "cell `{cell}` (row {}) has {} reads in `{column}` for {} counts",
                row + 1,
                reads[row],
                totals[row]
            );
            return Err(StepError::unfit(what, "name the column that counts the reads of molecules"));
        }
        let share = |counts: f64, reads: f64| if reads > 0.0 { 1.0 - counts / reads } else { f64::NAN };
        let each = pairs().map(|(&counts, &reads)| share(counts, reads)).collect();
        Ok(Some((each, share(totals.iter().sum(), reads.iter().sum()))))
    }

    /// Each rule of the filter in words, its parameter, and how many cells or genes it left out.
    fn rules(&self, view: &View<'_>) -> Result<Vec<Vec<Cell>>, StepError> {
        let removed = view.record().values.get("cells_removed_by");
        let genes = view.number("genes_removed").unwrap_or_default();
        let mut rows = Vec::new();
        let mut row = |name: &str, bound: &Value| {
            let Some(bound) = bound.as_f64() else { return };
            let count = || removed.and_then(|all| all.get(name)).and_then(Value::as_u64).unwrap_or_default();
            let left_out =
                if name == "min_cells" { format!("{genes} genes") } else { format!("{} cells", count()) };
            rows.push(vec![words(name, bound).into(), Cell::Code(name.to_owned()), Cell::Figure(left_out)]);
        };
        if let Value::Object(keep) = serde_json::to_value(&self.keep)? {
            for (name, bound) in &keep {
                match bound {
                    Value::Object(groups) => {
                        groups.iter().for_each(|(group, most)| row(&format!("{name}.{group}"), most));
                    }
                    bound => row(name, bound),
                }
            }
        }
        Ok(rows)
    }
}

/// A rule that left cells out, and how many.
fn removed(rule: &Rule) -> Option<(String, Value)> {
    (rule.removed > 0).then(|| (rule.name.clone(), rule.removed.into()))
}

/// What a rule of the filter asks.
fn words(name: &str, bound: f64) -> String {
    let bound = number(bound);
    match name {
        "min_genes" => format!("a cell has at least {bound} genes"),
        "max_genes" => format!("a cell has at most {bound} genes"),
        "min_counts" => format!("a cell has at least {bound} counts"),
        "max_counts" => format!("a cell has at most {bound} counts"),
        "min_cells" => format!("a gene is seen in at least {bound} of the cells kept"),
        group => {
            let group = group.rsplit('.').next().unwrap_or(group);
            format!("at most {bound} % of a cell's counts are of `{group}`")
        }
    }
}

/// The schema of what to measure, with what a group of genes is.
fn measure(generator: &mut SchemaGenerator) -> Schema {
    let mut whole = params::schema::<QcParams>(generator).to_value();
    let names = |what: &str| json!({ "type": "array", "items": { "type": "string" }, "description": what });
    if let Some(Value::Object(groups)) = whole.pointer_mut("/properties/groups") {
        groups.insert(
            "description".into(),
            json!(
                "Groups of genes whose share of each cell's counts is measured, as `pct_counts_NAME`, and may be \
                 bounded by `keep.max_pct_counts`. What is given takes the place of the default, `mt`: the \
                 mitochondrial genes, whose names or symbols begin with `MT-` (human) or `mt-` (mouse)."
            ),
        );
        groups.insert(
            "items".into(),
            json!({
                "type": "object",
                "properties": {
                    "name": { "type": "string", "description": "Its name, such as `mt` or `ribo`." },
                    "prefixes": names("Genes whose name or symbol begins with one of these belong to it."),
                    "genes": names("Genes of exactly these names or symbols belong to it; each must be there."),
                },
                "required": ["name"],
                "additionalProperties": false,
            }),
        );
    }
    Schema::try_from(whole).unwrap_or_default()
}
