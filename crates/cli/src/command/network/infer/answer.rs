use super::{Found, Judged};
use crate::args::InferArgs;
use crate::command::Result;
use crate::command::network::matrix::is_annotated;
use crate::command::plot;
use crate::failure::Failure;
use crate::output::Answer;
use lca_network::infer::{Quality, RankedEdge};
use lca_report::{Curve, Curves, curves};
use lca_tables::{Column, DataFrame};
use serde_json::{Value, json};
use std::fmt::Write;

/// Says, writes and draws what was found.
pub(super) fn answer(args: &InferArgs, found: &Found) -> Result {
    let ranked = found.inferred.edges.ranked();
    let shown = &ranked[..args.top.min(ranked.len())];
    let genes = found.expression.genes();
    let mut text = String::new();
    let (samples, regulators) = (found.expression.samples().len(), found.inferred.edges.regulators.len());
    let _ = writeln!(
        text,
        "{samples} samples, {} genes, {regulators} regulators, {} edges by {}",
        genes.len(),
        ranked.len(),
        args.method
    );
    if args.genes.matrix.genes_in.is_none() && !is_annotated(&args.table) {
        text.push_str("genes were taken from the columns; --genes-in rows takes them from the rows\n");
    }
    if let Some((series, points)) = found.series {
        let _ = writeln!(text, "{series} series of {points} times in all");
    }
    notes(found, &mut text);
    if let Some(judged) = &found.gold {
        scores(args, judged, &mut text);
        draw(args, judged)?;
    }
    edges(found, shown, &mut text);
    if let Some(path) = &args.out {
        lca_formats::write_table(path, &frame(found, &ranked)?)?;
    }
    let json = json!({
        "method": args.method.word(), "samples": samples, "genes": genes.len(), "regulators": regulators,
        "edges": ranked.len(),
        "constant_genes": found.inferred.constant.iter().map(|&gene| &genes[gene]).collect::<Vec<_>>(),
        "absent_regulators": found.absent_factors,
        "knockouts": found.inferred.knockouts.as_ref().map(|k| json!({
            "knocked_out": k.knocked_out, "effects": k.effects, "explained": k.explained, "medians": k.medians,
        })),
        "gold": found.gold.as_ref().map(gold),
        "best": shown.iter().map(|edge| row(found, edge)).collect::<Vec<_>>(),
    });
    Ok(Answer::new(text, json))
}

fn notes(found: &Found, text: &mut String) {
    let genes = found.expression.genes();
    let some = |names: Vec<&str>| {
        let more = if names.len() > 5 { ", …" } else { "" };
        format!("{}{more}", names.into_iter().take(5).collect::<Vec<_>>().join(", "))
    };
    if let Some(time) =
        genes.iter().find(|name| ["time", "pseudotime"].contains(&name.to_lowercase().as_str()))
    {
        let _ = writeln!(
            text,
            "`{time}` is taken for a gene; if it is each sample's time, give it with --times {time}"
        );
    }
    let constant = &found.inferred.constant;
    if !constant.is_empty() {
        let names = constant.iter().map(|&gene| genes[gene].as_str()).collect();
        let _ = writeln!(text, "constant, thus without edges: {} ({})", constant.len(), some(names));
    }
    if !found.absent_factors.is_empty() {
        let names = found.absent_factors.iter().map(String::as_str).collect();
        let _ = writeln!(
            text,
            "regulators listed but not in the table: {} ({})",
            found.absent_factors.len(),
            some(names)
        );
    }
    if let Some(k) = &found.inferred.knockouts {
        let base = if k.medians { "the medians, as there is no wild type" } else { "the wild type" };
        let _ = writeln!(
            text,
            "{} genes knocked out, against {base}: {} effects, {} explained by others",
            k.knocked_out, k.effects, k.explained
        );
    }
    if let Some(Judged { gold, .. }) = &found.gold {
        let _ = writeln!(
            text,
            "gold: {} edges among {} genes; left out: {} self-loops, {} repeats, {} edges of {} absent genes{}",
            gold.edges.len(),
            gold.genes.len(),
            gold.self_loops,
            gold.repeats,
            gold.lost,
            gold.absent.len(),
            if gold.absent.is_empty() {
                String::new()
            } else {
                format!(" ({})", some(gold.absent.iter().map(String::as_str).collect()))
            },
        );
    }
}

fn scores(args: &InferArgs, judged: &Judged, text: &mut String) {
    let _ = writeln!(
        text,
        "\n{:<14} {:>7} {:>12} {:>7} {:>16}",
        "", "AUPRC", "AUPRC ratio", "AUROC", "early precision"
    );
    let mut line = |name: &str, quality: &Option<Quality>| {
        let _ = match quality {
            Some(q) => writeln!(
                text,
                "{name:<14} {:>7.4} {:>12.3} {:>7.4} {:>16.4}",
                q.auprc, q.auprc_ratio, q.auroc, q.early_precision
            ),
            None => writeln!(text, "{name:<14} every pair or none is a gold edge: nothing to tell apart"),
        };
    };
    line(args.method.word(), &judged.method);
    line("correlation", &judged.correlation);
    if let Some(q) = &judged.method {
        let share = q.edges as f64 / q.pairs as f64;
        let _ = writeln!(
            text,
            "{:<14} {share:>7.4} {:>12.3} {:>7.4} {share:>16.4}   ({} of {} pairs)",
            "chance", 1.0, 0.5, q.edges, q.pairs
        );
    }
}

