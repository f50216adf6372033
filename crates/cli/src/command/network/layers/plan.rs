use crate::args::LayersArgs;
use crate::command::place::failed;
use crate::failure::Failure;
use lca_graph::Layer;
use lca_network::layers::Scale;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// What is to be read, from a file or from options.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) layers: Vec<LayerPlan>,
    pub(super) resources: Vec<ResourcePlan>,
    pub(super) names: Vec<PathBuf>,
    pub(super) order: Option<bool>,
    pub(super) signs: Option<bool>,
    pub(super) dynamics: Option<bool>,
    pub(super) least_change: Option<f64>,
    /// Whether one sheet tells of the samples of all tables.
    pub(super) one_sheet: bool,
}

#[derive(Debug, Default)]
pub(super) struct LayerPlan {
    pub(super) layer: Layer,
    pub(super) table: PathBuf,
    pub(super) scale: Scale,
    pub(super) sheets: Vec<PathBuf>,
    pub(super) columns: lca_formats::SheetColumns,
    /// Patterns of sample names and the conditions they mean, in place of a sheet.
    pub(super) conditions: BTreeMap<String, String>,
    pub(super) time: Option<String>,
    pub(super) control: Option<String>,
    pub(super) case: Option<String>,
    pub(super) leave_out: Vec<String>,
}

#[derive(Debug)]
pub(super) struct ResourcePlan {
    pub(super) file: PathBuf,
    pub(super) ends: (Layer, Layer),
}

/// The plan that options give.
pub(super) fn from_options(args: &LayersArgs) -> Result<Plan, Failure> {
    let tables = [
        (Layer::Transcript, &args.transcripts, Scale::Counts),
        (Layer::Protein, &args.proteins, Scale::Intensity),
        (Layer::PhosphoSite, &args.sites, Scale::Intensity),
        (Layer::Metabolite, &args.metabolites, Scale::Intensity),
    ];
    let Some(sheet) = &args.samples else {
        return Err(Failure::Use("give a TOML file, or tables with --samples and --case".to_owned()));
    };
    let layer = |(layer, table, scale): &(Layer, &Option<PathBuf>, Scale)| {
        table.as_ref().map(|table| LayerPlan {
            layer: *layer,
            table: table.clone(),
            scale: args.scale.map_or(*scale, Into::into),
            sheets: vec![sheet.clone()],
            control: args.control.clone(),
            case: args.case.clone(),
            ..LayerPlan::default()
        })
    };
    let layers = tables.iter().filter_map(layer).collect();
    Ok(Plan { layers, one_sheet: true, ..Plan::default() })
}

/// Resources that options add.
pub(super) fn resource(file: &Path) -> ResourcePlan {
    ResourcePlan { file: file.to_owned(), ends: (Layer::Unstated, Layer::Unstated) }
}

/// Reads a plan. Tables and sheets are found under `data.root`, resources and names beside the file.
pub(super) fn read(path: &Path) -> Result<Plan, Failure> {
    let wrong = |why: &dyn std::fmt::Display| failed("cannot read", path, why);
    let text = std::fs::read_to_string(path).map_err(|cause| wrong(&cause))?;
    let table: Table = text.parse().map_err(|cause: toml::de::Error| wrong(&cause))?;
    let here = path.parent().unwrap_or(Path::new("."));
    parse(&table, here).map_err(|why| wrong(&why))
}

