use crate::args::{AmountsArgs, QuantityName};
use crate::command::Result;
use crate::command::place::failed;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::{Dimension, Unit};
use lca_formats::{
    Quantity, read_abundances, read_sbml, read_standards, read_table, write_sbml, write_table,
};
use lca_kinetics::Network;
use lca_network::amounts::{
    Amount, Anchor, Calibrated, Calibration, CurveScale, InitialOptions, SetSpecies, calibrate, set_initial,
};
use lca_tables::{Abundances, Column, DataFrame, TableError};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

/// As many lines as people read.
const LINES: usize = 20;

/// Calibrates a table, and writes the amounts or a model that starts from them.
pub(crate) fn amounts(args: &AmountsArgs) -> Result {
    let quantity = match args.quantity {
        QuantityName::Intensity => Quantity::Intensity,
        QuantityName::Lfq => Quantity::Lfq,
        QuantityName::Ibaq => Quantity::Ibaq,
        QuantityName::SmallMolecules => Quantity::SmallMolecules,
    };
    let table = read_abundances(&args.table, quantity)?;
    let samples = samples(&table, &args.samples)?;
    check(&args.table, &table)?;
    let found = calibrate(&table, &samples, &how(args, &table)?)?;
    let (mut text, mut json) = say(&found);
    if let Some(path) = &args.model {
        let mut model = read_sbml(path)?;
        let set = set_initial(&mut model, &found.amounts, &options(args)?)?;
        match &args.out {
            Some(out) => write_sbml(out, &model)?,
            None => text.push_str("\nnot written: --out MODEL.xml keeps the model that begins so\n"),
        }
        json["species"] = tell(&mut text, &set);
        json["species_left"] = left(&mut text, &model, &set);
    } else if let Some(out) = &args.out {
        write_table(out, &frame(&found)?)?;
    }
    Ok(Answer::new(text, json))
}

fn samples(table: &Abundances, named: &[String]) -> std::result::Result<Vec<usize>, Failure> {
    if named.is_empty() {
        return Ok((0..table.samples().len()).collect());
    }
    let place = |name: &String| {
        table.samples().iter().position(|sample| sample == name).ok_or_else(|| {
            Failure::Use(format!(
                "`{name}` is no sample of the table; there are: {}",
                table.samples().join(", ")
            ))
        })
    };
    named.iter().map(place).collect()
}

/// Refuses what is no abundance.
fn check(path: &Path, table: &Abundances) -> std::result::Result<(), Failure> {
    for (at, molecule) in table.molecules().iter().enumerate() {
        let negative = table.row(at).iter().zip(table.samples()).find(|(value, _)| **value < 0.0);
        if let Some((value, sample)) = negative {
            let why = format!(
                "`{}` is {value} in `{sample}`; give abundances themselves, not logarithms",
                molecule.id
            );
            return Err(failed("cannot use", path, &why));
        }
    }
    Ok(())
}

/// A unit in which molecules of cells can be told.
fn unit(text: &str) -> std::result::Result<Unit, Failure> {
    let unit: Unit = text.parse().map_err(|error: lca_core::UnitError| Failure::Use(error.to_string()))?;
    match unit.dimension() {
        Dimension::MoleculesPerCell | Dimension::Concentration => Ok(unit),
        _ => Err(Failure::Use(format!(
            "`{unit}` is no unit of amounts: use molecules/cell or a concentration, such as nM"
        ))),
    }
}

/// The calibration that options ask for; without any, the unit that the table states.
fn how(args: &AmountsArgs, table: &Abundances) -> std::result::Result<Calibration, Failure> {
    let histones = (!args.histones.is_empty()).then(|| args.histones.clone());
    if let Some(text) = &args.unit {
        return Ok(Calibration::Stated(unit(text)?));
    }
    if let Some(path) = &args.standards {
        let standards = read_standards(path)?;
        let first = standards.first().map(|one| one.unit.clone());
        let first = first.ok_or_else(|| Failure::Use(format!("{} lists no standard", path.display())))?;
        let convert = |one: &lca_formats::Standard| match one.unit.convert(one.amount, &first) {
            Ok(amount) => Ok((one.id.clone(), amount)),
            Err(error) => Err(Failure::Use(format!("{}: standard `{}`: {error}", path.display(), one.id))),
        };
        let points = standards.iter().map(convert).collect::<std::result::Result<_, _>>()?;
        let scale = if args.linear { CurveScale::Linear } else { CurveScale::Log };
        return Ok(Calibration::Standards(points, first, scale));
    }
    match (args.dna_pg, args.protein_pg, &table.unit) {
        (Some(grams), ..) => Ok(Calibration::Ruler(Anchor::Dna(grams * 1e-12), histones)),
        (_, Some(grams), _) => Ok(Calibration::Ruler(Anchor::Protein(grams * 1e-12), None)),
        (.., Some(text)) => Ok(Calibration::Stated(unit(text)?)),
        _ => Err(Failure::Use(
            "the table states no unit: give --unit, --standards, --dna-pg (the proteomic ruler) or --protein-pg"
                .to_owned(),
        )),
    }
}