fn edges(found: &Found, shown: &[RankedEdge], text: &mut String) {
    let genes = found.expression.genes();
    let stable = if found.stable.is_some() { "  frequency" } else { "" };
    let _ = writeln!(text, "\n{:<16} {:<16} {:>4} {:>10}{stable}", "regulator", "target", "sign", "score");
    for edge in shown {
        let sign = match edge.sign {
            1 => "+",
            -1 => "-",
            _ => "?",
        };
        let _ = write!(
            text,
            "{:<16} {:<16} {sign:>4} {:>10.5}",
            genes[edge.regulator], genes[edge.target], edge.score
        );
        if let Some(share) = frequency(found, edge) {
            let _ = write!(text, "  {share:>9.2}");
        }
        text.push('\n');
    }
}

fn frequency(found: &Found, edge: &RankedEdge) -> Option<f64> {
    let row = found.inferred.edges.regulators.binary_search(&edge.regulator).ok()?;
    found.stable.as_ref().and_then(|stable| stable.get([row, edge.target]).copied())
}

fn row(found: &Found, edge: &RankedEdge) -> Value {
    let genes = found.expression.genes();
    json!({
        "regulator": genes[edge.regulator], "target": genes[edge.target], "score": edge.score, "sign": edge.sign,
        "frequency": frequency(found, edge),
    })
}

fn gold(judged: &Judged) -> Value {
    let quality = |quality: &Option<Quality>| {
        quality.as_ref().map(|q| {
            json!({
                "AUPRC": q.auprc, "AUPRC_ratio": q.auprc_ratio, "AUROC": q.auroc,
                "early_precision": q.early_precision, "early_precision_ratio": q.early_precision_ratio,
                "edges": q.edges, "pairs": q.pairs,
            })
        })
    };
    let Judged { gold, method, correlation } = judged;
    json!({
        "self_loops": gold.self_loops, "repeats": gold.repeats, "absent": gold.absent, "lost": gold.lost,
        "method": quality(method), "correlation": quality(correlation),
        "baseline": method.as_ref().map(|q| q.edges as f64 / q.pairs as f64),
    })
}

fn frame(found: &Found, ranked: &[RankedEdge]) -> std::result::Result<DataFrame, Failure> {
    let genes = found.expression.genes();
    let edges = &found.inferred.edges;
    let name = |of: fn(&RankedEdge) -> usize| {
        Column::Text(ranked.iter().map(|edge| genes[of(edge)].clone()).collect())
    };
    let correlation = |edge: &RankedEdge| {
        let row = edges.regulators.binary_search(&edge.regulator).ok();
        let place = row.map(|row| [row, edge.target]);
        let signed = place.and_then(|at| {
            let negative = found.correlation.signs.get(at).is_some_and(|sign| *sign < 0);
            found.correlation.scores.get(at).map(|score| if negative { -score } else { *score })
        });
        signed.unwrap_or(f64::NAN)
    };
    let mut columns = vec![
        ("regulator", name(|edge| edge.regulator)),
        ("target", name(|edge| edge.target)),
        ("score", Column::Float(ranked.iter().map(|edge| edge.score).collect())),
        ("sign", Column::Int(ranked.iter().map(|edge| i64::from(edge.sign)).collect())),
        ("correlation", Column::Float(ranked.iter().map(correlation).collect())),
    ];
    if found.stable.is_some() {
        let shares = ranked.iter().map(|edge| frequency(found, edge).unwrap_or(f64::NAN)).collect();
        columns.push(("frequency", Column::Float(shares)));
    }
    Ok(DataFrame::with_rows(ranked.len()).with_columns(columns)?)
}

fn draw(args: &InferArgs, judged: &Judged) -> std::result::Result<(), Failure> {
    let line = |name: &str, quality: &Option<Quality>| {
        let line = quality.as_ref().map(|q| q.curve.clone()).unwrap_or_default();
        Curve { name: name.to_owned(), line, dots: Vec::new() }
    };
    let share = judged.method.as_ref().map_or(0.0, |q| q.edges as f64 / q.pairs as f64);
    let chance =
        Curve { name: "chance".to_owned(), line: vec![(0.0, share), (1.0, share)], dots: Vec::new() };
    let data = Curves {
        title: "Inferred edges against the known network".to_owned(),
        caption: "Precision among the best edges as more of the known ones are recalled.".to_owned(),
        x: "recall".to_owned(),
        y: "precision".to_owned(),
        curves: vec![
            line(args.method.word(), &judged.method),
            line("correlation", &judged.correlation),
            chance,
        ],
        ..Curves::default()
    };
    plot::save(&curves(&data)?, args.plot.as_ref())
}
