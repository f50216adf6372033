use super::Common;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Models of reaction networks: SBML files and PEtab problems.
#[derive(Debug, Subcommand)]
pub(crate) enum ModelCommand {
    Show(ModelShowArgs),
    Simulate(SimulateArgs),
    Flux(FluxArgs),
}

impl ModelCommand {
    /// What every command takes.
    pub(crate) const fn common(&self) -> &Common {
        match self {
            Self::Show(args) => &args.common,
            Self::Simulate(args) => &args.common,
            Self::Flux(args) => &args.common,
        }
    }
}

/// Say what a model holds.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model show model.xml")]
pub(crate) struct ModelShowArgs {
    /// The SBML file.
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Simulate a model and print a table of its species over time.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model simulate model.xml --end 100 --points 11 --set k1=0.5")]
pub(crate) struct SimulateArgs {
    /// The SBML file.
    pub(crate) file: PathBuf,
    /// When to end, in the model's unit of time; it begins at 0.
    #[arg(long, value_name = "TIME")]
    pub(crate) end: f64,
    /// How many times to print, evenly spaced, the first and the last with them.
    #[arg(long, value_name = "N", default_value_t = 101, value_parser = clap::value_parser!(u32).range(2..))]
    pub(crate) points: u32,
    /// Replace a parameter, an initial value or a size; may be given again.
    #[arg(long = "set", value_name = "ID=VALUE", value_parser = assignment)]
    pub(crate) sets: Vec<(String, f64)>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Find the steady state of fluxes that is best for a model's objective (flux balance).
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  lca model flux e_coli_core.xml --bounds R_EX_o2_e=0:0")]
pub(crate) struct FluxArgs {
    /// The SBML file, with the package fbc.
    pub(crate) file: PathBuf,
    /// Replace the least and the greatest flux of a reaction; may be given again.
    #[arg(long = "bounds", value_name = "ID=LEAST:GREATEST", value_parser = bounds, allow_hyphen_values = true)]
    pub(crate) bounds: Vec<(String, f64, f64)>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// `ID=LEAST:GREATEST`.
fn bounds(text: &str) -> Result<(String, f64, f64), String> {
    let parts = text.split_once('=').and_then(|(id, range)| Some((id, range.split_once(':')?)));
    let (id, (least, greatest)) = parts.ok_or("write it as ID=LEAST:GREATEST")?;
    let number = |text: &str| text.trim().parse().map_err(|_| format!("`{text}` is not a number"));
    Ok((id.trim().to_owned(), number(least)?, number(greatest)?))
}

/// `ID=VALUE`.
fn assignment(text: &str) -> Result<(String, f64), String> {
    let (id, value) = text.split_once('=').ok_or("write it as ID=VALUE")?;
    let value = value.trim().parse().map_err(|_| format!("`{value}` is not a number"))?;
    Ok((id.trim().to_owned(), value))
}
