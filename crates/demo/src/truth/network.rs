use super::{Stimulus, parameter::RATES};

/// Numbers of a cell's state: concentrations in µM, the inhibitor in units of its own half-effect,
/// the reporter as the share in the nucleus.
pub(crate) type State = [f64; STATES];

/// Length of a [`State`].
const STATES: usize = 7;

/// Which entry of a [`State`] is what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Receptor,
    Raf,
    Mek,
    Erk,
    /// After the transcript of Sprouty, which nobody measures.
    Sprouty = 5,
    Reporter,
}

/// What differs from cell to cell: factors on the mean amount of each protein (concentrations, as
/// volume grows with amount through the cell cycle).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cell {
    pub(crate) receptor: f64,
    pub(crate) raf: f64,
    pub(crate) mek: f64,
    pub(crate) erk: f64,
    /// Translation capacity for Sprouty.
    pub(crate) sprouty: f64,
    /// ERK phosphatase.
    pub(crate) phosphatase: f64,
}

#[cfg(test)]
#[cfg(test)]
impl Cell {
    /// The cell that has the mean amount of everything.
    pub(crate) const MEAN: Self =
        Self { receptor: 1.0, raf: 1.0, mek: 1.0, erk: 1.0, sprouty: 1.0, phosphatase: 1.0 };
}

/// A cell that never met the growth factor: nothing is active, the reporter is in balance.
pub(crate) fn at_rest() -> State {
    let mut state = [0.0; STATES];
    state[Level::Reporter as usize] = RATES.k_in / (RATES.k_in + RATES.k_out);
    state
}

/// The signalling network: EGF binds its receptor, which activates RAF, which phosphorylates MEK,
/// which phosphorylates ERK (reversed by a saturable phosphatase). ERK induces the transcript of
/// Sprouty, whose protein keeps RAF from being activated: a delayed negative feedback. Active ERK
/// drives the reporter out of the nucleus. Rates per s, concentrations in µM (EGF in nM).
fn derivative(state: &State, cell: &Cell, stimulus: &Stimulus, time: f64) -> State {
    let [receptor, raf, mek, erk, transcript, sprouty, reporter] = *state;
    let k = &RATES;
    let inhibition = 1.0 + stimulus.mek_inhibitor / k.ic50;
    let free_receptor = k.receptor_total * cell.receptor - receptor;
    let free_raf = k.raf_total * cell.raf - raf;
    let free_mek = k.mek_total * cell.mek - mek;
    let free_erk = k.erk_total * cell.erk - erk;
    [
        k.k_bind * stimulus.egf_at(time) * free_receptor - k.k_release * receptor,
        k.k_raf * receptor * free_raf / (1.0 + sprouty) - k.d_raf * raf,
        k.k_mek * raf * free_mek / inhibition - k.d_mek * mek,
        k.k_erk * mek * free_erk - k.v_erk * cell.phosphatase * erk / (k.km_erk + erk),
        k.d_transcript * (erk - transcript),
        k.k_sprouty * cell.sprouty * stimulus.sprouty_left * transcript - k.d_sprouty * sprouty,
        k.k_in * (1.0 - reporter) / (1.0 + erk / k.k_reporter) - k.k_out * reporter,
    ]
}

/// Longest step in s. RAF in a cell rich in receptor settles at 0.5 per s; the method is stable up to 2.7
/// times the inverse of that.
const LONGEST_STEP: f64 = 2.5;

/// Carries a cell from one time to a later one (classical Runge-Kutta of fourth order, steps that
/// end on the wash-out).
pub(crate) fn advance(state: &State, cell: &Cell, stimulus: &Stimulus, from: f64, to: f64) -> State {
    let wash = stimulus.wash_out_s;
    if from < wash && wash < to {
        let middle = advance(state, cell, stimulus, from, wash);
        return advance(&middle, cell, stimulus, wash, to);
    }
    let steps = ((to - from) / LONGEST_STEP).ceil().max(1.0);
    let step = (to - from) / steps;
    let rate = |y: &State, t: f64| derivative(y, cell, stimulus, t);
    // A rate at the very end of a span belongs to the span: the wash-out starts the next one.
    let inside = |t: f64| t.min(to - 1e-9);
    (0..steps as usize).fold(*state, |y, at| {
        let t = from + at as f64 * step;
        let k1 = rate(&y, t);
        let k2 = rate(&moved(&y, &k1, step / 2.0), t + step / 2.0);
        let k3 = rate(&moved(&y, &k2, step / 2.0), t + step / 2.0);
        let k4 = rate(&moved(&y, &k3, step), inside(t + step));
        std::array::from_fn(|i| y[i] + step / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]))
    })
}

fn moved(y: &State, rate: &State, by: f64) -> State {
    std::array::from_fn(|i| y[i] + by * rate[i])
}

#[cfg(test)]
mod tests {
    use super::super::ARMS;
    use super::*;

    #[test]
    fn without_a_stimulus_nothing_moves() {
        let calm = Stimulus { egf: 0.0, ..ARMS[0].stimulus };
        let later = advance(&at_rest(), &Cell::MEAN, &calm, 0.0, 7200.0);
        assert!(later.iter().zip(at_rest()).all(|(a, b)| (a - b).abs() < 1e-12));
    }

    #[test]
    fn two_ways_to_the_same_time_agree() {
        for arm in ARMS {
            let once = advance(&at_rest(), &Cell::MEAN, &arm.stimulus, 0.0, 3600.0);
            let middle = advance(&at_rest(), &Cell::MEAN, &arm.stimulus, 0.0, 1234.5);
            let twice = advance(&middle, &Cell::MEAN, &arm.stimulus, 1234.5, 3600.0);
            assert!(once.iter().zip(twice).all(|(a, b)| (a - b).abs() < 1e-6), "{}", arm.id);
        }
    }

    #[test]
    fn feedback_lowers_erk_and_its_knock_down_does_not() {
        let erk = |id: &str, t: f64| {
            let arm = ARMS.iter().find(|arm| arm.id == id).unwrap();
            advance(&at_rest(), &Cell::MEAN, &arm.stimulus, 0.0, t)[Level::Erk as usize]
        };
        assert!(erk("egf-high", 7200.0) < 0.65 * erk("egf-high", 600.0));
        assert!(erk("egf-high-sprouty-kd", 7200.0) > 0.75 * erk("egf-high-sprouty-kd", 600.0));
        assert!(erk("egf-pulse", 7200.0) < 0.05 * erk("egf-high", 600.0));
    }
}
