use std::collections::BTreeMap;

/// What became of one case of a suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name in the suite.
    pub name: String,
    /// What it is about, in the suite's own words.
    pub tags: Vec<String>,
    /// Why it failed; none: it passed.
    pub failure: Option<String>,
}

/// What became of a suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The suite's name.
    pub suite: &'static str,
    /// Its cases by name.
    pub cases: Vec<Case>,
}

impl Report {
    /// How many cases passed.
    #[must_use]
    pub fn passed(&self) -> usize {
        self.cases.len() - self.failures().count()
    }

    /// The cases that failed.
    pub fn failures(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().filter(|case| case.failure.is_some())
    }

    /// For each tag of a failed case how many of the cases with it failed, and how many there are.
    #[must_use]
    pub fn failures_by_tag(&self) -> BTreeMap<&str, (usize, usize)> {
        let mut found = BTreeMap::new();
        for case in &self.cases {
            for tag in &case.tags {
                let (failed, all): &mut (usize, usize) = found.entry(tag.as_str()).or_default();
                *failed += usize::from(case.failure.is_some());
                *all += 1;
            }
        }
        found.retain(|_, (failed, _)| *failed > 0);
        found
    }
}