fn options(args: &AmountsArgs) -> std::result::Result<InitialOptions, Failure> {
    let mut options = InitialOptions {
        substance: args.substance_unit.clone(),
        volume: args.volume_unit.clone(),
        cell_volume: args.cell_volume,
        ..InitialOptions::default()
    };
    if let Some(path) = &args.called {
        let table = read_table(path)?;
        let failed = |error: TableError| Failure::Use(format!("{}: {error}", path.display()));
        let (species, molecules) =
            (table.texts("species").map_err(failed)?, table.texts("molecule").map_err(failed)?);
        for (species, molecule) in species.into_iter().zip(molecules) {
            if let (Some(species), Some(molecule)) = (species, molecule) {
                options.called.insert(species, molecule);
            }
        }
    }
    Ok(options)
}

fn say(found: &Calibrated) -> (String, Value) {
    let unit = found.amounts.first().map_or("", |one| one.unit.as_str());
    let mut text = format!("{} molecules in {unit}", found.amounts.len());
    if !found.left_out.is_empty() {
        let _ = write!(text, "; {} without an amount", found.left_out.len());
    }
    text.push('\n');
    if let Some(curve) = &found.curve {
        let _ = writeln!(
            text,
            "{} standards, slope {:.4}, deviation {:.4}",
            curve.standards, curve.slope, curve.deviation
        );
    }
    for one in found.amounts.iter().take(LINES) {
        let name = one.name.as_deref().unwrap_or(&one.id);
        let beyond = if one.beyond { "  beyond the standards" } else { "" };
        // One sample alone gives no interval.
        let interval = match one.interval {
            (low, high) if low.is_finite() && high.is_finite() => format!("  {low:.2e} to {high:.2e}"),
            _ => String::new(),
        };
        let _ = writeln!(text, "{name:<20} {:>12.4e}{interval}{beyond}", one.value);
    }
    if found.amounts.len() > LINES {
        let _ = writeln!(text, "… {} more: --out or --json tells all", found.amounts.len() - LINES);
    }
    let amounts: Vec<Value> = found
        .amounts
        .iter()
        .map(|one| {
            json!({
                "id": one.id, "name": one.name, "value": one.value, "low": one.interval.0,
                "high": one.interval.1, "beyond": one.beyond,
            })
        })
        .collect();
    let left_out: Vec<Value> =
        found.left_out.iter().map(|(id, why)| json!({ "id": id, "why": why })).collect();
    let curve = found.curve.as_ref().map(|one| {
        json!({ "slope": one.slope, "intercept": one.intercept, "deviation": one.deviation, "standards": one.standards })
    });
    (text, json!({ "unit": unit, "amounts": amounts, "left_out": left_out, "curve": curve }))
}

fn tell(text: &mut String, set: &[SetSpecies]) -> Value {
    let _ = writeln!(text, "\n{} species begin with a measured amount", set.len());
    for one in set.iter().take(LINES) {
        let _ = writeln!(
            text,
            "{:<20} {:>12.4e} {} (was {:.4e}), from {}",
            one.species, one.value, one.unit, one.before, one.molecule
        );
    }
    let row = |one: &SetSpecies| {
        json!({
            "species": one.species, "molecule": one.molecule, "value": one.value, "before": one.before,
            "low": one.interval.0, "high": one.interval.1, "unit": one.unit,
            "replaced_assignment": one.replaced,
        })
    };
    set.iter().map(row).collect()
}

/// The species that no molecule of the table stands for.
fn left(text: &mut String, model: &Network, set: &[SetSpecies]) -> Value {
    let others = model.species.iter().map(|one| one.id.as_str());
    let others: Vec<&str> = others.filter(|id| set.iter().all(|one| one.species != *id)).collect();
    if !others.is_empty() {
        let more = if others.len() > LINES { ", …" } else { "" };
        let some = &others[..others.len().min(LINES)];
        let _ = writeln!(text, "{} keep their value: {}{more}", others.len(), some.join(", "));
    }
    json!(others)
}

fn frame(found: &Calibrated) -> std::result::Result<DataFrame, Failure> {
    let all = &found.amounts;
    let number = |of: fn(&Amount) -> f64| Column::Float(all.iter().map(of).collect());
    let columns = [
        ("id", Column::Text(all.iter().map(|one| one.id.clone()).collect())),
        ("name", Column::NullableText(all.iter().map(|one| one.name.clone()).collect())),
        ("amount", number(|one| one.value)),
        ("low", number(|one| one.interval.0)),
        ("high", number(|one| one.interval.1)),
        ("unit", Column::Text(all.iter().map(|one| one.unit.to_string()).collect())),
    ];
    Ok(DataFrame::with_rows(all.len()).with_columns(columns)?)
}
