use crate::args::Common;
use clap::Args;
use lca_core::{Perturbation, PerturbationKind, Unit};
use std::path::PathBuf;
use std::str::FromStr;

/// How a perturbation is written.
const GRAMMAR: &str = "Perturbations are written KIND:TARGET=AMOUNT with, where they need it, ,start=TIME ,end=TIME \
,ic50=AMOUNT ,hill=NUMBER ,course=TIME:SHARE;TIME:SHARE in the model's units. Kinds: dose, pulse, inhibitor, \
knock-down (the fraction left), knock-out, over-expression (the factor), step, ramp, table.";

/// Simulate a model under perturbations and print a table of its outputs over time.
#[derive(Debug, Args)]
#[command(after_help = format!("{GRAMMAR}\n\nExample:\n  lca model perturb model.xml --perturb inhibitor:MEK_P=10,ic50=3 --perturb pulse:EGF=5,start=0,end=10 --end 60"))]
pub(crate) struct PerturbArgs {
    /// The SBML file.
    pub(crate) file: PathBuf,
    /// What is done; may be given again.
    #[arg(long = "perturb", value_name = "SPEC", required = true)]
    pub(crate) perturbations: Vec<Spec>,
    /// A symbol or formula to print; may be given again; left out: all species.
    #[arg(long = "output", value_name = "ID")]
    pub(crate) outputs: Vec<String>,
    /// When to end, in the model's unit of time.
    #[arg(long, value_name = "TIME")]
    pub(crate) end: f64,
    /// How many times to print.
    #[arg(long, value_name = "N", default_value_t = 101, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    pub(crate) points: u32,
    /// File for a figure.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Simulate the response of an output to doses, and fit Hill's curve to it.
#[derive(Debug, Args)]
#[command(after_help = format!("{GRAMMAR}\n\nExample:\n  lca model dose-response model.xml --target EGF --output ERK_P --from 0.01 --to 100"))]
pub(crate) struct DoseResponseArgs {
    /// The SBML file.
    pub(crate) file: PathBuf,
    /// What the doses act on: a target, or KIND:TARGET with what the kind needs.
    #[arg(long, value_name = "SPEC")]
    pub(crate) target: Spec,
    /// The symbol or formula that responds.
    #[arg(long, value_name = "ID")]
    pub(crate) output: String,
    /// The lowest dose but none.
    #[arg(long, value_name = "AMOUNT", default_value_t = 0.01)]
    pub(crate) from: f64,
    /// The highest dose.
    #[arg(long, value_name = "AMOUNT", default_value_t = 100.0)]
    pub(crate) to: f64,
    /// How many doses, evenly in the logarithm, beside none.
    #[arg(long, value_name = "N", default_value_t = 13, value_parser = clap::value_parser!(u32).range(3..=1_000_000))]
    pub(crate) points: u32,
    /// What is done beside; may be given again.
    #[arg(long = "with", value_name = "SPEC")]
    pub(crate) with: Vec<Spec>,
    /// What is read: steady, at:TIME, max:TIME or mean:TIME.
    #[arg(long, default_value = "steady", value_parser = readout)]
    pub(crate) readout: lca_model::Readout,
    /// File for a figure.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Simulate two perturbations in all combinations of doses, and score them after Bliss and Loewe.
#[derive(Debug, Args)]
#[command(after_help = format!("{GRAMMAR}\n\nExample:\n  lca model combine model.xml --first inhibitor:RAF_P,ic50=1 --second inhibitor:MEK_P,ic50=3 --doses 0,0.3,1,3,10,30 --output ERK_P --with dose:EGF=5"))]
pub(crate) struct CombineArgs {
    /// The SBML file.
    pub(crate) file: PathBuf,
    /// The first: KIND:TARGET with what the kind needs.
    #[arg(long, value_name = "SPEC")]
    pub(crate) first: Spec,
    /// The second.
    #[arg(long, value_name = "SPEC")]
    pub(crate) second: Spec,
    /// Doses, rising from 0.
    #[arg(long, value_name = "AMOUNTS", value_delimiter = ',', required = true)]
    pub(crate) doses: Vec<f64>,
    /// Doses of the second, where they are others.
    #[arg(long, value_name = "AMOUNTS", value_delimiter = ',')]
    pub(crate) second_doses: Vec<f64>,
    /// The symbol or formula that responds.
    #[arg(long, value_name = "ID")]
    pub(crate) output: String,
    /// The response that counts as the whole effect; left out: none, or where the stronger curve ends.
    #[arg(long, value_name = "VALUE")]
    pub(crate) whole: Option<f64>,
    /// What is done beside; may be given again.
    #[arg(long = "with", value_name = "SPEC")]
    pub(crate) with: Vec<Spec>,
    /// What is read: steady, at:TIME, max:TIME or mean:TIME.
    #[arg(long, default_value = "steady", value_parser = readout)]
    pub(crate) readout: lca_model::Readout,
    /// File for a figure of the Bliss excess.
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// A perturbation as it is written on the command line, in the model's units.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spec(pub(crate) Perturbation);

impl FromStr for Spec {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(',');
        let head = parts.next().unwrap_or_default();
        let (kind, rest) = match head.split_once(':') {
            Some((name, rest)) => (kind(name)?, rest),
            None => (PerturbationKind::Dose, head),
        };
        let (target, amount) = match rest.split_once('=') {
            Some((target, amount)) => (target, number(amount)?),
            None => (rest, 0.0),
        };
        if target.is_empty() {
            return Err(format!("`{text}` has no target; write it as KIND:TARGET=AMOUNT"));
        }
        let unit = "au".parse::<Unit>().map_err(|error| error.to_string())?;
        let mut one = Perturbation::new(target.to_owned(), kind, amount, unit);
        for part in parts {
            let (key, value) = part.split_once('=').ok_or_else(|| format!("`{part}` is not KEY=VALUE"))?;
            match key {
                "start" => one.start_s = number(value)?,
                "end" => one.end_s = Some(number(value)?),
                "ic50" => one.ic50 = Some(number(value)?),
                "hill" => one.hill = Some(number(value)?),
                "course" => one.course = course(value)?,
                other => return Err(format!("`{other}` is none of start, end, ic50, hill and course")),
            }
        }
        Ok(Self(one))
    }
}

fn kind(name: &str) -> Result<PerturbationKind, String> {
    let found = PerturbationKind::NAMES.iter().find(|(_, known)| *known == name);
    let names = || PerturbationKind::NAMES.map(|(_, name)| name).join(", ");
    found.map(|(kind, _)| *kind).ok_or_else(|| format!("`{name}` is no kind of perturbation: {}", names()))
}

fn number(text: &str) -> Result<f64, String> {
    text.trim().parse().map_err(|_| format!("`{text}` is not a number"))
}

fn course(text: &str) -> Result<Vec<(f64, f64)>, String> {
    let point = |part: &str| {
        let (time, share) = part.split_once(':').ok_or_else(|| format!("`{part}` is not TIME:SHARE"))?;
        Ok((number(time)?, number(share)?))
    };
    text.split(';').map(point).collect()
}

/// `steady`, `at:TIME`, `max:TIME` or `mean:TIME`.
fn readout(text: &str) -> Result<lca_model::Readout, String> {
    use lca_model::Readout;
    match text.split_once(':') {
        None if text == "steady" => Ok(Readout::SteadyState),
        Some(("at", time)) => number(time).map(Readout::At),
        Some(("max", time)) => number(time).map(Readout::Maximum),
        Some(("mean", time)) => number(time).map(Readout::Mean),
        _ => Err("write steady, at:TIME, max:TIME or mean:TIME".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perturbation_is_read_as_written() {
        let Spec(one) = "inhibitor:MEK_P=10,ic50=3,hill=2,start=5".parse().unwrap();
        assert_eq!((one.kind, one.target.as_str(), one.amount), (PerturbationKind::Inhibitor, "MEK_P", 10.0));
        assert_eq!((one.ic50, one.hill, one.start_s, one.end_s), (Some(3.0), Some(2.0), 5.0, None));
        let Spec(table) = "table:EGF=5,course=0:0;10:1".parse().unwrap();
        assert_eq!(table.course, [(0.0, 0.0), (10.0, 1.0)]);
        assert_eq!("EGF".parse::<Spec>().unwrap().0.kind, PerturbationKind::Dose);
        for wrong in ["push:EGF=1", "dose:=1", "dose:EGF=much", "dose:EGF=1,until=3", "table:EGF=1,course=2"]
        {
            assert!(wrong.parse::<Spec>().is_err(), "{wrong}");
        }
    }
}
