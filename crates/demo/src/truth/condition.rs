/// What is done to the cells of one arm of the experiment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stimulus {
    /// EGF in nM from time 0 on (1 nM is about 6 ng/mL).
    pub(crate) egf: f64,
    /// When EGF is washed out, in s.
    pub(crate) wash_out_s: f64,
    /// MEK inhibitor in µM, from before time 0 on.
    pub(crate) mek_inhibitor: f64,
    /// What a knock-down leaves of Sprouty's translation; 1 without one. Known from an immunoblot.
    pub(crate) sprouty_left: f64,
}

impl Stimulus {
    /// EGF in nM at a time in s.
    pub(crate) fn egf_at(&self, time: f64) -> f64 {
        if time < self.wash_out_s { self.egf } else { 0.0 }
    }
}

/// One arm of the experiment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arm {
    /// Its identifier in every file.
    pub(crate) id: &'static str,
    /// Its identifier in PEtab, where only letters, digits and `_` are allowed.
    pub(crate) petab: &'static str,
    pub(crate) stimulus: Stimulus,
    /// Whether it is kept back from the fit.
    pub(crate) kept_back: bool,
}

/// When a stimulus that is not washed out ends: never, for every movie there is.
const NEVER: f64 = 1e9;

const fn arm(id: &'static str, petab: &'static str, egf: f64) -> Arm {
    let stimulus = Stimulus { egf, wash_out_s: NEVER, mek_inhibitor: 0.0, sprouty_left: 1.0 };
    Arm { id, petab, stimulus, kept_back: false }
}

/// The arms: three doses from about the half-effective one to saturation, a pulse (which shows how
/// fast signals decay), a MEK inhibitor at twice its half-effective dose, and, kept back, the high
/// dose after a knock-down of Sprouty to a fifth, an ordinary efficiency of siRNA.
pub(crate) const ARMS: [Arm; 6] = [
    arm("egf-low", "egf_low", 0.2),
    arm("egf-mid", "egf_mid", 1.0),
    arm("egf-high", "egf_high", 5.0),
    washed(arm("egf-pulse", "egf_pulse", 5.0), 600.0),
    inhibited(arm("egf-high-mek-inhibitor", "egf_high_mek_inhibitor", 5.0), 1.0),
    knocked_down(arm("egf-high-sprouty-kd", "egf_high_sprouty_kd", 5.0), 0.2),
];

const fn washed(mut arm: Arm, wash_out_s: f64) -> Arm {
    arm.stimulus.wash_out_s = wash_out_s;
    arm
}

const fn inhibited(mut arm: Arm, mek_inhibitor: f64) -> Arm {
    arm.stimulus.mek_inhibitor = mek_inhibitor;
    arm
}

const fn knocked_down(mut arm: Arm, sprouty_left: f64) -> Arm {
    arm.stimulus.sprouty_left = sprouty_left;
    arm.kept_back = true;
    arm
}
