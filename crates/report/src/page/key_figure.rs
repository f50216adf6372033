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
}

impl KeyFigure {
    /// A figure of which nothing was asked.
    #[must_use]
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), ..Self::default() }
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
