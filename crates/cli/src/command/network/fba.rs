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
    let mut seen = std::collections::HashSet::new();
    if let Some((twice, ..)) = args.bounds.iter().find(|(reaction, ..)| !seen.insert(reaction.as_str())) {
        return Err(Failure::Use(format!("--bounds of `{twice}` are given twice; give them once")));
    }
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
        let found = model.avoid_unexpressed(measured, threshold, args.fraction)?;
        return answer::smallest(model, &found, "penalty of fluxes below the threshold");
    }
    if args.pfba {
        return answer::smallest(model, &model.parsimonious(args.fraction)?, "sum of sizes");
    }
    answer::best(&model.balance()?)
}

fn measured(args: &FbaArgs, model: &FluxModel) -> std::result::Result<Option<Measured>, Failure> {
    let (Some(path), Some(method)) = (&args.expression, args.method) else { return Ok(None) };
    if method == ExpressionMethod::Eflux && args.threshold.is_some() {
        return Err(Failure::Use(
            "--threshold is of gimme; eflux bounds fluxes by all that is expressed".to_owned(),
        ));
    }
    if method == ExpressionMethod::Gimme && (args.fva || args.knockouts.is_some()) {
        let why = "gimme gives fluxes, not bounds; use --method eflux with --fva or --knockouts";
        return Err(Failure::Use(why.to_owned()));
    }
    let expression = expression(path)?;
    Ok(Some(model.measured(&expression, method == ExpressionMethod::Eflux)?))
}

/// Genes and the only column of numbers.
fn expression(path: &Path) -> std::result::Result<Vec<(String, f64)>, Failure> {
    let unfit = |why: String| {
        failed("cannot use the table", path, &format!("{why}; give genes first, then one column of numbers"))
    };
    let table = lca_formats::read_table(path)?;
    let (names, others) =
        table.named_columns().ok_or_else(|| unfit("it has no column of names".to_owned()))?;
    let numbers: Vec<(&String, Vec<f64>)> =
        others.iter().filter_map(|(name, column)| Some((name, column.to_f64()?))).collect();
    let (head, values) = match numbers.as_slice() {
        [] => return Err(unfit("it has no column of numbers".to_owned())),
        [only] => only,
        several => {
            let names: Vec<&str> = several.iter().map(|(name, _)| name.as_str()).collect();
            return Err(unfit(format!("it has several columns of numbers ({})", names.join(", "))));
        }
    };
    if head.parse::<f64>().is_ok() {
        return Err(unfit(format!("its first line holds the number `{head}` where headings should be")));
    }
    let mut seen = std::collections::HashSet::new();
    if let Some(twice) = names.iter().find(|name| !seen.insert(name.as_str())) {
        return Err(unfit(format!("gene `{twice}` has two rows")));
    }
    Ok(names.iter().cloned().zip(values.iter().copied()).collect())
}

/// The median level of reactions whose genes were measured.
fn median(measured: &Measured) -> f64 {
    let levels: Vec<f64> = measured.levels.iter().flatten().copied().collect();
    if levels.is_empty() { 0.0 } else { lca_numerics::stats::median(&levels) }
}
