use crate::Made;
use lca_report::*;
use rand_distr::{Distribution, Normal};

pub(crate) fn blocks() -> Made<Vec<Block>> {
    let mut blocks = umap()?;
    blocks.extend([counts()?, states()?, markers()?, traced()?]);
    blocks.push(Block::warning("12 cells left the field before the stimulus; they are not in the mean."));
    Ok(blocks)
}

fn umap() -> Made<Vec<Block>> {
    let centres = [(0.0, 0.0), (5.0, 2.0), (2.0, 6.0), (-4.0, 4.0), (-3.0, -4.0), (4.0, -4.0), (8.5, 6.0)];
    let (mut points, mut labels) = (Vec::new(), Vec::new());
    let normal = Normal::new(0.0, 1.0)?;
    for (at, (x, y)) in centres.into_iter().enumerate() {
        let mut rng = lca_numerics::rng(1, at as u64);
        for _ in 0..(300 - at * 35) {
            points.push((x + normal.sample(&mut rng) * 0.9, y + normal.sample(&mut rng) * 0.7));
            labels.push(format!("state {at}"));
        }
    }
    let counts = points.iter().map(|(x, y)| 3000.0 + 400.0 * x + 150.0 * y * y).collect();
    let mut data = Scatter {
        title: "Cell states".into(),
        caption: "Each dot is a cell, placed by UMAP; cells of one colour share a Leiden cluster.".into(),
        x: "UMAP 1".into(),
        y: "UMAP 2".into(),
        points,
        colour: Colour::Categories(labels),
        ticks: false,
    };
    let by_state = scatter(&data)?.into();
    data.title = "Molecules counted".into();
    data.caption = "The same cells by how many molecules were counted in them.".into();
    data.colour = Colour::Values("UMI/cell".into(), counts);
    Ok(vec![by_state, scatter(&data)?.into()])
}

fn counts() -> Made<Block> {
    let spread = rand_distr::LogNormal::new(8.6, 0.6)?;
    let mut rng = lca_numerics::rng(2, 0);
    let data = Histogram {
        title: "Molecules per cell".into(),
        caption: "Cells left of the dashed line were left out.".into(),
        value: "UMI/cell".into(),
        counted: "cells".into(),
        values: (0..1500).map(|_| spread.sample(&mut rng)).collect(),
        log: true,
        cuts: vec![("least".into(), 1500.0)],
    };
    Ok(histogram(&data)?.into())
}

fn states() -> Made<Block> {
    let data = Heatmap {
        title: "States against cell lines".into(),
        caption: "How many cells of each genotype fell into each cluster.".into(),
        rows: ["0", "1", "2"].map(|n| format!("cluster {n}")).to_vec(),
        columns: ["H2228", "H1975", "HCC827"].map(str::to_owned).to_vec(),
        value: "cells".into(),
        values: ndarray::array![[301.0, 2.0, 0.0], [1.0, 0.0, 309.0], [0.0, 289.0, f64::NAN]],
        written: true,
        signed: false,
    };
    Ok(heatmap(&data)?.into())
}

fn markers() -> Made<Block> {
    let genes: Vec<String> = [
        "KRT81", "S100A4", "TFF1", "SOX2", "MKI67", "VIM", "CDH1", "EGFR", "MET", "ALK", "FOS", "JUN",
        "DUSP6", "SPRY2", "ETV4", "CCND1", "HLA-DRA", "LYZ",
    ]
    .map(str::to_owned)
    .to_vec();
    let value = |row: usize, column: usize| {
        let own = if column / 3 == row { 1.0 } else { 0.12 };
        (own * (0.6 + 0.4 * ((column * 7 + row * 3) % 5) as f64 / 4.0)).min(1.0)
    };
    let data = DotPlot {
        title: "Markers of the states".into(),
        caption: "The three genes that set each cluster apart most. The area of a disc is the share of cells that express the gene, its colour the mean.".into(),
        groups: (0..6).map(|n| format!("cluster {n}")).collect(),
        mean: ndarray::Array2::from_shape_fn((6, genes.len()), |(r, c)| value(r, c) * 3.4),
        fraction: ndarray::Array2::from_shape_fn((6, genes.len()), |(r, c)| value(r, c)),
        genes,
        value: "mean log1p(counts)".into(),
    };
    Ok(dotplot(&data)?.into())
}

fn traced() -> Made<Block> {
    let normal = Normal::new(0.0, 1.0)?;
    let group = |name: &str, height: f64, count: u64| {
        let cell = |at: u64| {
            let mut rng = lca_numerics::rng(3, at);
            let (size, delay) = (1.0 + 0.3 * normal.sample(&mut rng), 30.0 + 6.0 * normal.sample(&mut rng));
            let value = |t: f64| {
                let after = (t - delay).max(0.0);
                0.9 + height * size * (after / 12.0) * (-after / 45.0).exp() / 1.4
            };
            (0..49)
                .map(|t| (f64::from(t) * 5.0, value(f64::from(t) * 5.0) + 0.03 * normal.sample(&mut rng)))
                .collect()
        };
        TraceGroup { name: name.into(), cells: (0..count).map(cell).collect() }
    };
    let data = Traces {
        title: "Reporter in single cells".into(),
        caption: "Thin lines are cells, the thick line is their mean.".into(),
        time: "time (min)".into(),
        value: "cytoplasm / nucleus (1)".into(),
        groups: vec![
            group("control", 0.05, 60),
            group("EGF 10 ng/mL", 1.0, 210),
            group("EGF + MEK inhibitor", 0.3, 45),
        ],
    };
    Ok(traces(&data)?.into())
}
