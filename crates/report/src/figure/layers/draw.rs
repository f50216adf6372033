use super::{LayerEdge, LayerNode, Layers};
use crate::colour::{GREY, INK, MUTED, PANEL, PAPER, Rgb, blend, category, css};
use crate::figure::frame::WIDE;
use crate::number::significant;
use crate::svg::{Anchor, Svg, Writer, coordinate, fit, text_width};
use std::collections::BTreeMap;

const LEFT: f64 = 176.0;
const RIGHT: f64 = 24.0;
const SHEAR: f64 = 96.0;
const DEPTH: f64 = 118.0;
const GAP: f64 = 84.0;
const TOP: f64 = 52.0;
/// Colours of what goes up and down, and of what activates and inhibits.
const UP: usize = 3;
const DOWN: usize = 0;
const LABEL: f64 = 10.5;

type Places = BTreeMap<(usize, usize), (f64, f64)>;

/// Draws the planes with their nodes in the given order from left to right.
pub(super) fn draw(data: &Layers, order: &[Vec<usize>]) -> Svg {
    let mut writer = Writer::default();
    let height = TOP + data.planes.len() as f64 * (DEPTH + GAP) - GAP + 34.0;
    let places = places(order);
    for at in 0..data.planes.len() {
        plane(&mut writer, data, at);
    }
    for edge in &data.edges {
        if let (Some(from), Some(to)) = (places.get(&edge.from), places.get(&edge.to)) {
            arrow(&mut writer, edge, *from, *to);
        }
    }
    let most = data.planes.iter().flat_map(|plane| &plane.nodes).map(|node| node.value.abs());
    let most = most.filter(|value| value.is_finite()).fold(0.0, f64::max);
    for (&(plane, node), &at) in &places {
        dot(&mut writer, &data.planes[plane].nodes[node], at, most);
    }
    labels(&mut writer, data, &places);
    legend(&mut writer, data, most);
    let counts: Vec<String> =
        data.planes.iter().map(|plane| format!("{}: {} molecules", plane.name, plane.nodes.len())).collect();
    let description = format!("{}; {} interactions.", counts.join(", "), data.edges.len());
    writer.finish((f64::from(WIDE), height), &data.title, &description)
}

/// A point of a plane (0 to 1 from left to right and from front to back) on the paper.
fn project(plane: usize, (u, v): (f64, f64)) -> (f64, f64) {
    let width = f64::from(WIDE) - LEFT - RIGHT - SHEAR;
    let front = TOP + plane as f64 * (DEPTH + GAP) + DEPTH;
    (LEFT + u * width + v * SHEAR, front - v * DEPTH)
}

/// Nodes from left to right in their order, spread over as many rows as keep them apart.
fn places(order: &[Vec<usize>]) -> Places {
    let mut places = Places::new();
    for (plane, nodes) in order.iter().enumerate() {
        let rows = nodes.len().div_ceil(12).clamp(1, 6);
        for (rank, &node) in nodes.iter().enumerate() {
            let u = 0.025 + 0.95 * (rank as f64 + 0.5) / nodes.len() as f64;
            // Odd steps through the rows keep neighbours in the order apart from each other.
            let row = (rank * if rows > 3 { 2 } else { 1 } + rank / rows * usize::from(rows == 4)) % rows;
            let v = 0.1 + 0.8 * (row as f64 + 0.5) / rows as f64;
            places.insert((plane, node), project(plane, (u, v)));
        }
    }
    places
}

fn plane(writer: &mut Writer, data: &Layers, at: usize) {
    let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|corner| {
        let (x, y) = project(at, corner);
        format!("{} {}", coordinate(x), coordinate(y))
    });
    let (fill, line) = (css(PANEL), css(blend(GREY, PAPER, 0.45)));
    writer.push(format_args!(
        "<path fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"1\" stroke-linejoin=\"round\" d=\"M{}Z\"/>",
        corners.join("L")
    ));
    let (_, y) = project(at, (0.0, 0.0));
    let middle = y - 0.5 * DEPTH;
    writer.bold((16.0, middle), &fit(&data.planes[at].name, 15.0, LEFT - 24.0), 15.0, INK, Anchor::Start);
    for (line, text) in data.planes[at].note.split('\n').enumerate() {
        let y = middle + 18.0 + 15.0 * line as f64;
        writer.text((16.0, y), &fit(text, 12.0, LEFT - 24.0), 12.0, MUTED, Anchor::Start);
    }
}

fn edge_colour(sign: i8) -> Rgb {
    match sign {
        1.. => category(2),
        0 => GREY,
        _ => category(7),
    }
}

