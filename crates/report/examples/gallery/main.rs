//! Writes a page with every figure, on made data, to the path given; where the test data are there,
//! also frames of a real movie.
//!
//!     cargo run -p lca-report --example gallery -- gallery.html

mod cells;
mod layered;
mod model;
mod movie;

use lca_report::{Block, Cell, Circle, KeyFigure, Report, STATIONS, Station, StationState, Table, circle};

type Made<T> = Result<T, Box<dyn std::error::Error>>;

fn way() -> Circle {
    let figures = [
        "1 284 cells, 15 204 genes",
        "24 of 15 204 genes carry the state",
        "312 cells over 8 h, linking F1 0.987",
        "11 parameters, 9 identifiable",
        "MEK inhibitor, 90 % intervals",
        "91.2 % inside, error 0.29 of “no change”",
        "",
    ];
    let state = |at| match at {
        2 => StationState::Missed,
        6 => StationState::Absent,
        _ => StationState::Done,
    };
    Circle {
        title: "The circle".into(),
        caption: "What this run did between measurement and prediction. Blue stations are done, a cross marks what fell short of what was asked, hollow ones were not part of the study.".into(),
        stations: STATIONS.iter().zip(figures).enumerate().map(|(at, (name, figure))| Station::new(*name, figure, state(at))).collect(),
    }
}

fn run_log() -> Block {
    let row = |step: &str, key: &str, status: &str, seconds: f64| {
        vec![
            Cell::Text(step.into()),
            Cell::Code(key.into()),
            Cell::Text(status.into()),
            Cell::Number(seconds),
        ]
    };
    Block::Table(Table {
        caption: "Every step of the run, by the key of its inputs, parameters and version.".into(),
        header: ["step", "key", "status", "time (s)"].map(str::to_owned).to_vec(),
        rows: vec![
            row("segment", "9f2c41d07ab3", "computed", 12.31),
            row("track", "03bbd9e8c512", "computed", 2.084),
            row("cluster", "7711f00ca9d4", "reused", 0.0),
            row("fit <b>", "c0ffee5a2e91", "computed", 48.7),
        ],
    })
}

fn main() -> Made<()> {
    let path = std::env::args().nth(1).ok_or("give the path of the page to write")?;
    let mut report = Report::new("A gallery of figures", "Every figure of the report, on made data");
    report.fact("seed", "1").fact("version", env!("CARGO_PKG_VERSION")).fact("run", "a3f9c2d4");
    report.summary(vec![
        KeyFigure::new("Cells followed", "1 284"),
        KeyFigure::new("Linking F1", "0.987").asked("at least 0.98", true),
        KeyFigure::new("State agreement (ARI)", "0.86").asked("at least 0.90", false),
        KeyFigure::new("Points inside the 90 % intervals", "91.2 %").asked("80 to 97 %", true),
        KeyFigure::new("Error against “no change”", "0.29").asked("at most 0.5", true),
    ]);
    report.circle(circle(&way()));
    report.section("Images and lineages", movie::blocks()?);
    report.section("Cell states", cells::blocks()?);
    report.section("Layers", layered::blocks()?);
    report.section("The model", model::blocks()?);
    report.section("Run log", vec![run_log()]);
    std::fs::write(path, report.render())?;
    Ok(())
}
