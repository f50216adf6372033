use super::fitted::fitted;
use super::place::{draw, folder, is_log, with_threads, write};
use crate::args::ProfileArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::NoProgress;
use lca_kinetics::petab::Parameter;
use lca_model::{Objective, Profile, ProfileOptions, profiles_of};
use lca_numerics::stats::chi2_quantile;
use lca_report::{Profile as Panel, Profiles, profiles as figure};
use serde_json::{Value, json};

/// Profiles parameters, and says in words what the measurements determine.
pub(crate) fn profile(args: &ProfileArgs) -> Result {
    if !(args.confidence > 0.0 && args.confidence < 1.0) {
        return Err(Failure::Use(format!(
            "--confidence is {}; give a share between 0 and 1",
            args.confidence
        )));
    }
    let problem = lca_formats::read_petab(&args.problem)?;
    let objective = Objective::new(&problem)?;
    let best = fitted(&args.fit, &objective)?.best().parameters.clone();
    let which = which(args, objective.parameters())?;
    let options = ProfileOptions { confidence: args.confidence, ..ProfileOptions::default() };
    let found = with_threads(args.common.threads, || {
        Ok(profiles_of(&objective, &best, &which, &options, &NoProgress)
            .map_err(lca_model::ModelError::from)?)
    })?;
    let cost = objective.value(&best)?.cost();
    let found: Vec<(&Parameter, Profile)> =
        which.iter().map(|&at| &objective.parameters()[at]).zip(found).collect();
    let out = folder(args.out.as_ref().unwrap_or(&args.fit))?;
    write(&out, "profiles.tsv", &table(&found, cost))?;
    draw(&out, "profiles.svg", &figure(&shown(&found, cost, &best, &which, args.confidence))?)?;
    let text: String = found
        .iter()
        .map(|(parameter, one)| format!("{}\n", one.sentence(parameter.scale, args.confidence)))
        .collect();
    let json: Vec<Value> = found.iter().map(|(parameter, one)| to_json(parameter, one, cost)).collect();
    Ok(Answer::new(text, json!({ "confidence": args.confidence, "objective": cost, "profiles": json })))
}

fn which(args: &ProfileArgs, all: &[Parameter]) -> std::result::Result<Vec<usize>, Failure> {
    if args.parameters.is_empty() {
        return Ok((0..all.len()).collect());
    }
    let find = |id: &String| {
        let missing =
            || Failure::Use(format!("--parameters names `{id}`, which the problem does not estimate"));
        all.iter().position(|one| one.id == *id).ok_or_else(missing)
    };
    args.parameters.iter().map(find).collect()
}

fn table(found: &[(&Parameter, Profile)], cost: f64) -> String {
    let mut text = "parameterId\tvalue\tobjectiveAboveBest\n".to_owned();
    for (parameter, one) in found {
        for (value, at) in &one.points {
            text.push_str(&format!("{}\t{value}\t{}\n", parameter.id, at - cost));
        }
    }
    text
}

fn shown(
    found: &[(&Parameter, Profile)],
    cost: f64,
    best: &[f64],
    which: &[usize],
    confidence: f64,
) -> Profiles {
    let panel = |((parameter, one), &at): (&(&Parameter, Profile), &usize)| Panel {
        name: parameter.id.clone(),
        points: one.points.iter().map(|(x, y)| (parameter.scale.unscale(*x), y - cost)).collect(),
        best: parameter.scale.unscale(best[at]),
        log: is_log(parameter.scale),
    };
    Profiles {
        title: "Profile likelihoods".into(),
        caption: "How much worse the best fit gets when one parameter is held elsewhere.".into(),
        threshold: 0.5 * chi2_quantile(confidence, 1.0),
        panels: found.iter().zip(which).map(panel).collect(),
    }
}

fn to_json(parameter: &Parameter, one: &Profile, cost: f64) -> Value {
    let points: Vec<(f64, f64)> = one.points.iter().map(|(x, y)| (*x, y - cost)).collect();
    json!({
        "parameter": parameter.id, "scale": parameter.scale.name(), "verdict": one.verdict.words(),
        "bounded": one.bounded(), "lower": one.lower, "upper": one.upper, "points": points,
        "along": one.along,
    })
}
