mod answer;

use crate::args::{ExpressionMethod, FbaArgs, KnockoutOf};
use crate::command::Result;
use crate::command::place::failed;
use crate::failure::Failure;
use lca_network::flux::{FluxModel, Measured, Target};
use std::path::Path;

/// Answers one question about the fluxes of a metabolic model.
pub(crate) fn fba(args: &FbaArgs) -> Result {
    let mut model = FluxModel::of(&lca_formats::read_sbml(&args.file)?)?;
    for (reaction, least, greatest) in &args.bounds {
        model.set_bounds(reaction, *least, *greatest)?;
    }
    if let Some(objective) = &args.objective {
        model.set_objective(objective)?;
    }
    let measured = measured(args, &model)?;
    if let (Some(measured), Some(ExpressionMethod::Eflux)) = (&measured, args.method) {
        model.limit_by_expression(measured);
    }
    let mut found = asked(args, &model, measured.as_ref())?;
    if let Some(measured) = &measured {
        found.note(measured);
    }
    found.finish(args)
}

fn asked(
    args: &FbaArgs,
    model: &FluxModel,
    measured: Option<&Measured>,
) -> std::result::Result<answer::Found, Failure> {
    if let Some(what) = args.knockouts {
        let target = if what == KnockoutOf::Genes { Target::Genes } else { Target::Reactions };
        return answer::knockouts(model, &model.knockouts(target, args.double)?);
    }
    if args.fva {
        return answer::ranges(model, &model.variability(args.fraction)?);
    }
    if let (Some(measured), Some(ExpressionMethod::Gimme)) = (measured, args.method) {
        let threshold = args.threshold.unwrap_or_else(|| median(measured));
        return answer::smallest(model, &model.avoid_unexpressed(measured, threshold, args.fraction)?);
    }
    if args.pfba {
        return answer::smallest(model, &model.parsimonious(args.fraction)?);
    }
    answer::best(&model.balance()?)
}

fn measured(args: &FbaArgs, model: &FluxModel) -> std::result::Result<Option<Measured>, Failure> {
    let (Some(path), Some(method)) = (&args.expression, args.method) else { return Ok(None) };
    if method == ExpressionMethod::Gimme && (args.fva || args.knockouts.is_some()) {
        let why = "gimme gives fluxes, not bounds; use --method eflux with --fva or --knockouts";
        return Err(Failure::Use(why.to_owned()));
    }
    let expression = expression(path)?;
    Ok(Some(model.measured(&expression, method == ExpressionMethod::Eflux)?))
}

/// Names and the first column of numbers.
fn expression(path: &Path) -> std::result::Result<Vec<(String, f64)>, Failure> {
    let table = lca_formats::read_table(path)?;
    let missing = |what: &str| {
        let why = format!("it has no column of {what}; give genes first, then one column of numbers");
        failed("cannot use the table", path, &why)
    };
    let values = table.columns().iter().find_map(|(_, column)| column.to_f64());
    let names = table.names().ok_or_else(|| missing("names"))?;
    Ok(names.into_iter().zip(values.ok_or_else(|| missing("numbers"))?).collect())
}

/// The median level of reactions whose genes were measured.
fn median(measured: &Measured) -> f64 {
    let levels: Vec<f64> = measured.levels.iter().flatten().copied().collect();
    if levels.is_empty() { 0.0 } else { lca_numerics::stats::median(&levels) }
}
