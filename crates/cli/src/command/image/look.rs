use super::movie;
use crate::args::LookArgs;
use crate::command::Result;
use crate::command::imaging::objects::channel_names;
use crate::command::imaging::progress::Bar;
use crate::command::place::{count, failed};
use crate::failure::Failure;
use crate::output::Answer;
use lca_image::frame_quality;
use lca_tables::{DataFrame, TableError};
use serde_json::{Value, json};

/// How sharp each frame is, and where it would be sharper.
pub(super) fn focus(args: &LookArgs) -> Result {
    let table = looked(args)?;
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
pub(super) fn quality(args: &LookArgs) -> Result {
    let table = looked(args)?;
    let (t, channels, flaws) = (table.numbers("t")?, words(&table, "channel")?, words(&table, "flaws")?);
    let flawed: Vec<usize> = (0..table.rows()).filter(|&row| !flaws[row].is_empty()).collect();
    let mut text = format!("{}: {} with flaws\n", count(table.rows(), "image"), flawed.len());
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
    Ok(Answer::new(text, json!({ "images": table.rows(), "flawed": flawed.len(), "frames": rows })))
}

fn looked(args: &LookArgs) -> std::result::Result<DataFrame, Failure> {
    let (film, _) = movie(&args.raw, args.name.as_deref())?;
    let bar = Bar::new("looking", args.common.json);
    let table = frame_quality(&*film.frames, &channel_names(&film.meta), args.plane, &bar);
    let table = table.map_err(|why| failed("cannot look at", &args.raw, &why))?;
    if let Some(out) = &args.out {
        lca_formats::write_table(out, &table)?;
    }
    Ok(table)
}

fn words(table: &DataFrame, name: &str) -> std::result::Result<Vec<String>, TableError> {
    Ok(table.texts(name)?.into_iter().map(Option::unwrap_or_default).collect())
}
