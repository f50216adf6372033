//! Every figure and the page survive names that are markup, and data that are empty, not numbers or
//! a single point.

#![allow(clippy::unwrap_used, reason = "a test may fail here")]

use lca_graph::{Detection, Track, Tracks};
use lca_pixels::{Image, Labels};
use lca_report::*;
use ndarray::Array2;

const NAME: &str = "<script>alert('&')</script>\u{1}\"";

fn well_formed(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) => {
                depth += 1;
                tag.attributes().for_each(|attribute| drop(attribute.unwrap()));
            }
            quick_xml::events::Event::Empty(tag) => {
                tag.attributes().for_each(|attribute| drop(attribute.unwrap()))
            }
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
}

fn check(figure: &Figure, drawn: bool) {
    let svg = figure.svg().standalone();
    well_formed(&svg);
    assert!(!svg.contains("<script") && !svg.contains('\u{1}'), "{svg}");
    assert!(!svg.contains("NaN") && !svg.contains("inf "), "{svg}");
    assert_eq!(svg.contains("no data"), !drawn, "{svg}");
    assert!(svg.contains("<title>&lt;script&gt;"));
}

/// Every figure on the same points; each is made twice, which must give the same.
fn figures(points: &[(f64, f64)]) -> Vec<Figure> {
    let once = make(points);
    assert_eq!(once, make(points));
    once
}

fn make(points: &[(f64, f64)]) -> Vec<Figure> {
    let (title, caption) = (NAME.to_owned(), NAME.to_owned());
    let name = || NAME.to_owned();
    let values: Vec<f64> = points.iter().map(|p| p.1).collect();
    let rows = points.len();
    let colour = Colour::Categories(vec![name(); rows]);
    let scattered =
        Scatter { title, caption, x: name(), y: name(), points: points.to_vec(), colour, ticks: true };
    let by_value = Scatter { colour: Colour::Values(name(), values.clone()), ..scattered.clone() };
    let group = TraceGroup { name: name(), cells: vec![points.to_vec()] };
    let series = FitSeries {
        condition: name(),
        measured: points.to_vec(),
        fitted: points.to_vec(),
        residuals: points.to_vec(),
    };
    let panel = FitPanel { name: name(), value: name(), series: vec![series] };
    let at = |&(time, v): &(f64, f64)| Interval { time, lower: v, median: v, upper: v };
    let predicted = PredictionPanel {
        name: name(),
        value: name(),
        curve: points.iter().map(at).collect(),
        measured: points.iter().map(|p| (at(p), p.1)).collect(),
        reference: (name(), points.to_vec()),
    };
    let interval = |&v: &f64| IntervalRow {
        name: name(),
        estimate: v,
        lower: v,
        upper: v,
        truth: Some(v),
        identifiable: true,
    };
    let profile = Profile { name: name(), points: points.to_vec(), best: f64::NAN, log: false };
    let matrix = Array2::from_shape_fn((rows, 1), |(row, _)| values[row]);
    [
        scatter(&scattered),
        scatter(&by_value),
        traces(&Traces { title: name(), groups: vec![group], ..Traces::default() }),
        fit(&Fit { title: name(), panels: vec![panel], ..Fit::default() }),
        prediction(&Prediction { title: name(), panels: vec![predicted], ..Prediction::default() }),
        intervals(&Intervals {
            title: name(),
            log: true,
            rows: values.iter().map(interval).collect(),
            ..Intervals::default()
        }),
        profiles(&Profiles { title: name(), threshold: 1.0, panels: vec![profile], ..Profiles::default() }),
        waterfall(&Waterfall {
            title: name(),
            objective: name(),
            reached: values.clone(),
            tolerance: 0.1,
            ..Waterfall::default()
        }),
        bars(&Bars {
            title: name(),
            bars: values.iter().map(|&value| Bar { name: name(), value, ours: true }).collect(),
            ..Bars::default()
        }),
        histogram(&Histogram {
            title: name(),
            values: values.clone(),
            log: true,
            cuts: vec![(name(), 2.0)],
            ..Histogram::default()
        }),
        heatmap(&Heatmap {
            title: name(),
            rows: vec![name(); rows],
            columns: vec![name()],
            values: matrix.clone(),
            written: true,
            signed: false,
            ..Heatmap::default()
        }),
        dotplot(&DotPlot {
            title: name(),
            groups: vec![name(); rows],
            genes: vec![name()],
            mean: matrix.clone(),
            fraction: matrix,
            ..DotPlot::default()
        }),
    ]
    .into_iter()
    .collect::<Result<_, _>>()
    .unwrap()
}