/// A curve that leaves and arrives upright between planes, and bows within one; its end says what it
/// does: an arrow, a bar, or a point where that is not known.
fn arrow(writer: &mut Writer, edge: &LayerEdge, from: (f64, f64), to: (f64, f64)) {
    let colour = css(edge_colour(edge.sign));
    let (x0, y0) = from;
    let down = (to.1 - y0).signum();
    let within = edge.from.0 == edge.to.0;
    let (bend, end) = if within {
        ((0.5 * (x0 + to.0), 0.5 * (y0 + to.1) - 26.0), to)
    } else {
        ((to.0, 0.5 * (y0 + to.1)), (to.0, to.1 - 7.0 * down))
    };
    let start = if within { bend } else { (x0, 0.5 * (y0 + to.1)) };
    let [a, b, c, d, e, f, g, h] = [x0, y0, start.0, start.1, bend.0, bend.1, end.0, end.1].map(coordinate);
    writer.push(format_args!(
        "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.1\" stroke-opacity=\"0.5\" d=\"M{a} {b}C{c} {d} {e} {f} {g} {h}\"/>"
    ));
    if within {
        return;
    }
    let (x, y) = end;
    let tip = match edge.sign {
        1.. => [(-3.0, -4.5 * down), (0.0, 0.0), (3.0, -4.5 * down)].to_vec(),
        0 => return,
        _ => [(-3.6, 0.0), (3.6, 0.0)].to_vec(),
    };
    let tip: Vec<String> =
        tip.iter().map(|(dx, dy)| format!("{} {}", coordinate(x + dx), coordinate(y + dy))).collect();
    writer.push(format_args!(
        "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.3\" stroke-linecap=\"round\" d=\"M{}\"/>",
        tip.join("L")
    ));
}

fn shade(value: f64, most: f64) -> Rgb {
    if value.is_nan() || most <= 0.0 {
        return GREY;
    }
    let strong = if value > 0.0 { category(UP) } else { category(DOWN) };
    // The square root keeps small responses apart from the paper.
    blend(blend(PAPER, strong, 0.28), strong, (value.abs() / most).sqrt().min(1.0))
}

fn dot(writer: &mut Writer, node: &LayerNode, at: (f64, f64), most: f64) {
    let colour = shade(node.value, most);
    if node.inferred {
        writer.circle(at, 4.6, PAPER, Some((if node.value.is_nan() { MUTED } else { colour }, 1.7)));
    } else {
        writer.circle(at, 5.0, colour, Some((PAPER, 1.0)));
    }
}

/// Names of the best connected nodes, where they fit without covering each other or other nodes.
fn labels(writer: &mut Writer, data: &Layers, places: &Places) {
    let mut degrees: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    data.edges
        .iter()
        .flat_map(|edge| [edge.from, edge.to])
        .for_each(|at| *degrees.entry(at).or_default() += 1);
    let mut best: Vec<(usize, usize)> = places.keys().copied().collect();
    best.sort_by_key(|at| (std::cmp::Reverse(degrees.get(at).copied().unwrap_or(0)), *at));
    let mut taken: Vec<[f64; 4]> =
        places.values().map(|&(x, y)| [x - 5.0, y - 5.0, x + 5.0, y + 5.0]).collect();
    for (plane, node) in best {
        let Some(&(x, y)) = places.get(&(plane, node)) else { continue };
        let name = fit(&data.planes[plane].nodes[node].name, LABEL, 110.0);
        let half = 0.5 * text_width(&name, LABEL);
        let boxes = [y + 15.0, y - 8.5].map(|line| [x - half, line - 9.0, x + half, line + 2.0]);
        let free = |one: &[f64; 4]| {
            let apart = |other: &[f64; 4]| {
                one[2] + 2.0 < other[0] || other[2] + 2.0 < one[0] || one[3] < other[1] || other[3] < one[1]
            };
            one[2] < f64::from(WIDE) && taken.iter().all(apart)
        };
        if let Some(one) = boxes.into_iter().find(|one| free(one)) {
            let at = (x, one[1] + 9.0);
            halo(writer, at, &name);
            writer.text(at, &name, LABEL, INK, Anchor::Middle);
            taken.push(one);
        }
    }
}

/// The colour of the plane around a name, so that lines behind it do not cross its letters.
fn halo(writer: &mut Writer, (x, y): (f64, f64), name: &str) {
    let (x, y, size) = (coordinate(x), coordinate(y), coordinate(LABEL));
    let (colour, name) = (css(PANEL), crate::escape::escape(name));
    writer.push(format_args!(
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"3\" stroke-linejoin=\"round\" stroke-opacity=\"0.85\" text-anchor=\"middle\">{name}</text>"
    ));
}

fn legend(writer: &mut Writer, data: &Layers, most: f64) {
    let (mut x, y) = (16.0, 22.0);
    let text = |writer: &mut Writer, x: &mut f64, name: &str| {
        writer.text((*x, y + 4.0), name, 12.0, MUTED, Anchor::Start);
        *x += text_width(name, 12.0) + 18.0;
    };
    if most > 0.0 {
        text(writer, &mut x, &data.value);
        for share in [-1.0, -0.25, 0.25, 1.0] {
            writer.circle((x, y), 5.0, shade(share * most, most), None);
            x += 10.0;
            text(writer, &mut x, &significant(share * most, 2));
        }
    }
    writer.circle((x, y), 4.6, PAPER, Some((MUTED, 1.7)));
    x += 10.0;
    text(writer, &mut x, "known by its targets");
    for (sign, name) in [(1, "activates"), (-1, "inhibits"), (0, "acts on")] {
        if data.edges.iter().any(|edge| edge.sign.signum() == sign) {
            writer.stroke(&format!("M{} {y}h18", coordinate(x)), edge_colour(sign), 1.8);
            x += 24.0;
            text(writer, &mut x, name);
        }
    }
}
