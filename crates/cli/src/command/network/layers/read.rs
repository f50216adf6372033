use super::plan::{LayerPlan, Plan, ResourcePlan};
use crate::command::place::failed;
use crate::failure::Failure;
use lca_formats::{
    Quantity, Sample, parse_time, read_abundances, read_resource, read_samples, read_sbml, read_table,
};
use lca_graph::{Layer, MolecularNetwork};
use lca_network::layers::{Group, MeasuredLayer, Names, Place, Scale, enzymes};
use lca_tables::{Abundances, Mark};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::Path;

/// Metabolites of more reactions than this are everywhere.
const EVERYWHERE: usize = 40;

/// A layer with what was left out on reading it.
pub(super) struct Layered {
    pub(super) measured: MeasuredLayer,
    pub(super) left_out: Vec<(Mark, usize)>,
}

/// Reads all tables and sheets.
pub(super) fn layers(plan: &Plan) -> Result<Vec<Layered>, Failure> {
    let read: Vec<Layered> =
        plan.layers.iter().map(|layer| self::layer(layer, plan.one_sheet)).collect::<Result<_, _>>()?;
    if plan.one_sheet {
        let columns: HashSet<&str> =
            read.iter().flat_map(|one| one.measured.table.samples()).map(String::as_str).collect();
        let sheet = plan.layers.first().and_then(|layer| layer.sheets.first());
        if let Some(sheet) = sheet {
            let samples = read_samples(sheet, &Default::default())?;
            if let Some(stray) = samples.iter().find(|sample| !columns.contains(sample.name.as_str())) {
                return Err(unfitting(sheet, &stray.name, "is a column of no table"));
            }
        }
    }
    Ok(read)
}

fn layer(plan: &LayerPlan, one_sheet: bool) -> Result<Layered, Failure> {
    let small = plan.layer == Layer::Metabolite;
    let table = read_abundances(&plan.table, if small { Quantity::SmallMolecules } else { Quantity::Best })?;
    let (targets, left_out) = table.targets();
    if targets.molecules().is_empty() {
        let counts: Vec<String> = left_out.iter().map(|(mark, n)| format!("{n} {}", mark.word())).collect();
        let why = format!("it holds no molecule of the cells, only {}", counts.join(", "));
        return Err(file(&plan.table, why));
    }
    check(plan, &targets)?;
    let samples = samples(plan, &table, one_sheet)?;
    let places = samples.iter().map(|sample| place(plan, sample.as_ref())).collect::<Result<Vec<_>, _>>()?;
    for (what, name, group) in [("case", &plan.case, Group::Case), ("control", &plan.control, Group::Control)]
    {
        if name.is_some() && !places.iter().flatten().any(|place| place.group == group) {
            return Err(missing_condition(plan, what, name.as_deref().unwrap_or_default(), &samples));
        }
    }
    let measured = MeasuredLayer { layer: plan.layer, table: targets, places, scale: plan.scale };
    Ok(Layered { measured, left_out })
}

/// Counts of reads (which may be estimates and so no whole numbers) and intensities are not all as small as this, but
/// logarithms are.
const SMALL: f64 = 50.0;

/// Refuses values that are not what they are taken for.
fn check(plan: &LayerPlan, table: &Abundances) -> Result<(), Failure> {
    if plan.scale == Scale::Log2 {
        return Ok(());
    }
    let instead = "say what they are: --scale log2, amount or intensity, or `scale` in a TOML file";
    let (mut greatest, mut broken) = (0.0_f64, false);
    for (at, molecule) in table.molecules().iter().enumerate() {
        for (&value, sample) in
            table.row(at).iter().zip(table.samples()).filter(|(value, _)| value.is_finite())
        {
            if value < 0.0 {
                let why =
                    format!("`{}` is {value} in `{sample}`, which is below zero; {instead}", molecule.id);
                return Err(file(&plan.table, why));
            }
            greatest = greatest.max(value);
            broken |= value.fract() != 0.0;
        }
    }
    if plan.scale != Scale::Amount && broken && greatest < SMALL {
        let why = format!(
            "no value is above {greatest} and not all are whole, so they seem to be logarithms; {instead}"
        );
        return Err(file(&plan.table, why));
    }
    Ok(())
}

fn file(path: &Path, why: String) -> Failure {
    failed("cannot use", path, &why)
}

fn unfitting(sheet: &Path, sample: &str, what: &str) -> Failure {
    file(sheet, format!("sample `{sample}` {what}; the sheet and the tables must name the same samples"))
}

