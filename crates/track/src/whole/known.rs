use super::shape::Shape;
use crate::TrackError;
use lca_pixels::Labels;
use lca_tables::DataFrame;
use std::collections::{BTreeMap, BTreeSet};

/// The readings of a frame's outlines that segmentation kept: what each may be parted into, and what they may be joined to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Readings {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq)]
struct Node {
    /// The one around it, by its place in the list.
    parent: Option<usize>,
    parts: Vec<u32>,
    cost: f64,
    /// Its label, or 0.
    chosen: u32,
}

/// What else the outlines of a frame may be.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// What an outline may be parted into, by its label.
    pub(super) partings: BTreeMap<u32, Parting>,
    /// What it costs that two outlines are one, where that is no absurd reading.
    pub(super) joinings: BTreeMap<[u32; 2], f64>,
}

/// Two halves of an outline.
#[derive(Debug, Clone)]
pub(super) struct Parting {
    pub(super) cost: f64,
    /// Parts of the half that gets a label of its own.
    pub(super) other: Vec<u32>,
    pub(super) halves: [Shape; 2],
}

impl Readings {
    /// Takes the readings of `frames` frames from their table, as `lca_image::Hypotheses::table` gives it: columns `t`,
    /// `node` (from 1 in each frame, in order), `parent`, `cost`, `chosen` and `parts`.
    ///
    /// # Errors
    /// [`TrackError::Reading`] when a row is not what it should be, [`TrackError::Table`] when a column is missing.
    pub fn from_table(frames: usize, table: &DataFrame) -> Result<Vec<Self>, TrackError> {
        const COLUMNS: [&str; 5] = ["t", "node", "parent", "cost", "chosen"];
        let mut all = vec![Self::default(); frames];
        if table.rows() == 0 {
            // Without rows columns have no type, but they have names.
            COLUMNS.iter().chain(&["parts"]).try_for_each(|name| table.column(name).map(|_| ()))?;
            return Ok(all);
        }
        let [t, node, parent, cost, chosen] = COLUMNS.map(|name| table.numbers(name));
        let (t, node, parent, cost, chosen) = (t?, node?, parent?, cost?, chosen?);
        let parts = parts(table)?;
        for (row, parts) in parts.into_iter().enumerate() {
            let wrong = |what| TrackError::Reading { row, what };
            let whole = |value: f64, what| {
                let fits = value >= 0.0 && value < f64::from(u32::MAX) && value.fract() == 0.0;
                if fits { Ok(value as u32) } else { Err(wrong(what)) }
            };
            let frame = all.get_mut(whole(t[row], "t")? as usize).ok_or_else(|| wrong("t"))?;
            if whole(node[row], "node")? as usize != frame.nodes.len() + 1 {
                return Err(wrong("node"));
            }
            if cost[row].is_nan() || cost[row] < 0.0 {
                return Err(wrong("cost"));
            }
            let parts =
                parts.split_whitespace().map(|part| part.parse::<u32>().ok().filter(|part| *part > 0));
            let parts: Vec<u32> = parts.collect::<Option<_>>().ok_or_else(|| wrong("parts"))?;
            let parent = (whole(parent[row], "parent")? as usize).checked_sub(1);
            frame.nodes.push(Node { parent, parts, cost: cost[row], chosen: whole(chosen[row], "chosen")? });
        }
        let astray = |row: &usize| parent[*row] > all[t[*row] as usize].nodes.len() as f64;
        match (0..t.len()).find(astray) {
            Some(row) => Err(TrackError::Reading { row, what: "parent" }),
            None => Ok(all),
        }
    }

    /// The two readings right within each.
    fn halves(&self) -> BTreeMap<usize, Vec<&Node>> {
        let mut within: BTreeMap<usize, Vec<&Node>> = BTreeMap::new();
        for node in &self.nodes {
            if let Some(parent) = node.parent {
                within.entry(parent).or_default().push(node);
            }
        }
        within.retain(|_, halves| halves.len() == 2);
        within
    }

    /// What these readings say of a frame's labels, whose parts `parts` shows.
    ///
    /// # Errors
    /// [`TrackError::Readings`] when they are of other labels.
    pub(super) fn of(&self, t: usize, labels: &Labels, parts: &Labels) -> Result<Known, TrackError> {
        let shapes = shapes(t, labels, parts)?;
        let label_of: BTreeMap<u32, u32> = shapes.iter().map(|(&part, &(label, _))| (part, label)).collect();
        let within = |one: &Node| one.parts.iter().all(|part| label_of.get(part) == Some(&one.chosen));
        let told: BTreeSet<u32> =
            self.nodes.iter().map(|one| one.chosen).filter(|label| *label > 0).collect();
        if self.nodes.iter().any(|one| one.chosen > 0 && !within(one))
            || label_of.values().any(|label| !told.contains(label))
        {
            return Err(TrackError::Readings { t });
        }
        let mut known = Known::default();
        for (at, halves) in self.halves() {
            let [one, other] = [halves[0], halves[1]];
            let around = &self.nodes[at];
            if around.chosen > 0 {
                let shape = |node: &Node| {
                    let found = node.parts.iter().filter_map(|part| shapes.get(part));
                    found.fold(Shape::default(), |sum, (_, shape)| sum.with(shape))
                };
                let halves = [one, other].map(shape);
                if halves.iter().all(|half| half.area() > 0.0) {
                    let cost = one.cost.max(other.cost);
                    known
                        .partings
                        .insert(around.chosen, Parting { cost, other: other.parts.clone(), halves });
                }
            } else if one.chosen > 0 && other.chosen > 0 {
                let pair = [one.chosen.min(other.chosen), one.chosen.max(other.chosen)];
                known.joinings.insert(pair, around.cost);
            }
        }
        Ok(known)
    }
}

/// The column of parts, which a reader of tables takes for numbers where no reading has two.
fn parts(table: &DataFrame) -> Result<Vec<String>, TrackError> {
    if let Ok(texts) = table.texts("parts") {
        return Ok(texts.into_iter().map(Option::unwrap_or_default).collect());
    }
    Ok(table.numbers("parts")?.iter().map(ToString::to_string).collect())
}

/// Each part's label, and its shape.
fn shapes(t: usize, labels: &Labels, parts: &Labels) -> Result<BTreeMap<u32, (u32, Shape)>, TrackError> {
    let mut found: BTreeMap<u32, (u32, Shape)> = BTreeMap::new();
    if labels.dim() != parts.dim() {
        return Err(TrackError::Readings { t });
    }
    // Pixels of a part follow each other in a row: they are summed before the part is looked up.
    let mut run = ([0, 0], Shape::default());
    let mut take = |([label, part], shape): ([u32; 2], Shape)| {
        if part == 0 {
            return Ok(());
        }
        let (known, sum) = found.entry(part).or_insert((label, Shape::default()));
        *sum = sum.with(&shape);
        if *known == label { Ok(()) } else { Err(TrackError::Readings { t }) }
    };
    for (((_, y, x), &label), &part) in labels.indexed_iter().zip(parts) {
        if [label, part] != run.0 {
            take(run)?;
            run = ([label, part], Shape::default());
        }
        run.1.add(y, x);
    }
    take(run)?;
    Ok(found)
}
