use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use lca_core::{Cancelled, Progress};
use std::io::IsTerminal;

/// A bar on a terminal; nothing in a pipe or where machines read.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    pub(crate) fn new(what: &'static str, json: bool) -> Self {
        let shown = std::io::stderr().is_terminal() && !json;
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target).with_prefix(what);
        let style = ProgressStyle::with_template("{prefix:12} {bar:40} {pos}/{len} {elapsed}");
        Self(style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style)))
    }
}

impl Progress for Bar {
    fn at(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        self.0.set_length(total);
        self.0.set_position(done);
        Ok(())
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
