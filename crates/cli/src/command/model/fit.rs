use super::curves::{curves, simulated_table};
use super::fit_log::{Finished, FitLog, to_json};
use super::fitted::{digests, fitted_network};
use super::place::{
    Clock, PROBLEM_LIES_HERE, count, draw, exact, failed, folder_apart, short, with_threads, write,
};
use crate::args::{FitArgs, OptimizerName, StartingName};
use crate::command::Result;
use crate::failure::Failure;
use crate::output::Answer;
use lca_kinetics::petab::Parameter;
use lca_model::{FitOptions, FitResult, Fitter, Objective, Optimizer, Outcome, Starting};
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
    fittable(args, &objective, &options)?;
    // A time beyond the clock's end is none.
    let deadline = match args.max_seconds.map(Duration::try_from_secs_f64).transpose() {
        Ok(limit) => limit.and_then(|limit| Instant::now().checked_add(limit)),
        Err(cause) => return Err(Failure::Use(format!("--max-seconds: {cause}"))),
    };
    let out = folder_apart(&args.out, &args.problem, PROBLEM_LIES_HERE)?;
    let mut log = FitLog::open(&out, &identity(&objective, &options))?;
    with_threads(args.common.threads, || run(&objective, &options, &mut log, deadline))?;
    let all: Vec<(usize, Finished)> = log.known.into_iter().collect();
    let cpu_s: f64 = all.iter().map(|(_, one)| one.cpu_s).sum();
    if !all.iter().any(|(_, one)| one.result.cost.is_finite()) {
        return Err(failed("cannot fit", &args.problem, &hopeless(&objective, args, &all)));
    }
    let ids = objective.parameters().iter().map(|one| one.id.clone()).collect();
    let found = FitResult::of(ids, all.iter().map(|(_, one)| one.result.clone()).collect())?;
    keep(&out, &objective, &found, &all)?;
    Ok(answer(&objective, &found, args, cpu_s))
}

/// More drawn points than any computer holds.
const MOST_POINTS: usize = 20_000_000;

/// Refuses what no fit can come of, before any work.
fn fittable(args: &FitArgs, objective: &Objective, options: &FitOptions) -> std::result::Result<(), Failure> {
    let refuse = |why: &str| Err(failed("cannot fit", &args.problem, &why));
    if objective.problem().measurements.is_empty() {
        return refuse("there is no measurement; fill in the measurement table");
    }
    if objective.parameters().is_empty() {
        return refuse(
            "no parameter is estimated; set `estimate` to 1 in the parameter table where one is wanted",
        );
    }
    if options.starts.saturating_mul(options.draws) > MOST_POINTS {
        return Err(Failure::Use(format!("--starts times --draws may be {MOST_POINTS} at most")));
    }
    Ok(())
}

/// Why no start came to anything: what the first of them met.
fn hopeless(objective: &Objective, args: &FitArgs, all: &[(usize, Finished)]) -> String {
    let Some((_, first)) = all.first() else {
        let seconds = args.max_seconds.unwrap_or_default();
        return format!("no start was begun within {seconds} s; give a larger --max-seconds");
    };
    let start = &first.result.start;
    let why = match objective.value(start).and_then(|_| objective.evaluate(start)) {
        Err(why) => why.to_string(),
        Ok(_) => "the objective or its derivatives are not finite".to_owned(),
    };
    let starts = count(all.len(), "start");
    format!(
        "none of {starts} could be simulated; where the first begins: {why}; mend that, or narrow the bounds"
    )
}

fn options(args: &FitArgs) -> FitOptions {
    let defaults = FitOptions::default();
    FitOptions {
        starts: args.starts as usize,
        seed: args.seed,
        draws: args.draws.map_or(defaults.draws, |draws| draws as usize),
        starting: match args.starting {
            StartingName::ScatterSearch => Starting::ScatterSearch,
            StartingName::LatinHypercube => Starting::LatinHypercube,
        },
        optimizer: match args.optimizer {
            OptimizerName::TrustRegion => Optimizer::TrustRegion,
            OptimizerName::Lbfgsb => Optimizer::Lbfgsb,
        },
        ..defaults
    }
}

/// What the starts of a log have in common: only a run that agrees may go on with it.
fn identity(objective: &Objective, options: &FitOptions) -> Value {
    let optimizer = match options.optimizer {
        Optimizer::TrustRegion => "trust-region",
        Optimizer::Lbfgsb => "lbfgsb",
    };
    let starting = match options.starting {
        Starting::ScatterSearch => "scatter-search",
        Starting::LatinHypercube => "latin-hypercube",
    };
    json!({
        "problem": digests(objective.problem()), "starts": options.starts, "seed": options.seed,
        "draws": options.draws, "starting": starting, "optimizer": optimizer, "version": env!("CARGO_PKG_VERSION"),
    })
}

