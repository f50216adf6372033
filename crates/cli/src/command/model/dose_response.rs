use super::perturb::{at_amount, list};
use super::place::exact;
use super::plot;
use crate::args::DoseResponseArgs;
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_model::{Tolerances, fit_hill, respond};
use lca_report::{Curve, Curves, curves};
use serde_json::json;
use std::fmt::Write;

/// Simulates doses and fits a curve to the responses.
pub(crate) fn dose_response(args: &DoseResponseArgs) -> Result {
    let (from, to) = (args.from, args.to);
    if !(from > 0.0 && to > from && to.is_finite()) {
        return Err(Failure::Use("--from must be above 0 and --to above --from".to_owned()));
    }
    let network = lca_formats::read_sbml(&args.file)?;
    let last = f64::from(args.points - 1);
    let raised = (0..args.points).map(|at| from * (to / from).powf(f64::from(at) / last));
    let doses: Vec<f64> = std::iter::once(0.0).chain(raised).collect();
    let response = |&dose: &f64| -> std::result::Result<f64, Failure> {
        let mut all = list(&args.with);
        all.push(at_amount(&args.target, dose)?);
        Ok(respond(&network, &all, 1.0, &args.output, args.readout)?)
    };
    let responses = doses.iter().map(response).collect::<std::result::Result<Vec<_>, Failure>>()?;
    let fitted = fit_hill(&doses, &beyond_rounding(&responses));
    let mut text = String::from("dose\tresponse\n");
    for (dose, response) in doses.iter().zip(&responses) {
        let _ = writeln!(text, "{}\t{}", exact(*dose), exact(*response));
    }
    match &fitted {
        Ok(curve) => {
            let _ = writeln!(
                text,
                "\nhalf of the change at {:.6}, Hill coefficient {:.4}, from {:.6} to {:.6}",
                curve.half, curve.slope, curve.zero, curve.full
            );
            if !curve.is_reached(&doses) {
                text.push_str(
                    "the response does not level off within these doses: take the curve's end as unknown\n",
                );
            }
        }
        Err(error) => {
            let _ = writeln!(text, "\nno curve: {error}");
        }
    }
    let line = fitted.as_ref().map_or_else(
        |_| Vec::new(),
        |curve| {
            let fine = (0..=120).map(|at| from * (to / from).powf(f64::from(at) / 120.0));
            fine.map(|dose| (dose, curve.response(dose))).collect()
        },
    );
    let dots = doses.iter().copied().zip(responses.iter().copied()).collect();
    let figure = Curves {
        title: format!("{} and {}", args.target.0.target, args.output),
        x: format!("amount of {}", args.target.0.target),
        y: args.output.clone(),
        log_x: true,
        curves: vec![Curve { name: "response".to_owned(), line, dots }],
        ..Curves::default()
    };
    plot::save(&curves(&figure)?, args.plot.as_ref())?;
    let curve = fitted.ok().map(|c| {
        let reached = c.is_reached(&doses);
        json!({ "half": c.half, "hill": c.slope, "zero": c.zero, "full": c.full, "reached": reached })
    });
    Ok(Answer::new(text, json!({ "doses": doses, "responses": responses, "curve": curve })))
}

/// The responses, all the same where they differ by less than a solver tells apart.
fn beyond_rounding(responses: &[f64]) -> Vec<f64> {
    let least = responses.iter().copied().fold(f64::INFINITY, f64::min);
    let same = responses.iter().all(|response| response - least <= Tolerances::default().absolute);
    if same { vec![least; responses.len()] } else { responses.to_vec() }
}