/// A family of three, whose branches are as long as they may be.
fn family(length: Option<f64>) -> lca_graph::Lineage {
    let branch = |name: &str, parent| lca_graph::Branch {
        name: Some(name.to_owned()),
        parent,
        length,
        ..lca_graph::Branch::default()
    };
    let named = vec![branch("root", None), branch(NAME, Some(0)), branch("b", Some(0))];
    lca_graph::Lineage::from_branches(named).unwrap()
}

#[test]
fn trees_are_drawn_whatever_their_lengths() {
    fn drawn(tree: Option<&lca_graph::Lineage>) -> Dendrogram<'_> {
        let states = [(NAME, NAME)].into_iter().collect();
        Dendrogram { title: NAME, caption: NAME, length: NAME, tree, states }
    }
    check(&dendrogram(&drawn(None)).unwrap(), false);
    for length in [None, Some(0.0), Some(3.0), Some(f64::NAN), Some(f64::INFINITY)] {
        let tree = family(length);
        check(&dendrogram(&drawn(Some(&tree))).unwrap(), true);
    }
}

#[test]
fn one_point_is_drawn() {
    figures(&[(1.0, 0.9)]).iter().for_each(|figure| check(figure, true));
}

#[test]
fn many_points_with_gaps_are_drawn() {
    let points: Vec<_> = (0..40)
        .map(|at| (f64::from(at), if at % 7 == 3 { f64::NAN } else { f64::from(at + 1).sqrt() }))
        .collect();
    for figure in figures(&points) {
        check(&figure, true);
    }
}

#[test]
fn values_of_any_size_are_drawn() {
    for size in [1e-300, 1e-12, 1e12, 1e300] {
        figures(&[(0.0, size), (size, 2.0 * size)]).iter().for_each(|figure| check(figure, true));
    }
}

#[test]
fn nothing_and_not_a_number_say_no_data() {
    for points in [&[][..], &[(f64::NAN, f64::NAN)], &[(f64::INFINITY, f64::NEG_INFINITY)]] {
        figures(points).iter().for_each(|figure| check(figure, false));
    }
}

#[test]
fn lineages_pictures_and_the_circle_are_drawn() {
    let track = |id, begin, end, parent| Track { id, begin, end, parent };
    let seen = |t, track, x| Detection { t, label: track, track, centre: [0.0, 1.0, x] };
    let detections = vec![seen(0, 1, 1.0), seen(1, 1, f64::NAN), seen(2, 2, 1.0), seen(2, 3, 3.0)];
    let tracks =
        Tracks::new(detections, vec![track(1, 0, 1, None), track(2, 2, 2, Some(1)), track(3, 2, 2, Some(1))])
            .unwrap();
    let tree =
        Lineage { title: NAME, caption: NAME, tracks: Some(&tracks), interval: Some((f64::NAN, NAME)) };
    check(&lineage(&tree).unwrap(), true);
    check(&lineage(&Lineage { tracks: None, ..tree }).unwrap(), false);
    let image = Image::from_shape_fn((1, 4, 5), |(_, y, x)| (y * x) as f32);
    let labels = Labels::from_shape_fn((1, 4, 5), |(_, _, x)| if x == 2 { 0 } else { 2 + (x > 2) as u32 });
    let shown = Picture {
        title: NAME,
        caption: NAME,
        image: Some(&image),
        labels: Some(&labels),
        tracks: Some(&tracks),
        frame: 2,
        tail: 9,
        pixel_um: Some(0.1),
        wide: true,
    };
    let drawn = picture(&shown).unwrap();
    check(&drawn, true);
    assert!(drawn.svg().standalone().contains("2 outlined cells"));
    check(&picture(&Picture { image: None, ..shown }).unwrap(), false);
    check(
        &picture(&Picture { image: Some(&Image::zeros((1, 0, 0))), labels: None, ..shown }).unwrap(),
        false,
    );
    let wrong = Labels::zeros((1, 4, 4));
    assert!(picture(&Picture { labels: Some(&wrong), ..shown }).unwrap_err().to_string().contains("columns"));
    let way = Circle {
        title: NAME.into(),
        stations: vec![Station::new(NAME, NAME, StationState::Missed)],
        ..Circle::default()
    };
    check(&circle(&way), true);
    check(&circle(&Circle { stations: Vec::new(), ..way }), true);
}