type Starts = Vec<(usize, Finished)>;

/// Brings the log to its end, generation by generation, or as far as the time allows.
fn run(
    objective: &Objective,
    options: &FitOptions,
    log: &mut FitLog,
    deadline: Option<Instant>,
) -> std::result::Result<(), Failure> {
    let fitter = Fitter::new(objective, *options);
    for generation in fitter.generations() {
        let before: Vec<_> = log.known.range(..generation.start).map(|(_, one)| &one.result).collect();
        let points = generation.clone().zip(fitter.points(generation.clone(), &before));
        let left = points.filter(|(index, _)| !log.known.contains_key(index)).collect();
        let new = side_by_side(&fitter, left, log, deadline)?;
        log.known.extend(new);
        if generation.into_iter().any(|index| !log.known.contains_key(&index)) {
            break;
        }
    }
    Ok(())
}

/// One start after the other from a common queue, so that those that come first are done first.
fn side_by_side(
    fitter: &Fitter<'_>,
    left: Vec<(usize, Vec<Vec<f64>>)>,
    log: &FitLog,
    deadline: Option<Instant>,
) -> std::result::Result<Starts, Failure> {
    let queue = std::sync::atomic::AtomicUsize::new(0);
    let worker = |_: usize| -> std::result::Result<Starts, Failure> {
        let mut done = Vec::new();
        while deadline.is_none_or(|deadline| Instant::now() < deadline) {
            let Some((index, points)) = left.get(queue.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
            else {
                break;
            };
            let clock = Clock::start();
            let result = fitter.start(points);
            let one = Finished { result, cpu_s: clock.seconds() };
            log.keep(*index, &one)?;
            done.push((*index, one));
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

/// Writes tables, the model with its values, and figures.
fn keep(
    out: &Path,
    objective: &Objective,
    found: &FitResult,
    all: &[(usize, Finished)],
) -> std::result::Result<(), Failure> {
    let best = &found.best().parameters;
    let mut table = "parameterId\tvalue\n".to_owned();
    for (parameter, value) in objective.parameters().iter().zip(best) {
        table.push_str(&format!("{}\t{}\n", parameter.id, exact(*value)));
    }
    write(out, "parameters.tsv", &table)?;
    let starts: Vec<Value> = all.iter().map(|(index, one)| to_json(*index, one)).collect();
    let json = json!({
        "objective": found.best().cost, "parameters": found.parameters, "hits": found.hits(HIT),
        "problem": digests(objective.problem()), "starts": starts,
    });
    write(out, "fit.json", &format!("{json:#}\n"))?;
    lca_formats::write_sbml(&out.join("fitted.xml"), &fitted_network(objective, best))?;
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
    let of = |outcome: Outcome| found.starts.iter().filter(|one| one.outcome == outcome).count();
    let (failed, unfinished) = (of(Outcome::Failed), of(Outcome::Unfinished));
    let left = (args.starts as usize).saturating_sub(starts);
    let mut text = format!(
        "objective {best:.4} (minus log-likelihood minus log-prior), reached within {HIT} by {hits} of {}; \
         {failed} failed, {unfinished} unfinished; {cpu_s:.1} s of processor time\n",
        count(starts, "start")
    );
    if left > 0 {
        let left = count(left, "start");
        text.push_str(&format!(
            "{left} of {} still to do: the same command goes on with them\n",
            args.starts
        ));
    } else if hits == 1 && starts > 1 {
        text.push_str(
            "only one start reached it, so a better one may have been missed: give more --starts\n",
        );
    }
    let mut at_bound = Vec::new();
    for (at, parameter) in objective.parameters().iter().enumerate() {
        let value = found.best().parameters[at];
        let bound = bound(parameter, value);
        let mark = bound.map_or_else(String::new, |side| format!("at its {side} bound"));
        let id = &parameter.id;
        let line = format!("{id:>24} {:>14}  {mark}", short(parameter.scale.unscale(value)));
        text.push_str(&format!("{}\n", line.trim_end()));
        at_bound.extend(bound.map(|side| json!({ "parameter": id, "bound": side })));
    }
    text.push_str(&format!("tables and figures are in {}\n", args.out.display()));
    let json = json!({
        "objective": best, "hits": hits, "starts": starts, "asked": args.starts, "failed": failed,
        "unfinished": unfinished, "left": left, "at_bound": at_bound, "cpu_s": cpu_s,
        "out": args.out.display().to_string(),
    });
    Answer::new(text, json)
}

/// The bound that a value on its scale lies at: the optimum may lie beyond.
fn bound(parameter: &Parameter, value: f64) -> Option<&'static str> {
    let (lower, upper) = parameter.scaled_bounds();
    let near = 1e-6 * (upper - lower);
    if value <= lower + near {
        Some("lower")
    } else if value >= upper - near {
        Some("upper")
    } else {
        None
    }
}
