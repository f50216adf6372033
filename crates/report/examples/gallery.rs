//! Writes a page with every figure, on made data, to the path given.
//!
//!     cargo run -p lca-report --example gallery -- gallery.html

use lca_report::*;

fn wave(seed: f64, t: f64) -> f64 {
    (t * 0.13 + seed).sin() * (0.6 + 0.3 * (seed * 7.0).sin()) + (seed * 91.7 + t * 3.1).sin() * 0.08
}

fn points(count: usize, (x, y): (f64, f64), spread: f64) -> impl Iterator<Item = (f64, f64)> {
    (0..count).map(move |at| {
        let (angle, far) = (at as f64 * 2.399_963, ((at as f64 * 0.618_034) % 1.0).powf(0.7) * spread);
        (x + far * angle.cos() * 1.3, y + far * angle.sin())
    })
}

fn umap() -> Result<[Block; 2], ReportError> {
    let centres = [(0.0, 0.0), (5.0, 2.0), (2.0, 6.0), (-4.0, 4.0), (-3.0, -4.0), (4.0, -4.0), (8.5, 6.0)];
    let mut data = Scatter {
        title: "Cell states".into(),
        caption: "Each dot is a cell, placed by UMAP; cells of one colour share a Leiden cluster.".into(),
        x: "UMAP 1".into(),
        y: "UMAP 2".into(),
        ..Scatter::default()
    };
    let mut labels = Vec::new();
    for (at, &centre) in centres.iter().enumerate() {
        data.points.extend(points(240 - at * 25, centre, 2.3));
        labels.resize(data.points.len(), at.to_string());
    }
    let counts = data.points.iter().map(|(x, y)| 3000.0 + 400.0 * x + 150.0 * y * y).collect();
    data.colour = Colour::Categories(labels);
    let by_state = scatter(&data)?.into();
    data.title = "Molecules counted".into();
    data.colour = Colour::Values("UMI/cell".into(), counts);
    Ok([by_state, scatter(&data)?.into()])
}

fn cells() -> Result<Block, ReportError> {
    let group = |name: &str, shift: f64, count: usize| TraceGroup {
        name: name.into(),
        cells: (0..count)
            .map(|cell| {
                (0..49)
                    .map(|t| (f64::from(t) * 5.0, 1.4 + shift * wave(cell as f64 * 0.02, f64::from(t))))
                    .collect()
            })
            .collect(),
    };
    let data = Traces {
        title: "Reporter in single cells".into(),
        caption: "Thin lines are cells, the thick line is their mean.".into(),
        time: "time (min)".into(),
        value: "cytoplasm / nucleus (1)".into(),
        groups: vec![
            group("control", 0.15, 60),
            group("EGF 10 ng/mL", 0.6, 210),
            group("EGF + MEK inhibitor", 0.3, 45),
        ],
    };
    Ok(traces(&data)?.into())
}

fn fits() -> Result<[Block; 2], ReportError> {
    let reached = (0..50).map(|at| {
        if at < 17 {
            -138.22
        } else if at == 40 {
            f64::NAN
        } else {
            -138.22 + f64::from(at - 16).powf(1.9) * 0.4
        }
    });
    let fall = Waterfall {
        title: "Starts of the fit".into(),
        caption: "Each dot is one start; those below the dashed line found the best fit.".into(),
        objective: "negative log-likelihood".into(),
        reached: reached.collect(),
        tolerance: 0.1,
    };
    let bar = |name: &str, value: f64, ours| Bar { name: name.into(), value, ours };
    let compared = Bars {
        title: "Error of the prediction".into(),
        caption: "Root mean square error over the points of the condition kept back.".into(),
        value: "RMSE (fraction)".into(),
        bars: vec![
            bar("model", 0.034, true),
            bar("no change", 0.21, false),
            bar("nearest training condition", 0.118, false),
        ],
    };
    Ok([waterfall(&fall)?.into(), bars(&compared)?.into()])
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("give the path of the page to write")?;
    let mut report = Report::new("hela <script>alert(1)</script>", "A gallery of every figure, on made data");
    report.fact("seed", "1").fact("version", env!("CARGO_PKG_VERSION")).fact("run", "a3f9c2d4");
    report.summary(vec![
        KeyFigure::new("Cells followed", "1 284"),
        KeyFigure::new("Linking F1", "0.987").asked("at least 0.98", true),
        KeyFigure::new("State agreement (ARI)", "0.86").asked("at least 0.90", false),
        KeyFigure::new("Points inside the 90 % intervals", "91.2 %").asked("80 to 97 %", true),
    ]);
    report.section("Cell states", umap()?.to_vec());
    report.section(
        "Single cells in time",
        vec![
            cells()?,
            Block::warning("12 cells left the field before the stimulus; they are not in the mean."),
        ],
    );
    report.section("The model", fits()?.to_vec());
    std::fs::write(path, report.render())?;
    Ok(())
}
