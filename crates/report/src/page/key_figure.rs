use crate::escape::escape;

/// Whether a figure is as good as was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verdict {
    /// Nothing was asked of it.
    #[default]
    NotAsked,
    /// It is what was asked.
    Reached,
    /// It is not.
    Missed,
}

impl Verdict {
    /// Reached or missed.
    #[must_use]
    pub const fn of(reached: bool) -> Self {
        if reached { Self::Reached } else { Self::Missed }
    }

    pub(crate) fn pill(self) -> String {
        let (class, text) = match self {
            Self::NotAsked => return String::new(),
            Self::Reached => ("good", "✓ reached"),
            Self::Missed => ("bad", "✗ missed"),
        };
        format!("<span class=\"pill {class}\">{text}</span>")
    }
}

/// One figure of the summary at the top of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyFigure {
    /// What was measured.
    pub label: String,
    /// The figure, with its unit.
    pub value: String,
    /// What was asked, such as `at least 0.98`; empty when nothing was.
    pub asked: String,
    /// Whether it was reached.
    pub verdict: Verdict,
    /// The figure where it is a number of things, which may be added to others of the same label.
    pub count: Option<u64>,
}

impl KeyFigure {
    /// A figure of which nothing was asked.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), ..Self::default() }
    }

    /// A number of things.
    #[must_use]
    pub fn count(label: impl Into<String>, count: u64) -> Self {
        Self { count: Some(count), ..Self::new(label, count.to_string()) }
    }

    /// Takes in another figure if both count things of one label; says whether it did.
    pub fn add(&mut self, other: &Self) -> bool {
        let (Some(count), Some(more)) = (self.count, other.count) else { return false };
        let same = self.label == other.label;
        if same {
            *self = Self::count(self.label.clone(), count + more);
        }
        same
    }

    /// With what was asked, and whether that was reached.
    #[must_use]
    pub fn asked(mut self, asked: impl Into<String>, reached: bool) -> Self {
        self.asked = asked.into();
        self.verdict = Verdict::of(reached);
        self
    }

    pub(crate) fn html(&self) -> String {
        let asked = match (self.asked.as_str(), self.verdict) {
            ("", Verdict::NotAsked) => String::new(),
            ("", verdict) => format!("<p class=\"asked\">{}</p>", verdict.pill()),
            (asked, verdict) => {
                format!("<p class=\"asked\">{} <span>asked {}</span></p>", verdict.pill(), escape(asked))
            }
        };
        let (label, value) = (escape(&self.label), escape(&self.value));
        format!("<li><p class=\"label\">{label}</p><p class=\"value\">{value}</p>{asked}</li>")
    }
}
