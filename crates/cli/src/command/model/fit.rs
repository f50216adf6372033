use super::curves::{curves, simulated_table};
use super::fit_log::{Finished, FitLog, to_json};
use super::place::{Clock, draw, folder, with_threads, write};
use crate::args::{FitArgs, OptimizerName};
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_model::{FitOptions, FitResult, Fitter, Objective, Optimizer, starts};
use lca_report::{TraceGroup, Traces, Waterfall, traces, waterfall};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Starts this close to the best have found it.
const HIT: f64 = 0.1;

/// Fits a problem, keeping each start as it is finished.
pub(crate) fn fit(args: &FitArgs) -> Result {
    let problem = lca_formats::read_petab(&args.problem)?;
    let objective = Objective::new(&problem)?;
    let options = options(args);
    let out = folder(&args.out)?;
    let mut log = FitLog::open(&out, &identity(&objective, args, &options))?;
    let deadline = match args.max_seconds.map(Duration::try_from_secs_f64).transpose() {
        Ok(limit) => limit.map(|limit| Instant::now() + limit),
        Err(cause) => return Err(Failure::Use(format!("--max-seconds: {cause}"))),
    };
    let new = with_threads(args.common.threads, || run(&objective, &options, &log, deadline))?;
    log.known.extend(new);
    let all: Vec<(usize, Finished)> = log.known.into_iter().collect();
    let cpu_s: f64 = all.iter().map(|(_, one)| one.cpu_s).sum();
    let ids = objective.parameters().iter().map(|one| one.id.clone()).collect();
    let found = FitResult::of(ids, all.iter().map(|(_, one)| one.result.clone()).collect())?;
    keep(&out, &objective, &found, &all)?;
    Ok(answer(&objective, &found, args, cpu_s))
}

fn options(args: &FitArgs) -> FitOptions {
    let defaults = FitOptions::default();
    FitOptions {
        starts: args.starts as usize,
        seed: args.seed,
        draws: args.draws.map_or(defaults.draws, |draws| draws as usize),
        optimizer: match args.optimizer {
            OptimizerName::TrustRegion => Optimizer::TrustRegion,
            OptimizerName::Lbfgsb => Optimizer::Lbfgsb,
        },
        ..defaults
    }
}

/// What the starts of a log have in common: only a run that agrees may go on with it.
fn identity(objective: &Objective, args: &FitArgs, options: &FitOptions) -> Value {
    let (lower, upper) = objective.bounds();
    let ids: Vec<&str> = objective.parameters().iter().map(|one| one.id.as_str()).collect();
    let measured: Vec<f64> = objective.problem().measurements.iter().map(|one| one.value).collect();
    json!({
        "problem": args.problem.file_name().map(|name| name.to_string_lossy()), "starts": options.starts,
        "seed": options.seed, "draws": options.draws, "optimizer": format!("{:?}", options.optimizer),
        "parameters": ids, "lower": lower, "upper": upper, "measurements": measured,
        "version": env!("CARGO_PKG_VERSION"),
    })
}

type Starts = Vec<(usize, Finished)>;

fn run(
    objective: &Objective,
    options: &FitOptions,
    log: &FitLog,
    deadline: Option<Instant>,
) -> std::result::Result<Starts, Failure> {
    let fitter = Fitter::new(objective, *options);
    let all = starts(objective, options);
    let left: Vec<usize> = (0..all.len()).filter(|at| !log.known.contains_key(at)).collect();
    // One start after the other from a common queue, so that those that were drawn first come first.
    let queue = std::sync::atomic::AtomicUsize::new(0);
    let worker = |_: usize| -> std::result::Result<Starts, Failure> {
        let mut done = Vec::new();
        while deadline.is_none_or(|deadline| Instant::now() < deadline) {
            let Some(&index) = left.get(queue.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) else {
                break;
            };
            let clock = Clock::start();
            let result = fitter.start(&all[index]);
            let one = Finished { result, cpu_s: clock.seconds() };
            log.keep(index, &one)?;
            done.push((index, one));
        }
        Ok(done)
    };
    let found: Vec<Starts> = (0..rayon::current_num_threads())
        .into_par_iter()
        .with_max_len(1)
        .map(worker)
        .collect::<std::result::Result<_, Failure>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// Writes tables and figures.
fn keep(
    out: &Path,
    objective: &Objective,
    found: &FitResult,
    all: &[(usize, Finished)],
) -> std::result::Result<(), Failure> {
    let best = &found.best().parameters;
    let mut table = "parameterId\tvalue\n".to_owned();
    for (parameter, value) in objective.parameters().iter().zip(best) {
        table.push_str(&format!("{}\t{value}\n", parameter.id));
    }
    write(out, "parameters.tsv", &table)?;
    let starts: Vec<Value> = all.iter().map(|(index, one)| to_json(*index, one)).collect();
    let json = json!({
        "objective": found.best().cost, "parameters": found.parameters, "hits": found.hits(HIT),
        "starts": starts,
    });
    write(out, "fit.json", &format!("{json:#}\n"))?;
    write(out, "simulated.tsv", &simulated_table(objective, best)?)?;
    draw(out, "waterfall.svg", &waterfall(&falls(found))?)?;
    draw(out, "history.svg", &traces(&histories(found))?)?;
    draw(out, "fit.svg", &lca_report::fit(&curves(objective.problem(), best)?)?)
}

fn falls(found: &FitResult) -> Waterfall {
    Waterfall {
        title: "Starts".into(),
        caption: "What each start reached, best first: many at the bottom mean the optimum was found.".into(),
        objective: "objective".into(),
        reached: found.waterfall(),
        tolerance: HIT,
    }
}

/// The objective above the best on a decimal logarithm, over the iterations.
fn histories(found: &FitResult) -> Traces {
    let best = found.best().cost;
    let height = |cost: f64| (cost - best).max(1e-3 * HIT).log10();
    let line = |history: &Vec<f64>| history.iter().enumerate().map(|(k, c)| (k as f64, height(*c))).collect();
    let group = |name: &str, hit: bool| TraceGroup {
        name: name.into(),
        cells: found
            .starts
            .iter()
            .filter(|one| (one.cost <= best + HIT) == hit)
            .map(|one| line(&one.history))
            .collect(),
    };
    Traces {
        title: "How the starts went".into(),
        caption: "The objective above the best after each iteration, as a decimal logarithm.".into(),
        time: "iteration".into(),
        value: "log10 of the objective above the best".into(),
        groups: vec![group("reached the best", true), group("did not", false)],
    }
}

fn answer(objective: &Objective, found: &FitResult, args: &FitArgs, cpu_s: f64) -> Answer {
    let (best, hits, starts) = (found.best().cost, found.hits(HIT), found.starts.len());
    let failed = found.starts.iter().filter(|one| !one.cost.is_finite()).count();
    let mut text = format!(
        "objective {best:.4} (minus log-likelihood minus log-prior), reached within {HIT} by {hits} of {starts} \
         starts; {failed} failed; {cpu_s:.1} s of processor time\n"
    );
    for (parameter, value) in objective.parameters().iter().zip(&found.best().parameters) {
        text.push_str(&format!(
            "{:>24} {:>14.6} ({})\n",
            parameter.id,
            parameter.scale.unscale(*value),
            parameter.scale.name()
        ));
    }
    text.push_str(&format!("tables and figures are in {}\n", args.out.display()));
    let json = json!({
        "objective": best, "hits": hits, "starts": starts, "asked": args.starts, "failed": failed,
        "cpu_s": cpu_s, "out": args.out.display().to_string(),
    });
    Answer::new(text, json)
}
