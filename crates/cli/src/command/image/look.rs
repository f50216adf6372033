use super::movie;
use crate::args::{LookArgs, QualityArgs};
use crate::command::Result;
use crate::command::imaging::progress::Bar;
use crate::command::median::median;
use crate::command::place::{count, failed};
use crate::failure::Failure;
use crate::output::Answer;
use lca_image::{FrameQuality, frame_quality};
use lca_tables::{DataFrame, TableError};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How sharp each frame is, and where it would be sharper.
pub(super) fn focus(args: &LookArgs) -> Result {
    let table = looked(args, None)?.table;
    let (focus, to) = (table.numbers("focus")?, table.numbers("move_z")?);
    let (t, channels) = (table.numbers("t")?, words(&table, "channel")?);
    let mut text = String::new();
    let mut rows = Vec::new();
    for row in 0..table.rows() {
        let known = to[row].is_finite();
        let aim = if known { format!("  move {:+.2} planes", to[row]) } else { String::new() };
        text += &format!("frame {:.0} {}  focus {:.5}{aim}\n", t[row], channels[row], focus[row]);
        let to = if known { json!(to[row]) } else { Value::Null };
        rows.push(json!({ "t": t[row] as u64, "channel": channels[row], "focus": focus[row], "move_z": to }));
    }
    Ok(Answer::new(text, json!({ "frames": rows })))
}

/// What each frame is like, and which have flaws.
pub(super) fn quality(args: &QualityArgs) -> Result {
    let FrameQuality { table, highest } = looked(&args.look, args.highest)?;
    let (t, channels, flaws) = (table.numbers("t")?, words(&table, "channel")?, words(&table, "flaws")?);
    let flawed: Vec<usize> = (0..table.rows()).filter(|&row| !flaws[row].is_empty()).collect();
    let mut text = format!("{}: {} with flaws\n", count(table.rows(), "image"), flawed.len());
    text += &summed(&table, &channels)?;
    text += &match (highest, args.highest) {
        (Some(highest), Some(_)) => format!("saturated is what stands at {highest} or above, as told\n"),
        (Some(highest), None) => format!(
            "saturated is what stands at {highest}, where a camera may end and the movie does (else say --highest)\n"
        ),
        (None, _) => {
            "no pixel stands where a camera of 8 to 16 bits ends: none counts as saturated (--highest tells \
                      another end)\n"
                .to_owned()
        }
    };
    for &row in &flawed {
        text += &format!("frame {:.0} {}  {}\n", t[row], channels[row], flaws[row]);
    }
    let each = ["focus", "level", "noise", "saturated", "sharpest_z", "move_z"];
    let numbers: Vec<Vec<f64>> =
        each.iter().map(|name| table.numbers(name)).collect::<std::result::Result<_, _>>()?;
    let mut rows = Vec::new();
    for row in 0..table.rows() {
        let named = flaws[row].split_whitespace().collect::<Vec<_>>();
        let mut one = json!({ "t": t[row] as u64, "channel": channels[row], "flaws": named });
        for (name, values) in each.iter().zip(&numbers) {
            one[*name] = json!(Some(values[row]).filter(|value| value.is_finite()));
        }
        rows.push(one);
    }
    let json = json!({ "images": table.rows(), "flawed": flawed.len(), "highest": highest, "frames": rows });
    Ok(Answer::new(text, json))
}

/// A line for each channel: the medians of its frames, and how saturated the worst is.
fn summed(table: &DataFrame, channels: &[String]) -> std::result::Result<String, TableError> {
    let of = |column: &str, name: &String| -> std::result::Result<Vec<f64>, TableError> {
        let all = table.numbers(column)?.into_iter().zip(channels);
        Ok(all.filter(|(_, channel)| *channel == name).map(|(value, _)| value).collect())
    };
    let mut text = String::new();
    for name in channels.iter().collect::<BTreeSet<_>>() {
        let middle = |column: &str| Ok::<f64, TableError>(median(of(column, name)?));
        let (focus, level, noise) = (middle("focus")?, middle("level")?, middle("noise")?);
        let worst = of("saturated", name)?.into_iter().fold(0.0, f64::max);
        text += &format!("{name}: focus {focus:.5}, ground {level:.1}, noise {noise:.2} in the middle; ");
        text += &format!("at most {:.2} % saturated\n", 100.0 * worst);
    }
    Ok(text)
}

fn looked(args: &LookArgs, highest: Option<f64>) -> std::result::Result<FrameQuality, Failure> {
    let (film, _) = movie(&args.raw, args.name.as_deref())?;
    let bar = Bar::new("looking", args.common.json);
    let found = frame_quality(&*film.frames, &film.meta.channel_names(), args.plane, highest, &bar);
    let found = found.map_err(|why| failed("cannot look at", &args.raw, &why))?;
    if let Some(out) = &args.out {
        lca_formats::write_table(out, &found.table)?;
    }
    Ok(found)
}

fn words(table: &DataFrame, name: &str) -> std::result::Result<Vec<String>, TableError> {
    Ok(table.texts(name)?.into_iter().map(Option::unwrap_or_default).collect())
}