fn parse(table: &Table, here: &Path) -> Result<Plan, String> {
    known(table, "the file", &["data", "layer", "resource", "names", "network"])?;
    let root = root(table, here)?;
    let mut plan = Plan::default();
    for (at, layer) in tables(table, "layer")?.into_iter().enumerate() {
        plan.layers.push(self::layer(layer, &root).map_err(|why| format!("layer {}: {why}", at + 1))?);
    }
    for (at, one) in tables(table, "resource")?.into_iter().enumerate() {
        let place = |why: String| format!("resource {}: {why}", at + 1);
        known(one, "a resource", &["file", "source", "target"]).map_err(place)?;
        let file = text(one, "file").map_err(place)?.ok_or_else(|| place("it names no `file`".to_owned()))?;
        let end = |key| Ok(word(one, key)?.unwrap_or(Layer::Unstated));
        let ends = (end("source").map_err(place)?, end("target").map_err(place)?);
        plan.resources.push(ResourcePlan { file: here.join(file), ends });
    }
    if let Some(names) = section(table, "names")? {
        known(names, "names", &["files"])?;
        plan.names = texts(names, "files")?.into_iter().map(|file| here.join(file)).collect();
    }
    if let Some(network) = section(table, "network")? {
        known(network, "network", &["order", "signs", "dynamics", "least_change"])?;
        plan.order = truth(network, "order")?;
        plan.signs = truth(network, "signs")?;
        plan.dynamics = truth(network, "dynamics")?;
        plan.least_change = match network.get("least_change") {
            None => None,
            Some(Value::Float(value)) => Some(*value),
            Some(Value::Integer(value)) => Some(*value as f64),
            Some(other) => return Err(format!("`least_change` is {other}, not a number")),
        };
    }
    Ok(plan)
}

/// Where tables lie: `data.root` beside the file, or below the folder that the variable `data.env` names.
fn root(table: &Table, here: &Path) -> Result<PathBuf, String> {
    let Some(data) = section(table, "data")? else { return Ok(here.to_owned()) };
    known(data, "data", &["root", "env", "env_folder"])?;
    let folder = text(data, "env_folder")?.unwrap_or_default();
    let set = text(data, "env")?.and_then(std::env::var_os).filter(|value| !value.is_empty());
    Ok(match set {
        Some(value) => Path::new(&value).join(folder),
        None => here.join(text(data, "root")?.unwrap_or_default()),
    })
}

fn layer(table: &Table, root: &Path) -> Result<LayerPlan, String> {
    let keys = [
        "layer",
        "table",
        "scale",
        "samples",
        "sample",
        "condition",
        "time_column",
        "conditions",
        "time",
        "control",
        "case",
        "leave_out",
    ];
    known(table, "a layer", &keys)?;
    let layer = word(table, "layer")?.ok_or("it names no `layer`: transcript, protein, metabolite, …")?;
    let usual = if layer == Layer::Transcript { "counts" } else { "intensity" };
    let scale = match text(table, "scale")?.unwrap_or(usual) {
        "counts" => Scale::Counts,
        "intensity" => Scale::Intensity,
        "amount" => Scale::Amount,
        "log2" => Scale::Log2,
        other => return Err(format!("`{other}` is no scale: use counts, intensity, amount or log2")),
    };
    let owned = |key| Ok::<_, String>(text(table, key)?.map(str::to_owned));
    let conditions = match table.get("conditions") {
        None => BTreeMap::new(),
        Some(Value::Table(all)) => {
            let entry = |(pattern, value): (&String, &Value)| match value {
                Value::String(condition) => Ok((pattern.clone(), condition.clone())),
                other => Err(format!("`conditions`: {other} is no text")),
            };
            all.iter().map(entry).collect::<Result<_, String>>()?
        }
        Some(_) => return Err("`conditions` is no table: write { \"WT_*\" = \"WT\" }".to_owned()),
    };
    Ok(LayerPlan {
        layer,
        table: root.join(text(table, "table")?.ok_or("it names no `table`")?),
        scale,
        sheets: texts(table, "samples")?.into_iter().map(|file| root.join(file)).collect(),
        columns: lca_formats::SheetColumns {
            sample: owned("sample")?,
            condition: owned("condition")?,
            time: owned("time_column")?,
        },
        conditions,
        time: owned("time")?,
        control: owned("control")?,
        case: owned("case")?,
        leave_out: texts(table, "leave_out")?.into_iter().map(str::to_owned).collect(),
    })
}

/// A misspelt key would be passed over without a word.
fn known(table: &Table, place: &str, keys: &[&str]) -> Result<(), String> {
    match table.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(format!("`{key}` is nothing that {place} may hold: use {}", keys.join(", "))),
        None => Ok(()),
    }
}

