use super::chains::{chain_options, warning, worst};
use super::fitted::fitted;
use super::place::{exact, folder, short, with_threads, write};
use crate::args::SampleArgs;
use crate::command::Result;
use crate::output::Answer;
use lca_core::NoProgress;
use lca_model::{Ensemble, Objective, ensemble};
use serde_json::{Value, json};

/// Samples parameters, with what tells whether the chains can be trusted.
pub(crate) fn sample(args: &SampleArgs) -> Result {
    let problem = lca_formats::read_petab(&args.problem)?;
    let objective = Objective::new(&problem)?;
    let fit = fitted(&args.fit, &objective)?;
    let options = chain_options(&args.chains);
    let out = folder(args.out.as_ref().unwrap_or(&args.fit))?;
    let found = with_threads(args.common.threads, || Ok(ensemble(&objective, &fit, &options, &NoProgress)?))?;
    write(&out, "samples.tsv", &table(&found))?;
    let mut text = format!(
        "{:>24} {:>12} {:>12} {:>12} {:>8} {:>8}\n",
        "parameter", "5 %", "median", "95 %", "R-hat", "ESS"
    );
    let mut rows: Vec<Value> = Vec::new();
    for (at, id) in found.parameters.iter().enumerate() {
        let ((low, high), (median, _)) = (found.interval(at, 0.9), found.interval(at, 0.0));
        let (r_hat, ess) = (found.r_hat[at], found.ess[at]);
        let [from, middle, to] = [low, median, high].map(short);
        text.push_str(&format!("{id:>24} {from:>12} {middle:>12} {to:>12} {r_hat:>8.3} {ess:>8.0}\n"));
        rows.push(json!({
            "parameter": id, "lower": low, "median": median, "upper": high,
            "r_hat": r_hat.is_finite().then_some(r_hat), "ess": ess.is_finite().then_some(ess),
        }));
    }
    text.push_str(&format!(
        "on the parameters' scales; {:.0} % of steps were taken\n",
        100.0 * found.acceptance
    ));
    text.push_str(&warning(&found));
    let worst = worst(&found);
    Ok(Answer::new(
        text,
        json!({
            "parameters": rows, "members": found.members.len(), "acceptance": found.acceptance,
            "r_hat_worst": worst.is_finite().then_some(worst),
        }),
    ))
}

fn table(found: &Ensemble) -> String {
    let mut text = format!("objective\t{}\n", found.parameters.join("\t"));
    for (member, cost) in found.members.iter().zip(&found.costs) {
        let values: Vec<String> = member.iter().map(|value| exact(*value)).collect();
        text.push_str(&format!("{cost}\t{}\n", values.join("\t")));
    }
    text
}
