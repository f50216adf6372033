use std::path::Path;

/// A case's `-settings.txt`: lines `key: value`.
pub(super) struct Settings(String);

impl Settings {
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        std::fs::read_to_string(path).map(Self).map_err(|error| format!("{}: {error}", path.display()))
    }

    pub(super) fn get(&self, key: &str) -> &str {
        let line = self.0.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix(':'));
        line.unwrap_or("").trim()
    }

    pub(super) fn number(&self, key: &str) -> Result<f64, String> {
        number(self.get(key)).ok_or_else(|| format!("the settings give no number for `{key}`"))
    }

    /// A range as `(-3, 3)`.
    pub(super) fn range(&self, key: &str) -> Result<(f64, f64), String> {
        let inner = self.get(key).strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        let ends = inner.and_then(|text| text.split_once(','));
        ends.and_then(|(low, high)| Some((number(low)?, number(high)?)))
            .ok_or_else(|| format!("the settings give no range for `{key}`"))
    }

    pub(super) fn list(&self, key: &str) -> Vec<&str> {
        self.get(key).split(',').map(str::trim).filter(|id| !id.is_empty()).collect()
    }
}

/// A number as the suite writes it.
pub(super) fn number(text: &str) -> Option<f64> {
    match text.trim() {
        "INF" | "Inf" | "inf" => Some(f64::INFINITY),
        "-INF" | "-Inf" | "-inf" => Some(f64::NEG_INFINITY),
        text => text.parse().ok(),
    }
}

/// A `-results.csv`: names of its columns and its rows.
pub(super) fn table(path: &Path) -> Result<(Vec<String>, Vec<Vec<f64>>), String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let header = lines.next().unwrap_or_default().split(',').map(|name| name.trim().to_owned()).collect();
    let row = |line: &str| line.split(',').map(number).collect::<Option<Vec<f64>>>();
    let rows: Option<Vec<Vec<f64>>> = lines.map(row).collect();
    rows.map(|rows| (header, rows)).ok_or_else(|| format!("{} holds what is no number", path.display()))
}

/// The suite's rule: within the absolute and the relative tolerance together.
pub(super) fn agree(expected: f64, found: f64, absolute: f64, relative: f64) -> bool {
    let same = expected == found || (expected.is_nan() && found.is_nan());
    same || (expected - found).abs() <= absolute + relative * expected.abs()
}
