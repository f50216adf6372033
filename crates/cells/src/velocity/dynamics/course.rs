//! The course of a gene that is switched on, and off again.

/// Slow amounts have fallen to this share at the end of a course.
const LEFT: f64 = 0.005;

/// Where a gene stands: whether it is still transcribed, and for how long it has been so or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stage {
    pub(super) on: bool,
    pub(super) since: f64,
}

/// Unspliced and spliced amounts.
pub(super) type Place = [f64; 2];

/// The splicing kinetics of a gene (Bergen et al. 2020, equations 1, 2 and 5 to 7), `du/dt = α(t) - β u`,
/// `ds/dt = β u - γ s` from `u = s = 0`, with `α(t) = α` up to a switch and 0 behind it; in units of the gene's own: time in
/// 1/β, amounts in α/β. What is left are two numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Course {
    /// Degradation over splicing rate, γ/β.
    pub(super) ratio: f64,
    /// When transcription ends.
    pub(super) switch: f64,
    /// Amounts then.
    top: Place,
    /// The derivative of the spliced amount then by `ratio`.
    top_by_ratio: f64,
}

impl Course {
    pub(super) fn new(ratio: f64, switch: f64) -> Self {
        let rising = Rising::new(ratio, switch);
        Self { ratio, switch, top: rising.place(), top_by_ratio: rising.by_ratio() }
    }

    /// The longest stage that is told apart: until the slow amount is where it ends, but for [`LEFT`].
    pub(super) fn longest(ratio: f64) -> f64 {
        -LEFT.ln() / ratio.min(1.0)
    }

    /// Amounts at a stage.
    pub(super) fn place(&self, stage: Stage) -> Place {
        if stage.on {
            return Rising::new(self.ratio, stage.since).place();
        }
        let way = Rising::new(self.ratio, stage.since);
        [self.top[0] * way.spliced, self.top[1] * way.degraded - self.top[0] * way.passing]
    }

    /// How fast amounts change at a place.
    pub(super) fn speed(&self, on: bool, place: Place) -> Place {
        [f64::from(u8::from(on)) - place[0], place[0] - self.ratio * place[1]]
    }

    /// Derivatives of the amounts at a stage by `ratio` and by `switch`. A falling gene keeps its time since the switch.
    pub(super) fn by_parameters(&self, stage: Stage) -> [Place; 2] {
        let way = Rising::new(self.ratio, stage.since);
        if stage.on {
            return [[0.0, way.by_ratio()], [0.0; 2]];
        }
        let rising = self.speed(true, self.top);
        let by_ratio = (self.top_by_ratio - self.top[1] * stage.since) * way.degraded
            - self.top[0] * way.passing_by_ratio();
        let by_switch = [rising[0] * way.spliced, rising[1] * way.degraded - rising[0] * way.passing];
        [[0.0, by_ratio], by_switch]
    }
}

/// What both stages are made of.
struct Rising {
    ratio: f64,
    since: f64,
    /// The share of unspliced amounts that is left, exp(-t).
    spliced: f64,
    /// The share of spliced amounts that is left, exp(-ratio t).
    degraded: f64,
    /// (exp(-ratio t) - exp(-t)) / (ratio - 1): minus what is on its way from one to the other.
    passing: f64,
}

impl Rising {
    fn new(ratio: f64, since: f64) -> Self {
        let (spliced, degraded) = ((-since).exp(), (-ratio * since).exp());
        let apart = ratio - 1.0;
        let passing = if (apart * since).abs() < 1e-3 {
            let z = -apart * since;
            -since * spliced * (1.0 + z * (0.5 + z / 6.0))
        } else {
            (degraded - spliced) / apart
        };
        Self { ratio, since, spliced, degraded, passing }
    }

    fn place(&self) -> Place {
        [1.0 - self.spliced, (1.0 - self.degraded) / self.ratio + self.passing]
    }

    fn by_ratio(&self) -> f64 {
        let ended = (1.0 - self.degraded) / self.ratio;
        (self.since * self.degraded - ended) / self.ratio + self.passing_by_ratio()
    }

    fn passing_by_ratio(&self) -> f64 {
        let apart = self.ratio - 1.0;
        let z = -apart * self.since;
        if z.abs() < 1e-2 {
            return self.since * self.since * self.spliced * (0.5 + z * (1.0 / 3.0 + z * (0.125 + z / 30.0)));
        }
        (-self.since * self.degraded - self.passing) / apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGES: [Stage; 3] =
        [Stage { on: true, since: 0.8 }, Stage { on: false, since: 0.0 }, Stage { on: false, since: 1.7 }];

    #[test]
    fn places_move_as_the_equations_say() {
        for (ratio, on, since) in
            [(0.3, true, 1.1), (1.0, true, 0.9), (1.000_2, false, 2.0), (4.0, false, 0.4)]
        {
            let course = Course::new(ratio, 1.5);
            let at = |since| course.place(Stage { on, since });
            let speed = course.speed(on, at(since));
            for (part, speed) in speed.into_iter().enumerate() {
                let change = (at(since + 1e-5)[part] - at(since - 1e-5)[part]) / 2e-5;
                assert!((change - speed).abs() < 1e-8, "{ratio} {change} {speed}");
            }
        }
        let course = Course::new(0.7, 1.5);
        let (before, behind) = (Stage { on: true, since: 1.5 }, Stage { on: false, since: 0.0 });
        assert!((course.place(before)[1] - course.place(behind)[1]).abs() < 1e-15);
    }

    #[test]
    fn derivatives_are_those_of_differences() {
        for ratio in [0.4, 0.999, 1.0, 1.003, 3.0] {
            for stage in STAGES {
                let [by_ratio, by_switch] = Course::new(ratio, 1.5).by_parameters(stage);
                let at = |ratio: f64, switch: f64| Course::new(ratio, switch).place(stage);
                for part in 0..2 {
                    let change = (at(ratio + 1e-5, 1.5)[part] - at(ratio - 1e-5, 1.5)[part]) / 2e-5;
                    assert!(
                        (change - by_ratio[part]).abs() < 1e-6,
                        "{ratio} {stage:?} {change} {by_ratio:?}"
                    );
                    let change = (at(ratio, 1.5 + 1e-5)[part] - at(ratio, 1.5 - 1e-5)[part]) / 2e-5;
                    assert!(
                        (change - by_switch[part]).abs() < 1e-6,
                        "{ratio} {stage:?} {change} {by_switch:?}"
                    );
                }
            }
        }
    }
}
