use lca_kinetics::petab::Scale;

/// What the measurements say of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identifiability {
    /// They bound it from both sides.
    Identifiable,
    /// They bound it from one side only.
    OnlyBounded,
    /// They do not bound it.
    NotIdentifiable,
}

impl Identifiability {
    /// The verdict in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Identifiable => "identifiable",
            Self::OnlyBounded => "only bounded",
            Self::NotIdentifiable => "not identifiable",
        }
    }
}

/// The profile likelihood of one parameter (Raue et al. 2009, doi:10.1093/bioinformatics/btp358):
/// at each of its values the best cost over all other parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// The parameter's identifier.
    pub parameter: String,
    /// Its values on its scale, rising, with the least cost found at each.
    pub points: Vec<(f64, f64)>,
    /// All parameters at each of the points, on their scales.
    pub vectors: Vec<Vec<f64>>,
    /// The lower end of the confidence interval, on its scale: the outermost crossing of the threshold; none: the
    /// bound is within it.
    pub lower: Option<f64>,
    /// The upper end.
    pub upper: Option<f64>,
    /// Ranges between the ends that are not in the interval, which then falls into parts.
    pub gaps: Vec<(f64, f64)>,
    /// What follows.
    pub verdict: Identifiability,
    /// Where it is not identifiable: the parameters that move with it so that the cost stays, each
    /// with how far it moves (on its scale) per unit of this one's scale.
    pub along: Vec<(String, f64)>,
}

impl Profile {
    /// On which sides the measurements bound the parameter, in words.
    #[must_use]
    pub const fn bounded(&self) -> &'static str {
        match (self.lower, self.upper) {
            (Some(_), Some(_)) => "below and above",
            (Some(_), None) => "only below",
            (None, Some(_)) => "only above",
            (None, None) => "neither below nor above",
        }
    }

    /// The verdict as a sentence, with bounds on linear scale.
    #[must_use]
    pub fn sentence(&self, scale: Scale, confidence: f64) -> String {
        let (id, share) = (&self.parameter, 100.0 * confidence);
        let value = |scaled: f64| significant(scale.unscale(scaled));
        let said = match (self.lower, self.upper) {
            (Some(low), Some(high)) => {
                return format!(
                    "{id}: identifiable, {} to {} at {share} %{}",
                    value(low),
                    value(high),
                    self.apart(scale)
                );
            }
            (Some(low), None) => format!("only bounded below: above {} at {share} %", value(low)),
            (None, Some(high)) => format!("only bounded above: below {} at {share} %", value(high)),
            (None, None) => "not identifiable: any value within its bounds fits as well".to_owned(),
        };
        let with: Vec<String> = self.along.iter().map(|(other, by)| format!("{other} ({by:+.2})")).collect();
        let with =
            if with.is_empty() { String::new() } else { format!("; it moves with {}", with.join(", ")) };
        format!("{id}: {said}{}{with}", self.apart(scale))
    }

    /// The ranges that the interval leaves out, in words.
    fn apart(&self, scale: Scale) -> String {
        let value = |scaled: f64| significant(scale.unscale(scaled));
        let gap = |(from, to): &(f64, f64)| format!("{} to {}", value(*from), value(*to));
        let gaps: Vec<String> = self.gaps.iter().map(gap).collect();
        if gaps.is_empty() { String::new() } else { format!(", except {}", gaps.join(" and ")) }
    }
}

/// Five significant digits, in powers of ten only where the number is very small or large.
fn significant(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || !(1e-3..1e5).contains(&size) {
        return format!("{value:.4e}");
    }
    let decimals = (4 - size.log10().floor() as i32).clamp(0, 9) as usize;
    format!("{value:.decimals$}")
}
