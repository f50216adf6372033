use crate::output;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use lca_study::{Event, Observer};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};

/// How a running study is watched: bars on a terminal, nothing in a pipe, lines where asked for.
pub(crate) fn watcher(verbose: bool, json: bool) -> Box<dyn Observer> {
    let terminal = std::io::stderr().is_terminal();
    match (verbose, terminal && !json) {
        (true, _) => Box::new(Lines),
        (false, true) => Box::new(Bars::default()),
        (false, false) => Box::new(lca_study::Silent),
    }
}

/// One line for each step that begins or ends.
struct Lines;

impl Observer for Lines {
    fn event(&self, event: &Event<'_>) {
        match event {
            Event::Started { step, kind } => output::note(&format!("{step}: {kind}")),
            Event::Finished { step, seconds } => output::note(&format!("{step}: done in {seconds:.1} s")),
            Event::Failed { step, message } => output::note(&format!("{step}: failed: {message}")),
            Event::Planned { .. } | Event::Progress { .. } => {}
        }
    }
}

/// A bar for each running step.
#[derive(Default)]
struct Bars {
    all: MultiProgress,
    running: Mutex<BTreeMap<String, ProgressBar>>,
}

impl Bars {
    fn with(&self, step: &str, act: impl FnOnce(&ProgressBar)) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = running.get(step) {
            act(bar);
        }
    }

    fn begin(&self, step: &str, kind: &str) {
        let style = ProgressStyle::with_template("{spinner} {prefix:24} {bar:40} {percent:>3}% {elapsed}");
        let bar = self.all.add(ProgressBar::new(1));
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.set_prefix(format!("{step} ({kind})"));
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(step.to_owned(), bar);
    }
}

impl Observer for Bars {
    fn event(&self, event: &Event<'_>) {
        match event {
            Event::Started { step, kind } => self.begin(step, kind),
            Event::Progress { step, done, total } => self.with(step, |bar| {
                bar.set_length(*total);
                bar.set_position(*done);
            }),
            Event::Finished { step, .. } | Event::Failed { step, .. } => {
                self.with(step, ProgressBar::finish_and_clear);
            }
            Event::Planned { .. } => {}
        }
    }
}
