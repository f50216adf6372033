/// What is done to the model over time: conditions, each from a time on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Experiment {
    /// Its identifier; empty for the model as it is.
    pub id: String,
    /// What begins when, times rising.
    pub periods: Vec<Period>,
}

/// Part of an experiment, up to the next part or the last measurement.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// When it begins; minus infinity: long before, so that the next one begins at rest.
    pub time: f64,
    /// The conditions whose changes are made then, all at once.
    pub conditions: Vec<String>,
}

impl Period {
    /// A period of one condition.
    #[must_use]
    pub fn new(time: f64, condition: &str) -> Self {
        Self { time, conditions: vec![condition.to_owned()] }
    }
}

impl Experiment {
    /// A condition from time 0; its identifier is that of the condition.
    #[must_use]
    pub fn of(condition: &str) -> Self {
        Self { id: condition.to_owned(), periods: vec![Period::new(0.0, condition)] }
    }

    /// A condition from time 0, after rest under another.
    #[must_use]
    pub fn after_rest(id: &str, before: &str, condition: &str) -> Self {
        let periods = vec![Period::new(f64::NEG_INFINITY, before), Period::new(0.0, condition)];
        Self { id: id.to_owned(), periods }
    }

    /// The time of the first measurement there can be.
    #[must_use]
    pub fn start(&self) -> f64 {
        self.periods.iter().map(|period| period.time).find(|time| time.is_finite()).unwrap_or(0.0)
    }

    /// The condition before (until rest) and the condition of an experiment as PEtab 1.0 knows them:
    /// one condition from time 0. None for any other.
    #[must_use]
    pub fn plain(&self) -> Option<(Option<&str>, &str)> {
        let one = |period: &'_ Period, time: f64| period.conditions.len() == 1 && period.time == time;
        match self.periods.as_slice() {
            [only] if one(only, 0.0) => Some((None, &only.conditions[0])),
            [before, then] if one(before, f64::NEG_INFINITY) && one(then, 0.0) => {
                Some((Some(&before.conditions[0]), &then.conditions[0]))
            }
            _ => None,
        }
    }
}
