//! Times the objective and the gradient of a PEtab problem, for the benchmark against AMICI:
//! `gradients PROBLEM.yaml [--atol A] [--rtol R] [--shift S] [--at FILE] [--method none|forward|adjoint]
//! [--budget SECONDS]`. FILE holds one value per line, on the parameters' scales; without it the
//! nominal values are taken, shifted alternately up and down. Prints one JSON object.
#![allow(clippy::print_stdout, reason = "an example prints")]

use lca_formats::read_petab;
use lca_model::{Evaluation, Gradient, Objective, Tolerances};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

type Answer<T> = Result<T, Box<dyn Error>>;

fn main() -> Answer<()> {
    let mut arguments = std::env::args().skip(1);
    let problem = arguments.next().ok_or("use: gradients PROBLEM.yaml [--option value]")?;
    let mut options = BTreeMap::new();
    while let Some(name) = arguments.next() {
        options.insert(name, arguments.next().ok_or("an option lacks its value")?);
    }
    let number = |name: &str, default: f64| -> Answer<f64> {
        options.get(name).map_or(Ok(default), |text| Ok(text.parse()?))
    };
    let tolerances = Tolerances {
        absolute: number("--atol", 1e-11)?,
        relative: number("--rtol", 1e-7)?,
        ..Tolerances::default()
    };
    let started = cpu_seconds()?;
    let objective = Objective::new(&read_petab(Path::new(&problem))?)?.with_tolerances(tolerances);
    let load_s = cpu_seconds()? - started;
    let point = point(&objective, number("--shift", 0.0)?, options.get("--at"))?;
    let method = options.get("--method").map_or("forward", String::as_str);
    let evaluate = || evaluate(&objective, &point, method);
    let found = evaluate()?;
    let timed = time(Duration::from_secs_f64(number("--budget", 1.0)?), evaluate)?;
    let parameters = objective.parameters();
    let gradient: serde_json::Map<String, serde_json::Value> =
        parameters.iter().zip(&found.gradient).map(|(p, &g)| (p.id.clone(), (-g).into())).collect();
    let printed = serde_json::json!({
        "fval": found.cost(), "llh": found.llh, "chi2": found.chi2, "gradient": gradient,
        "load_s": load_s, "cpu_s_median": timed.0, "n": timed.1,
    });
    println!("{printed}");
    Ok(())
}

fn evaluate(objective: &Objective, point: &[f64], method: &str) -> Answer<Evaluation> {
    Ok(match method {
        "none" => objective.value(point)?,
        "forward" => objective.evaluate_with(point, Gradient::Forward)?,
        "adjoint" => objective.evaluate_with(point, Gradient::Adjoint)?,
        _ => return Err(format!("`{method}` is no method").into()),
    })
}

fn point(objective: &Objective, shift: f64, file: Option<&String>) -> Answer<Vec<f64>> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file)?;
        return Ok(text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?);
    }
    let (low, high) = objective.bounds();
    let moved = |(at, value): (usize, f64)| {
        let value = value + if at % 2 == 0 { shift } else { -shift };
        value.clamp(low[at], high[at])
    };
    Ok(objective.nominal().into_iter().enumerate().map(moved).collect())
}

/// Median of the processor time of one call, over batches long enough for the clock.
fn time(budget: Duration, mut call: impl FnMut() -> Answer<Evaluation>) -> Answer<(f64, usize)> {
    let begin = Instant::now();
    call()?;
    let batch = (0.05 / begin.elapsed().as_secs_f64().max(1e-9)).ceil().clamp(1.0, 1e6) as usize;
    let mut each = Vec::new();
    while each.len() < 3 || (begin.elapsed() < budget && each.len() < 100) {
        let before = cpu_seconds()?;
        for _ in 0..batch {
            call()?;
        }
        each.push((cpu_seconds()? - before) / batch as f64);
    }
    each.sort_by(f64::total_cmp);
    Ok((each[each.len() / 2], each.len() * batch))
}

/// Processor time of this process so far, as Linux counts it.
fn cpu_seconds() -> Answer<f64> {
    // The kernel brings the count up to date when the thread gives way.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = text.split_whitespace().next().ok_or("no schedstat")?.parse()?;
    Ok(nanoseconds * 1e-9)
}
