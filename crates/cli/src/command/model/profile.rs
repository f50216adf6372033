use super::fitted::fitted;
use super::place::{draw, exact, folder, is_log, short, with_threads, write};
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
    let out = folder(args.out.as_ref().unwrap_or(&args.fit))?;
    let options = ProfileOptions { confidence: args.confidence, ..ProfileOptions::default() };
    let found = with_threads(args.common.threads, || {
        Ok(profiles_of(&objective, &best, &which, &options, &NoProgress)
            .map_err(lca_model::ModelError::from)?)
    })?;
    let cost = objective.value(&best)?.cost();
    let found: Vec<(&Parameter, Profile)> =
        which.iter().map(|&at| &objective.parameters()[at]).zip(found).collect();
    write(&out, "profiles.tsv", &table(&found, cost))?;
    draw(&out, "profiles.svg", &figure(&shown(&found, cost, &best, &which, args.confidence))?)?;
    let sound = found.iter().all(|(_, one)| below(one, cost).is_none());
    let text: String =
        found.iter().map(|(parameter, one)| said(parameter, one, cost, (sound, args.confidence))).collect();
    let json: Vec<Value> =
        found.iter().map(|(parameter, one)| to_json(parameter, one, cost, sound)).collect();
    Ok(Answer::new(
        text,
        json!({ "confidence": args.confidence, "objective": cost, "sound": sound, "profiles": json }),
    ))
}

/// A profile this far below the best fit has found a better one.
const BETTER: f64 = 0.1;

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
             more starts, then profile again\n",
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
    json!({
        "parameter": parameter.id, "scale": parameter.scale.name(),
        "verdict": sound.then(|| one.verdict.words()), "bounded": sound.then(|| one.bounded()),
        "lower": lower, "upper": upper, "better_by": below(one, cost), "points": points, "along": one.along,
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
