use super::read::Layered;
use lca_network::layers::{ByChance, LayerChange, Regulator, TransOmic, Untested};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// What came out, for people and for machines.
pub(super) fn say(
    read: &[Layered],
    changed: &[LayerChange],
    made: &TransOmic,
    chance: Option<&ByChance>,
    resources: &[Value],
) -> (String, Value) {
    let mut text = String::from("layer          molecules  tested  changed  missing\n");
    let mut layers = Vec::new();
    for (read, layer) in read.iter().zip(changed) {
        layers.push(self::layer(&mut text, read, layer));
    }
    let (nodes, edges) = (made.network.molecules().len(), made.network.interactions().len());
    let (inside, across) = (made.connected.molecules().len(), made.connected.interactions().len());
    let _ = writeln!(text, "\n{edges} interactions of {nodes} molecules in {} parts", made.parts);
    let _ = writeln!(text, "{across} interactions of {inside} molecules hang together");
    for (why, count) in &made.refused {
        let _ = writeln!(text, "{count:>9} left out: {}", why.word());
    }
    if !made.regulators.is_empty() {
        text.push_str("\nknown by their targets\n");
    }
    for one in made.regulators.iter().take(12) {
        let (of, hits) = one.targets;
        let _ = writeln!(
            text,
            "  {:<14} {hits} of {of} {}s changed, q = {:.2e}",
            one.id, one.acts_on, one.q_value
        );
    }
    if let Some(chance) = chance {
        text.push_str(&by_chance(chance));
    }
    let refused: Map<String, Value> =
        made.refused.iter().map(|(why, count)| (why.word().replace(' ', "_"), json!(count))).collect();
    let regulators: Vec<Value> = made.regulators.iter().map(regulator).collect();
    let permutations = chance.map(|one| {
        json!({
            "observed": one.observed, "samples": one.samples, "molecules": one.molecules,
            "p_samples": one.p_samples(), "p_molecules": one.p_molecules(),
        })
    });
    let json = json!({
        "layers": layers, "resources": resources, "interactions": edges, "molecules": nodes,
        "parts": made.parts, "connected": { "interactions": across, "molecules": inside },
        "left_out": refused, "regulators": regulators, "permutations": permutations,
    });
    (text, json)
}

fn regulator(one: &Regulator) -> Value {
    json!({
        "id": one.id, "layer": one.layer.word(), "acts_on": one.acts_on.word(),
        "targets": one.targets.0, "changed": one.targets.1, "p_value": one.p_value,
        "q_value": one.q_value, "direction": one.direction,
    })
}

fn layer(text: &mut String, read: &Layered, layer: &LayerChange) -> Value {
    let count = |is: &dyn Fn(&lca_network::layers::Response) -> bool| {
        layer.responses.iter().filter(|one| is(one)).count()
    };
    let (tested, changed) = (count(&|one| one.untested.is_none()), count(&|one| one.changed));
    let few = count(&|one| one.untested == Some(Untested::FewCounts));
    let gaps = count(&|one| one.untested == Some(Untested::Missing));
    let share = layer.missing as f64 / layer.possible.max(1) as f64;
    let all = layer.responses.len();
    let _ = writeln!(
        text,
        "{:<14} {all:>9} {tested:>7} {changed:>8} {:>7.1}%",
        layer.layer.word(),
        100.0 * share
    );
    for (mark, count) in &read.left_out {
        let _ = writeln!(text, "{count:>24} left out: {}", mark.word());
    }
    for (count, why) in [(few, "too few counts"), (gaps, "too few values to compare")] {
        if count > 0 {
            let _ = writeln!(text, "{count:>24} not tested: {why}");
        }
    }
    let marked: Map<String, Value> =
        read.left_out.iter().map(|(mark, count)| (mark.word().to_owned(), json!(count))).collect();
    json!({
        "layer": layer.layer.word(), "molecules": all, "tested": tested, "changed": changed,
        "too_few_counts": few, "too_few_values": gaps, "missing_share": share, "left_out": marked,
        "times_s": layer.times, "prior_freedom": layer.prior_freedom,
    })
}

fn by_chance(chance: &ByChance) -> String {
    let middle = |counts: &[usize]| {
        let mut sorted = counts.to_vec();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied().unwrap_or(0)
    };
    let most = |counts: &[usize]| counts.iter().max().copied().unwrap_or(0);
    let line = |what: &str, counts: &[usize], p: f64| {
        let (middle, most) = (middle(counts), most(counts));
        format!("  {what:<20} median {middle}, most {most} of {}: p = {p:.4}\n", counts.len())
    };
    format!(
        "\n{} interactions; with exchanged labels\n{}{}",
        chance.observed,
        line("of samples", &chance.samples, chance.p_samples()),
        line("of molecules", &chance.molecules, chance.p_molecules())
    )
}