fn missing_condition(plan: &LayerPlan, what: &str, name: &str, samples: &[Option<Sample>]) -> Failure {
    let mut there: Vec<&str> =
        samples.iter().flatten().filter_map(|sample| sample.condition.as_deref()).collect();
    there.sort_unstable();
    there.dedup();
    file(&plan.table, format!("no sample is of the {what} `{name}`; there are: {}", there.join(", ")))
}

/// What each column of the table is; none for those left out.
fn samples(plan: &LayerPlan, table: &Abundances, one_sheet: bool) -> Result<Vec<Option<Sample>>, Failure> {
    let mut known: Vec<Sample> = Vec::new();
    for sheet in &plan.sheets {
        for sample in read_samples(sheet, &plan.columns)? {
            if !one_sheet && !table.samples().contains(&sample.name) {
                return Err(unfitting(
                    sheet,
                    &sample.name,
                    &format!("is no column of `{}`", plan.table.display()),
                ));
            }
            if known.iter().any(|other| other.name == sample.name) {
                return Err(file(
                    sheet,
                    format!("sample `{}` is in another sheet too; take one out", sample.name),
                ));
            }
            known.push(sample);
        }
    }
    let time = plan.time.as_ref().map(|text| parse_time(text, None)).transpose();
    let time = time.map_err(|why| file(&plan.table, format!("`time`: {why}")))?;
    table
        .samples()
        .iter()
        .map(|name| {
            if plan.leave_out.iter().any(|pattern| fits(pattern, name)) {
                return Ok(None);
            }
            if let Some(sample) = known.iter().find(|sample| sample.name == *name) {
                return Ok(Some(Sample { time: sample.time.or(time), ..sample.clone() }));
            }
            let condition = plan.conditions.iter().find(|(pattern, _)| fits(pattern, name));
            match condition {
                Some((_, condition)) => {
                    Ok(Some(Sample { name: name.clone(), condition: Some(condition.clone()), time }))
                }
                None => Err(file(
                    &plan.table,
                    format!(
                        "sample `{name}` is in no sheet of samples; add its row, or leave it out by `leave_out` of a TOML file"
                    ),
                )),
            }
        })
        .collect()
}

/// Whether a name fits a pattern in which `*` stands for anything.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn place(plan: &LayerPlan, sample: Option<&Sample>) -> Result<Option<Place>, Failure> {
    let Some(sample) = sample else { return Ok(None) };
    let is = |name: &Option<String>| name.is_some() && *name == sample.condition;
    let group = match (is(&plan.case), is(&plan.control), &plan.case) {
        (true, ..) | (_, false, None) => Group::Case,
        (_, true, _) => Group::Control,
        _ => return Ok(None),
    };
    // A table without times is of one time.
    Ok(Some(Place { group, time: sample.time.unwrap_or(0.0) }))
}

/// Reads the resources, and says what became of each one's rows.
pub(super) fn resources(plans: &[ResourcePlan]) -> Result<(Vec<MolecularNetwork>, Vec<Value>), Failure> {
    let (mut networks, mut told) = (Vec::new(), Vec::new());
    for plan in plans {
        let name = plan.file.display().to_string();
        if plan.file.to_string_lossy().trim_end_matches(".gz").ends_with(".xml") {
            let network = enzymes(&read_sbml(&plan.file)?, EVERYWHERE);
            let kept = network.interactions().len();
            if kept == 0 {
                return Err(file(&plan.file, "the model has no gene associations".to_owned()));
            }
            told.push(json!({ "file": name, "interactions": kept }));
            networks.push(network);
            continue;
        }
        let accounted = read_resource(&plan.file, plan.ends)?;
        let refused: Vec<Value> =
            accounted.refused.iter().map(|(line, why)| json!({ "line": line, "why": why })).collect();
        told.push(json!({
            "file": name, "rows": accounted.rows, "kept": accounted.kept,
            "repeated": accounted.repeated, "refused": refused,
        }));
        networks.push(accounted.network);
    }
    Ok((networks, told))
}

/// Reads lists of names: all fields of a row mean one molecule.
pub(super) fn names(files: &[std::path::PathBuf]) -> Result<Names, Failure> {
    let mut names = Names::default();
    for file in files {
        let table = read_table(file)?;
        let columns: Vec<Vec<Option<String>>> =
            table.columns().iter().filter_map(|(_, column)| column.to_texts()).collect();
        for row in 0..table.rows() {
            names.add(columns.iter().filter_map(|column| column[row].as_deref()).map(str::trim));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn stars_in_patterns_stand_for_anything() {
        assert!(fits("WT_*", "WT_1") && fits("*_1", "WT_1") && fits("*", "") && fits("a*b*c", "axxbyc"));
        assert!(fits("WT", "WT") && !fits("WT", "WT_1") && !fits("WT_*", "mct1_1") && !fits("a*b", "acd"));
    }
}
