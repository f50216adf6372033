use std::time::Duration;

/// What a query may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Rows of the answer; more are cut off, and that is said.
    pub rows: usize,
    /// Time from the question to the last row.
    pub time: Duration,
    /// Bytes that grouping, sorting and joining may hold.
    pub memory: usize,
    /// Threads.
    pub threads: usize,
}

impl Default for Limits {
    /// 10 000 rows, 30 s, 512 MB, two threads.
    fn default() -> Self {
        Self { rows: 10_000, time: Duration::from_secs(30), memory: 512 << 20, threads: 2 }
    }
}
