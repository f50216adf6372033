use super::fitted::fitted;
use super::place::{draw, exact, failed, folder, is_log, short, with_threads, write};
use crate::args::ProfileArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_core::NoProgress;
use lca_kinetics::petab::Parameter;
use lca_model::{Objective, Profile, ProfileOptions, Profiled, profiles_of};
use lca_numerics::stats::chi2_quantile;
use lca_report::{Profile as Panel, Profiles, profiles as figure};
use serde_json::{Value, json};
use std::path::Path;

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
    let fit = fitted(&args.fit, &objective)?;
    let which = which(args, objective.parameters())?;
    let out = folder(args.out.as_ref().unwrap_or(&args.fit))?;
    let options = ProfileOptions { confidence: args.confidence, ..ProfileOptions::default() };
    let found = with_threads(args.common.threads, || {
        Ok(profiles_of(&objective, &fit, &which, &options, &NoProgress)
            .map_err(lca_model::ModelError::from)?)
    })?;
    let (best, cost) = (&fit.best().parameters, fit.best().cost);
    let better = better(&out, &found, objective.parameters())?;
    let found: Vec<(&Parameter, Profile)> =
        which.iter().map(|&at| &objective.parameters()[at]).zip(found.profiles).collect();
    write(&out, "profiles.tsv", &table(&found, cost))?;
    draw(&out, "profiles.svg", &figure(&shown(&found, cost, best, &which, args.confidence))?)?;
    let sound = found.iter().all(|(_, one)| below(one, cost).is_none());
    let text: String =
        found.iter().map(|(parameter, one)| said(parameter, one, cost, (sound, args.confidence))).collect();
    let json: Vec<Value> =
        found.iter().map(|(parameter, one)| to_json(parameter, one, cost, sound)).collect();
    Ok(Answer::new(
        text,
        json!({ "confidence": args.confidence, "objective": cost, "sound": sound, "better": better, "profiles": json }),
    ))
}

/// A profile this far below the best fit has found a better one.
const BETTER: f64 = 0.1;

/// Keeps the vector that is better than the fit, in a table like the fit's own, and takes away that of an earlier
/// run when there is none.
fn better(out: &Path, found: &Profiled, all: &[Parameter]) -> std::result::Result<Value, Failure> {
    let path = out.join("better.tsv");
    if found.better_by <= BETTER {
        return match std::fs::remove_file(&path) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                Err(failed("cannot remove", &path, &cause))
            }
            _ => Ok(Value::Null),
        };
    }
    let mut table = "parameterId\tvalue\n".to_owned();
    for (parameter, value) in all.iter().zip(&found.best) {
        table.push_str(&format!("{}\t{}\n", parameter.id, exact(*value)));
    }
    write(out, "better.tsv", &table)?;
    Ok(json!({ "objective": found.cost, "by": found.better_by, "parameters": found.best }))
}

/// How far below the best fit a profile comes, where that is too far for the fit to be the best.
fn below(one: &Profile, cost: f64) -> Option<f64> {
    let least = one.points.iter().map(|(_, at)| *at).fold(f64::INFINITY, f64::min);
    (least < cost - BETTER).then_some(cost - least)
}

/// What a profile says. Where the fit was not the best, intervals about it say nothing.
fn said(parameter: &Parameter, one: &Profile, cost: f64, (sound, confidence): (bool, f64)) -> String {
    let id = &parameter.id;
    match below(one, cost) {
        Some(depth) => format!(
            "warning: a better optimum was found by the profile of {id}, by {} in the objective: fit again with \
             more starts, then profile again (better.tsv holds the vector)\n",
            short(depth)
        ),
        None if !sound => format!("{id}: no verdict, since the fit is not the best one\n"),
        None => format!("{}\n", one.sentence(parameter.scale, confidence)),
    }
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
            text.push_str(&format!("{}\t{}\t{}\n", parameter.id, exact(*value), exact(at - cost)));
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

fn to_json(parameter: &Parameter, one: &Profile, cost: f64, sound: bool) -> Value {
    let points: Vec<(f64, f64)> = one.points.iter().map(|(x, y)| (*x, y - cost)).collect();
    let (lower, upper) = if sound { (one.lower, one.upper) } else { (None, None) };
    let gaps = sound.then_some(&one.gaps);
    json!({
        "parameter": parameter.id, "scale": parameter.scale.name(),
        "verdict": sound.then(|| one.verdict.words()), "bounded": sound.then(|| one.bounded()),
        "lower": lower, "upper": upper, "gaps": gaps, "better_by": below(one, cost), "points": points, "along": one.along,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_model::Identifiability;

    #[test]
    fn a_profile_below_the_fit_takes_all_verdicts_away() {
        let profile = |least: f64| Profile {
            parameter: "k".into(),
            points: vec![(-1.0, 9.0), (0.0, 5.0), (1.0, least), (2.0, 9.0)],
            vectors: [-1.0, 0.0, 1.0, 2.0].map(|value| vec![value]).into(),
            gaps: Vec::new(),
            lower: Some(-0.5),
            upper: Some(1.5),
            verdict: Identifiability::Identifiable,
            along: Vec::new(),
        };
        let parameter = Parameter::log10("k", 0.1, 10.0);
        assert_eq!(below(&profile(4.95), 5.0), None);
        assert_eq!(below(&profile(2.0), 5.0), Some(3.0));
        let text = said(&parameter, &profile(2.0), 5.0, (false, 0.9));
        assert!(
            text.starts_with("warning: a better optimum was found by the profile of k, by 3.00000"),
            "{text}"
        );
        assert!(said(&parameter, &profile(5.0), 5.0, (false, 0.9)).contains("no verdict"));
        assert!(said(&parameter, &profile(5.0), 5.0, (true, 0.9)).contains("k: identifiable"));
        let json = to_json(&parameter, &profile(2.0), 5.0, false);
        assert!(json["verdict"].is_null() && json["lower"].is_null() && json["better_by"] == 3.0, "{json}");
    }
}
