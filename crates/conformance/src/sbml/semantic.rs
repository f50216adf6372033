use super::flux;
use super::settings::{Settings, agree, table};
use crate::{ConformanceError, Report, cases};
use lca_core::Progress;
use lca_formats::read_sbml;
use lca_kinetics::Network;
use lca_model::{Simulator, Tolerances};
use std::path::{Path, PathBuf};

/// Runs the semantic SBML test suite: every case in `folder`. A case passes when every value lies
/// within the tolerances that the case states.
///
/// # Errors
/// When the folder cannot be read or holds no case.
pub fn sbml_semantic(folder: &Path, progress: &dyn Progress) -> Result<Report, ConformanceError> {
    cases::run("sbml-semantic", folder, progress, |folder, case| {
        let about = std::fs::read_to_string(folder.join(format!("{case}-model.m"))).unwrap_or_default();
        (tags(&about), read(folder).and_then(|network| judge(folder, case, &network)).err())
    })
}

/// The lines `componentTags` and `testTags` of a case's description.
pub(super) fn tags(about: &str) -> Vec<String> {
    let keys = ["componentTags:", "testTags:", "packagesPresent:"];
    let lists = about.lines().filter_map(|line| keys.iter().find_map(|key| line.trim().strip_prefix(key)));
    let tags = lists.flat_map(|list| list.split(',')).map(str::trim).filter(|tag| !tag.is_empty());
    tags.map(str::to_owned).collect()
}

/// The model of a case.
pub(super) fn read(folder: &Path) -> Result<Network, String> {
    read_sbml(&model(folder)?).map_err(|error| error.to_string())
}

fn judge(folder: &Path, case: &str, network: &Network) -> Result<(), String> {
    let about = std::fs::read_to_string(folder.join(format!("{case}-model.m"))).unwrap_or_default();
    if about.contains("FluxBalanceSteadyState") {
        return flux::judge(folder, case, network);
    }
    let settings = Settings::read(&folder.join(format!("{case}-settings.txt")))?;
    let (header, rows) = table(&folder.join(format!("{case}-results.csv")))?;
    let variables = settings.list("variables");
    let outputs: Vec<String> = variables.iter().map(|id| output(network, &settings, id)).collect();
    let names: Vec<&str> = outputs.iter().map(String::as_str).collect();
    let tight = Tolerances { relative: 1e-9, absolute: 1e-13, max_steps: 2_000_000 };
    let times: Vec<f64> = rows.iter().map(|row| row[0]).collect();
    let simulator =
        Simulator::new(network, &names).map_err(|error| error.to_string())?.with_tolerances(tight);
    let run = simulator.run(&[], &times).map_err(|error| error.to_string())?;
    let (absolute, relative) = (settings.number("absolute")?, settings.number("relative")?);
    for (k, id) in variables.iter().enumerate() {
        // The first column is time; a variable may have that name too.
        let column = header.iter().skip(1).position(|name| name == id);
        let column = 1 + column.ok_or_else(|| format!("the results have no column `{id}`"))?;
        for (row, found) in rows.iter().zip(&run.values) {
            let (expected, found) = (row[column], found[k]);
            if !agree(expected, found, absolute, relative) {
                return Err(format!("{id} at {}: {found} against {expected}", row[0]));
            }
        }
    }
    Ok(())
}

/// The model's file: the only SBML file of the case.
fn model(folder: &Path) -> Result<PathBuf, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    let mut files = entries.filter_map(Result::ok).map(|entry| entry.path());
    let sbml = |path: &PathBuf| {
        path.to_string_lossy().contains("-sbml-l") && path.extension().is_some_and(|end| end == "xml")
    };
    files.find(sbml).ok_or_else(|| "there is no SBML file".to_owned())
}

/// The formula of a variable in the unit that the case asks for.
pub(super) fn output(network: &Network, settings: &Settings, id: &str) -> String {
    let Some(species) = network.species(id) else { return id.to_owned() };
    let point = network.compartments.iter().any(|c| c.id == species.compartment && c.dimensions == 0.0);
    let amount = species.has_only_substance_units || point;
    if settings.list("amount").contains(&id) && !amount {
        format!("{id} * {}", species.compartment)
    } else if settings.list("concentration").contains(&id) && amount {
        format!("{id} / {}", species.compartment)
    } else {
        id.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_formats::{parse_sbml, sbml_text};

    /// What is written reads back as a model that gives the same results.
    #[test]
    fn cases_pass_when_written_and_read_again() {
        let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
        let root = std::env::var_os("LCA_TEST_DATA").map_or_else(|| PathBuf::from(default), PathBuf::from);
        let root = root.join("model/sbml_test_suite/semantic");
        if !root.is_dir() {
            assert!(std::env::var_os("CI").is_none(), "{} is missing", root.display());
            println!("SKIPPED: {} is missing; set LCA_TEST_DATA", root.display());
            return;
        }
        let report = cases::run("written", &root, &lca_core::NoProgress, |folder, case| {
            let Ok(network) = read(folder) else { return (Vec::new(), None) };
            if judge(folder, case, &network).is_err() {
                return (Vec::new(), None);
            }
            let again = parse_sbml(sbml_text(&network).as_bytes(), Path::new("written.xml"));
            let again = again.map_err(|error| error.to_string());
            (Vec::new(), again.and_then(|again| judge(folder, case, &again)).err())
        });
        let report = report.unwrap();
        assert_eq!(report.failures().count(), 0, "{:#?}", report.failures().collect::<Vec<_>>());
    }
}
