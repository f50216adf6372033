//! Small figures and a page, as they are written.

use lca_report::*;
use lca_tables::{Categorical, Column, DataFrame};

#[test]
fn bars_as_svg() {
    let bar = |name: &str, value, ours| Bar { name: name.into(), value, ours };
    let data = Bars {
        title: "Error".into(),
        caption: "Shorter is better.".into(),
        value: "RMSE (nM)".into(),
        bars: vec![bar("model", 0.2, true), bar("no change", f64::NAN, false)],
    };
    insta::assert_snapshot!(bars(&data).unwrap().svg().standalone().replace("><", ">\n<"));
}

#[test]
fn a_page() {
    let mut frame = DataFrame::new(vec!["a".into(), "b".into(), "c".into()]);
    frame.set("cells", Column::NullableInt(vec![Some(3), None, Some(1)])).unwrap();
    frame.set("kind", Column::Categorical(Categorical::from_texts(&["x", "y", "x"]))).unwrap();
    frame.set("area", Column::Float(vec![1.5, f64::NAN, 2.0])).unwrap();
    let mut report = Report::new("study", "what it is");
    report.fact("seed", "7").summary(vec![KeyFigure::new("Cells", "3").asked("at least 2", true)]);
    report.section("Cells", vec![Table::from_frame("All cells.", "cell", &frame, 2).into()]);
    let page = report.render();
    let body = page.split("<body>").nth(1).unwrap().replace("><", ">\n<");
    insta::assert_snapshot!(body);
}
