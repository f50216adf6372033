use crate::Made;
use lca_report::*;
use rand_distr::{Distribution, Normal};

pub(crate) fn blocks() -> Made<Vec<Block>> {
    Ok(vec![
        Block::paragraph(
            "The model is fitted to three observables under two conditions, from fifty starts drawn from the bounds; the third condition is kept back and predicted from every fit that is about as good as the best.",
        ),
        fitted()?,
        starts()?,
        parameters()?,
        profiled()?,
        predicted()?,
        compared()?,
        verdicts(),
    ])
}

fn response(t: f64, dose: f64, name: usize) -> f64 {
    let rise = 1.0 - (-t / (12.0 + 9.0 * name as f64)).exp();
    dose * rise * (0.3 + 0.7 * (-t / (60.0 + 30.0 * name as f64)).exp())
}

const NAMES: [&str; 3] = ["pEGFR", "pMEK", "pERK"];

fn fitted() -> Made<Block> {
    let normal = Normal::new(0.0, 0.04)?;
    let series = |name: usize, dose: f64, condition: &str| {
        let mut rng = lca_numerics::rng(4, name as u64 * 10 + (dose * 10.0) as u64);
        let fitted: Vec<_> =
            (0..=60).map(|t| (f64::from(t) * 2.0, response(f64::from(t) * 2.0, dose, name))).collect();
        let noise: Vec<f64> = (0..13).map(|_| normal.sample(&mut rng)).collect();
        let time = |at: usize| at as f64 * 10.0;
        let at = |at: usize| (time(at), response(time(at), dose, name) + noise[at]);
        FitSeries {
            condition: condition.into(),
            measured: (0..13).map(at).collect(),
            fitted,
            residuals: (0..13).map(|at| (time(at), noise[at] / 0.04)).collect(),
        }
    };
    let panel = |(at, name): (usize, &&str)| FitPanel {
        name: (*name).into(),
        value: format!("{name} (fraction)"),
        series: vec![series(at, 0.4, "EGF 1 ng/mL"), series(at, 1.0, "EGF 10 ng/mL")],
    };
    let data = Fit {
        title: "Fit against data".into(),
        caption: "Dots are measured, lines are the best fit; below each panel what is left, in standard deviations of the noise.".into(),
        time: "time (min)".into(),
        panels: NAMES.iter().enumerate().map(panel).collect(),
    };
    Ok(fit(&data)?.into())
}

fn starts() -> Made<Block> {
    let worse = |at: i32| if at < 17 { 0.0 } else { f64::from(at - 16).powf(1.9) * 0.4 };
    let data = Waterfall {
        title: "Starts of the fit".into(),
        caption: "Each dot is one start; those below the dashed line found the best fit.".into(),
        objective: "negative log-likelihood".into(),
        reached: (0..50).map(|at| if at == 40 { f64::NAN } else { 138.22 + worse(at) }).collect(),
        tolerance: 0.1,
    };
    Ok(waterfall(&data)?.into())
}

const PARAMETERS: [(&str, f64, f64, bool); 8] = [
    ("k_phos_egfr", 0.12, 0.1, true),
    ("k_dephos_egfr", 0.04, 0.2, true),
    ("k_phos_mek", 2.1, 0.15, true),
    ("k_dephos_mek", 0.7, 0.3, true),
    ("k_feedback", 0.015, 1.6, false),
    ("k_phos_erk", 5.5, 0.2, true),
    ("erk_total", 120.0, 0.08, true),
    ("offset", 0.0031, 2.2, false),
];

fn parameters() -> Made<Block> {
    let row = |(name, value, width, known): (&str, f64, f64, bool)| IntervalRow {
        name: name.into(),
        estimate: value,
        lower: if known { value * 10f64.powf(-width) } else { f64::NEG_INFINITY },
        upper: value * 10f64.powf(width),
        truth: Some(value * 1.13),
        identifiable: known,
    };
    let data = Intervals {
        title: "Parameters".into(),
        caption: "Estimates with their 90 % intervals; a line that runs to the edge has no end there.".into(),
        value: "value (units of each parameter)".into(),
        log: true,
        rows: PARAMETERS.map(row).to_vec(),
    };
    Ok(intervals(&data)?.into())
}

