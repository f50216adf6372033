/// What happens while a study runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Event<'a> {
    /// Which steps there are, and which of them must be computed.
    Planned {
        /// Each step and whether it is up to date.
        steps: &'a [(String, bool)],
    },
    /// A step begins.
    Started {
        /// The step.
        step: &'a str,
        /// Its kind.
        kind: &'a str,
    },
    /// A step got on.
    Progress {
        /// The step.
        step: &'a str,
        /// Pieces that are ready.
        done: u64,
        /// Pieces there are.
        total: u64,
    },
    /// A step is done, and its result is in the atlas.
    Finished {
        /// The step.
        step: &'a str,
        /// How long it took.
        seconds: f64,
    },
    /// A step failed.
    Failed {
        /// The step.
        step: &'a str,
        /// Why.
        message: &'a str,
    },
}

/// Watches a study run. Called from several threads.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn event(&self, event: &Event<'_>);

    /// Whether the run should stop. Steps ask where they tell how far they are, and end there without leaving
    /// anything; no further step begins.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&self, _event: &Event<'_>) {}
}
