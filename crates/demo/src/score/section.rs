use super::DemoScores;
use lca_report::{Cell, KeyFigure, Table, Verdict, number, percent};
use lca_study::Section;

/// What the report shows of the scores.
pub(crate) fn section(scores: &DemoScores) -> Section {
    let prediction = &scores.prediction;
    let key = |name: &str, value: String, asked: &str, reached: bool| {
        KeyFigure::new(name, value).asked(asked, reached)
    };
    let half = prediction.rmse / prediction.rmse_no_change.min(prediction.rmse_nearest);
    Section::new("Held against the truth")
        .key(key("True links (F1)", number(scores.link_f1), "at least 0.98", scores.link_f1 >= 0.98))
        .key(key("States (ARI)", number(scores.states.ari), "at least 0.9", scores.states.ari >= 0.9))
        .key(key(
            "Kept back, inside 90 %",
            percent(prediction.coverage),
            "80 to 97 %",
            (0.8..=0.97).contains(&prediction.coverage),
        ))
        .key(key("Error over best baseline", number(half), "at most 0.5", half <= 0.5))
        .text(
            "This experiment is virtual, so the truth is known. No step above has seen it; it was read after the \
             last of them had ended.",
        )
        .block(tracking(scores))
        .text(states(scores))
        .block(parameters(scores))
        .block(observables(scores))
        .text(told(scores))
}

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn tracking(scores: &DemoScores) -> Table {
    let row = |one: &super::TrackingScore| -> Vec<Cell> {
        vec![
            one.arm.as_str().into(),
            one.link_f1.into(),
            one.link_recall.into(),
            Cell::Figure(format!("{} of {}", one.divisions_right, one.divisions_true)),
            Cell::Figure(one.divisions_found.to_string()),
            one.tra.into(),
        ]
    };
    Table {
        caption: "Cells followed, against who was truly where.".into(),
        header: header(&[
            "Movie",
            "Links (F1)",
            "True links found",
            "Divisions right",
            "Divisions called",
            "TRA",
        ]),
        rows: scores.tracking.iter().map(row).collect(),
    }
}

fn states(scores: &DemoScores) -> String {
    let states = &scores.states;
    format!(
        "{} clusters for {} true states of {} cells: adjusted Rand index {}. Of the ten surest markers of each, {} \
         belong to its programme; known targets of ERK among the markers of responding cells: {}.",
        states.clusters,
        states.states,
        states.cells,
        number(states.ari),
        percent(states.markers_right),
        if states.erk_targets.is_empty() { "none".to_owned() } else { states.erk_targets.join(", ") },
    )
}

fn parameters(scores: &DemoScores) -> Table {
    let end = |end: Option<f64>| end.map_or_else(|| Cell::Figure("beyond bounds".into()), Cell::Number);
    let row = |one: &super::ParameterScore| -> Vec<Cell> {
        let called = if one.identifiable { "identifiable" } else { "not bounded on both sides" };
        let verdict = if one.identifiable { Verdict::of(one.inside) } else { Verdict::default() };
        let [low, high] = one.interval;
        vec![
            one.parameter.as_str().into(),
            one.truth.into(),
            one.estimate.into(),
            end(low),
            end(high),
            called.into(),
            verdict.into(),
        ]
    };
    Table {
        caption: format!(
            "Parameters: of {} called identifiable, {} have the truth in their 90 % interval.",
            scores.identifiable,
            percent(scores.identifiable_inside)
        ),
        header: header(&["Parameter", "Truth", "Estimate", "From", "To", "Called", "Holds the truth"]),
        rows: scores.parameters.iter().map(row).collect(),
    }
}

fn observables(scores: &DemoScores) -> Table {
    let row = |one: &super::ObservableScore| -> Vec<Cell> {
        vec![
            one.observable.as_str().into(),
            Cell::Figure(one.points.to_string()),
            Cell::Figure(percent(one.coverage)),
            one.width.into(),
            one.rmse.into(),
            one.rmse_no_change.into(),
        ]
    };
    Table {
        caption: "The perturbation kept back; widths and errors in units of the response range.".into(),
        header: header(&[
            "Observable",
            "Points",
            "Inside 90 %",
            "Median width",
            "Error",
            "Error of no change",
        ]),
        rows: scores.prediction.observables.iter().map(row).collect(),
    }
}

fn told(scores: &DemoScores) -> String {
    let one = &scores.prediction;
    format!(
        "Of {} points of the kept-back perturbation {} lie in their 90 % intervals, whose median width is {} of the \
         response range. The error is {}; that of assuming no change {}, of the nearest training condition ({}) {}.",
        one.points,
        percent(one.coverage),
        number(one.width),
        number(one.rmse),
        number(one.rmse_no_change),
        one.nearest,
        number(one.rmse_nearest),
    )
}