fn profiled() -> Made<Block> {
    let panel = |(name, value, width, known): (&str, f64, f64, bool)| {
        let at = |step: i32| {
            let far = f64::from(step) / 12.0;
            let rise = if known || far > 0.0 { far * far * 6.0 } else { far.abs().min(0.4) };
            (value * 10f64.powf(far * width * 1.5), rise)
        };
        Profile { name: name.into(), points: (-12..=12).map(at).collect(), best: value, log: true }
    };
    let data = Profiles {
        title: "Profile likelihoods".into(),
        caption: "How much worse the fit gets when one parameter is held elsewhere; where the line crosses the dashes the 90 % interval ends. A line that stays below them leaves the parameter open.".into(),
        threshold: 1.353,
        panels: PARAMETERS.map(panel).to_vec(),
    };
    Ok(profiles(&data)?.into())
}

fn predicted() -> Made<Block> {
    let normal = Normal::new(0.0, 0.035)?;
    let panel = |(name, label): (usize, &&str)| {
        let mut rng = lca_numerics::rng(5, name as u64);
        let interval = |time: f64| {
            let median = response(time, 0.45, name);
            Interval { time, lower: median * 0.86 - 0.03, median, upper: median * 1.12 + 0.03 }
        };
        PredictionPanel {
            name: format!("{label}, EGF + MEK inhibitor"),
            value: format!("{label} (fraction)"),
            curve: (0..=60).map(|t| interval(f64::from(t) * 2.0)).collect(),
            measured: (0..13)
                .map(|t| {
                    (
                        interval(f64::from(t) * 10.0),
                        response(f64::from(t) * 10.0, 0.44, name) + normal.sample(&mut rng),
                    )
                })
                .collect(),
            reference: (
                "EGF 10 ng/mL, measured".into(),
                (0..13).map(|t| (f64::from(t) * 10.0, response(f64::from(t) * 10.0, 1.0, name))).collect(),
            ),
        }
    };
    let data = Prediction {
        title: "Prediction against measurement".into(),
        caption: "The condition was kept out of the fit. Lines are the medians of all good fits, bands hold 90 % of them with noise.".into(),
        time: "time (min)".into(),
        level: 0.9,
        panels: NAMES.iter().enumerate().map(panel).collect(),
    };
    Ok(prediction(&data)?.into())
}

fn compared() -> Made<Block> {
    let bar = |name: &str, value: f64, ours| Bar { name: name.into(), value, ours };
    let data = Bars {
        title: "Error of the prediction".into(),
        caption: "Root mean square error over the points of the condition kept back; shorter is better."
            .into(),
        value: "RMSE (fraction)".into(),
        bars: vec![
            bar("model", 0.034, true),
            bar("no change", 0.21, false),
            bar("nearest training condition", 0.118, false),
        ],
    };
    Ok(bars(&data)?.into())
}

fn verdicts() -> Block {
    let row = |name: &str, value: f64, asked: &str, reached| {
        vec![name.into(), value.into(), Cell::Figure(asked.into()), Verdict::of(reached).into()]
    };
    Block::Table(Table {
        caption: "What was asked of the prediction.".into(),
        header: ["measure", "value", "asked", "verdict"].map(str::to_owned).to_vec(),
        rows: vec![
            row("points inside the 90 % intervals", 0.912, "0.80 to 0.97", true),
            row("median width of the interval / response range", 0.31, "≤ 0.5", true),
            row("RMSE / RMSE of “nearest training condition”", 0.61, "≤ 0.5", false),
        ],
    })
}