#[test]
fn too_much_is_thinned_and_said() {
    let names = |count: usize| (0..count).map(|at| format!("n{at}")).collect::<Vec<_>>();
    let values = Array2::from_shape_fn((1000, 300), |(row, column)| (row * column) as f64);
    let map =
        Heatmap { title: "m".into(), rows: names(1000), columns: names(300), values, ..Heatmap::default() };
    let map = heatmap(&map).unwrap();
    assert!(map.caption().contains("150 of 1000 rows") && map.caption().contains("80 of 300 columns"));
    assert!(map.svg().standalone().len() < 1_500_000);
    let points = vec![(0.0, 1.0); 50_000];
    let cloud = scatter(&Scatter { title: "s".into(), points, ..Scatter::default() }).unwrap();
    assert!(cloud.caption().contains("12000 of 50000 points"));
    let cell: Vec<_> = (0..5000).map(|t| (f64::from(t), 1.0)).collect();
    let group = TraceGroup { name: "g".into(), cells: vec![cell; 200] };
    let lines = traces(&Traces { title: "t".into(), groups: vec![group], ..Traces::default() }).unwrap();
    assert!(lines.caption().contains("150 cells") && lines.caption().contains("800 of 5000 times"));
}

#[test]
fn parts_of_unequal_length_are_refused() {
    let data = Scatter {
        title: "u".into(),
        points: vec![(0.0, 0.0)],
        colour: Colour::Values("v".into(), vec![]),
        ..Scatter::default()
    };
    assert_eq!(
        scatter(&data).unwrap_err().to_string(),
        "figure `u`: the values has 0 entries where 1 are needed; give one for each"
    );
}

#[test]
fn a_page_of_hostile_texts_is_well_formed_and_asks_for_nothing() {
    let mut report = Report::new(NAME, NAME);
    report.fact(NAME, NAME).summary(vec![KeyFigure::new(NAME, NAME).asked(NAME, false)]);
    let table = Table {
        caption: NAME.into(),
        header: vec![NAME.into(), NAME.into()],
        rows: vec![vec![Cell::Code(NAME.into())], vec![Cell::Number(f64::NAN), Verdict::Reached.into()]],
    };
    let mut blocks: Vec<Block> =
        vec![Block::paragraph(NAME), Block::warning(NAME), table.into(), Table::default().into()];
    blocks.extend(figures(&[(1.0, 2.0)]).into_iter().map(Block::from));
    report.section(NAME, blocks);
    let page = report.render();
    assert_eq!(page, report.render());
    well_formed(page.trim_start_matches("<!DOCTYPE html>\n"));
    assert!(
        !page.contains("<script") && !page.contains("http://")
            || !page.replace("http://www.w3.org/2000/svg", "").contains("http")
    );
    assert!(page.contains("n/a") && page.contains("✗ missed"));
}