fn tables<'t>(table: &'t Table, key: &str) -> Result<Vec<&'t Table>, String> {
    let wrong = || format!("`{key}` is written as [[{key}]], once for each");
    match table.get(key) {
        None => Ok(Vec::new()),
        Some(Value::Array(all)) => all.iter().map(|one| one.as_table().ok_or_else(wrong)).collect(),
        Some(_) => Err(wrong()),
    }
}

fn section<'t>(table: &'t Table, key: &str) -> Result<Option<&'t Table>, String> {
    let wrong = || format!("`{key}` is written as [{key}]");
    table.get(key).map(|value| value.as_table().ok_or_else(wrong)).transpose()
}

fn text<'t>(table: &'t Table, key: &str) -> Result<Option<&'t str>, String> {
    let wrong = |value: &Value| format!("`{key}` is {value}, not a text");
    table.get(key).map(|value| value.as_str().ok_or_else(|| wrong(value))).transpose()
}

fn texts<'t>(table: &'t Table, key: &str) -> Result<Vec<&'t str>, String> {
    let wrong = || format!("`{key}` is a text or a list of texts");
    match table.get(key) {
        None => Ok(Vec::new()),
        Some(Value::String(one)) => Ok(vec![one]),
        Some(Value::Array(all)) => all.iter().map(|one| one.as_str().ok_or_else(wrong)).collect(),
        Some(_) => Err(wrong()),
    }
}

fn truth(table: &Table, key: &str) -> Result<Option<bool>, String> {
    let wrong = |value: &Value| format!("`{key}` is {value}, not true or false");
    table.get(key).map(|value| value.as_bool().ok_or_else(|| wrong(value))).transpose()
}

fn word(table: &Table, key: &str) -> Result<Option<Layer>, String> {
    text(table, key)?
        .map(|word| word.parse().map_err(|error: lca_graph::UnknownLayer| error.to_string()))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Result<Plan, String> {
        parse(&text.parse().unwrap(), Path::new("here"))
    }

    #[test]
    fn a_plan_names_tables_below_its_root_and_resources_beside_itself() {
        let text = "[data]\nroot = 'data'\n[[layer]]\nlayer = 'protein'\ntable = 'p.tsv'\nsamples = 's.csv'\n\
                    conditions = { 'a_*' = 'A' }\n[[resource]]\nfile = 'r.csv'\nsource = 'protein'\n\
                    [network]\nleast_change = 1";
        let plan = plan(text).unwrap();
        assert_eq!(plan.layers[0].table, Path::new("here/data/p.tsv"));
        assert_eq!(plan.layers[0].sheets, [Path::new("here/data/s.csv")]);
        assert_eq!((plan.layers[0].scale, plan.least_change), (Scale::Intensity, Some(1.0)));
        assert_eq!(plan.resources[0].file, Path::new("here/r.csv"));
        assert_eq!(plan.resources[0].ends, (Layer::Protein, Layer::Unstated));
    }

    #[test]
    fn what_a_plan_cannot_hold_is_named() {
        let refuse = |text: &str, word: &str| {
            let why = plan(text).unwrap_err();
            assert!(why.contains(word), "{why}");
        };
        refuse("layr = 1", "`layr`");
        refuse("[layer]\nlayer = 'protein'", "[[layer]]");
        refuse("[[layer]]\ntable = 'p.tsv'", "names no `layer`");
        refuse("[[layer]]\nlayer = 'protein'", "names no `table`");
        refuse("[[layer]]\nlayer = 'protien'\ntable = 'p'", "`protien` is no layer");
        refuse("[[layer]]\nlayer = 'protein'\ntable = 'p'\nscale = 'big'", "`big` is no scale");
        refuse("[[layer]]\nlayer = 'protein'\ntable = 'p'\nconditions = 'x'", "`conditions`");
        refuse("[[resource]]\nsource = 'protein'", "names no `file`");
        refuse("[network]\norder = 1", "not true or false");
    }
}
