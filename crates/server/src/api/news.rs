use serde::Serialize;
use std::sync::Arc;

/// One thing that happened, as those who listen get it.
#[derive(Debug, Clone)]
pub(crate) struct News {
    /// `commit`, `step`, `run` or `correction`.
    pub(crate) name: &'static str,
    /// JSON.
    pub(crate) data: Arc<str>,
}

impl News {
    pub(crate) fn new(name: &'static str, data: &impl Serialize) -> Self {
        // Plain structures always become JSON.
        Self { name, data: serde_json::to_string(data).unwrap_or_default().into() }
    }
}
