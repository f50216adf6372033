//! Frames taken as they land.

mod found;
mod landing;
mod live;
mod study;

use super::place::failed;
use super::{Result, threads};
use crate::args::WatchArgs;
use crate::failure::Failure;
use crate::output::{self, Answer};
use found::{Finder, Known, Trouble};
use landing::{Landed, Landing};
use lca_store::digest;
use lca_study::{Options, Silent, Study, run_with};
use live::Live;
use serde_json::{Value, json};
use std::time::{Duration, Instant, SystemTime};

/// Watches a folder until the recording is over, then makes the atlas.
pub(crate) fn watch(args: &WatchArgs) -> Result {
    threads::take(&args.common)?;
    check(args)?;
    let mut watched = Watched::new(args)?;
    let mut landing = Landing::new(&args.folder, args.settle)?;
    output::line(&json!({ "event": "watching", "folder": args.folder, "out": args.out }));
    loop {
        let begin = Instant::now();
        let ready = landing.poll()?;
        // A folder that takes long to list is asked less often.
        let pause = (5 * begin.elapsed()).clamp(Duration::from_millis(25), Duration::from_secs(2));
        let none = ready.is_empty();
        for landed in ready {
            match watched.take(&landed) {
                Ok(()) => landing.taken(landed.number),
                Err(Trouble::NotYet(why)) => landing.not_yet(landed.number, why),
                Err(Trouble::Never(why)) => return Err(*why),
            }
        }
        let all = args.frames.is_some_and(|frames| watched.known.len() as u64 >= frames);
        if all || landing.quiet() > Duration::from_secs_f64(args.idle) {
            break;
        }
        if none {
            std::thread::sleep(pause);
        }
    }
    complete(args, &landing, &watched.known)?;
    watched.end(args)
}

fn check(args: &WatchArgs) -> std::result::Result<(), Failure> {
    for (name, value) in [("--idle", args.idle), ("--settle", args.settle), ("--focus", args.focus)] {
        if !(0.0..=1e9).contains(&value) {
            return Err(Failure::Use(format!("{name} is {value}; give a number of at least 0")));
        }
    }
    if args.window <= args.confirm {
        let why = format!(
            "--window is {}, --confirm {}: a division would never be told",
            args.window, args.confirm
        );
        return Err(Failure::Use(format!("{why}; give a longer window")));
    }
    Ok(())
}

/// Whether every frame has come whole, or which has not.
fn complete(args: &WatchArgs, landing: &Landing, known: &Known) -> std::result::Result<(), Failure> {
    let fault = |why: String| Err(failed("cannot end the recording in", &args.folder, &why));
    if let Some((path, why)) = landing.broken() {
        return fault(format!("`{}` never became a whole frame: {why}", path.display()));
    }
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return fault(format!("no frame landed within {} s", args.idle));
    };
    if let Some(missing) = (first..=last).find(|number| !known.has(*number)) {
        return fault(format!("frame {missing} is missing, though frame {last} landed"));
    }
    let there = known.len() as u64;
    match args.frames {
        Some(frames) if there < frames => {
            fault(format!("{there} of {frames} frames landed; the last is frame {last}"))
        }
        _ => Ok(()),
    }
}

/// What is known of the recording so far.
struct Watched<'a> {
    args: &'a WatchArgs,
    finder: Finder,
    known: Known,
    live: Live<'a>,
    latencies: Vec<f64>,
}

impl<'a> Watched<'a> {
    fn new(args: &'a WatchArgs) -> std::result::Result<Self, Failure> {
        let finder = Finder::new(args)?;
        finder.ready(args)?;
        Ok(Self { args, finder, known: Known::default(), live: Live::new(args), latencies: Vec::new() })
    }

    /// Finds the cells of a frame, links them where all frames before have come, and tells events.
    fn take(&mut self, landed: &Landed) -> std::result::Result<(), Trouble> {
        let frame = self.finder.find(landed, self.args)?;
        let (objects, focus) = (frame.table.rows(), frame.focus);
        let again = self.known.insert(landed.number, frame);
        let events = self.live.follow(&self.known)?;
        let now = SystemTime::now().duration_since(landed.written).unwrap_or_default().as_secs_f64();
        self.latencies.push(now);
        let waiting = self.live.waiting_for(&self.known);
        output::line(&json!({
            "event": "frame", "frame": landed.number, "objects": objects, "focus": focus, "latency_s": now,
            "again": again, "waiting_for": waiting,
        }));
        for event in events.into_iter().chain(self.live.focus(landed.number, focus)) {
            output::line(&event);
        }
        Ok(())
    }

    /// Runs the study of the recording with what was found, and tells how it went.
    fn end(mut self, args: &WatchArgs) -> Result {
        self.known.keep_unchanged();
        let path = study::write(args)?;
        let study = Study::load(&path)?;
        let threads = args.common.threads.map(usize::from);
        let options = Options { atlas: Some(args.out.clone()), threads, ..Options::default() };
        let outcome = run_with(&study, &options, &Silent, Some(&self.known))?;
        let digest = digest(&outcome.atlas)?;
        let json = json!({
            "event": "done", "frames": self.known.len(), "atlas": outcome.atlas, "study": path,
            "report": outcome.report, "digest": digest.as_str(), "latency_s": latency(self.latencies),
        });
        Ok(Answer::new(json.to_string(), json))
    }
}

/// Median, 99th centile and greatest of latencies, and the share within a second.
fn latency(mut all: Vec<f64>) -> Value {
    all.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| all.get(((share * all.len() as f64).ceil() as usize).saturating_sub(1)).copied();
    let within = all.iter().filter(|one| **one <= 1.0).count() as f64 / all.len().max(1) as f64;
    json!({ "median": at(0.5), "p99": at(0.99), "greatest": all.last(), "within_1s": within })
}
