use lca_graph::Tracks;
use lca_tables::{Column, DataFrame, TableError};
use std::collections::BTreeMap;

/// What was measured of cells, a row for each frame and cell, numbered as the results of tracking are: `label` as in the
/// masks of `pieces`, `track` as in `tracks`, and `given_label` as in the labels that were followed, which corrections
/// name. Measures that nothing has are left out.
pub(crate) fn numbered(all: &DataFrame, tracks: &Tracks, pieces: &Tracks) -> Result<DataFrame, TableError> {
    let (t, given) = (all.numbers("t")?, all.numbers("label")?);
    let of = |tracks: &Tracks| -> Vec<i64> {
        let named: BTreeMap<(u32, u32), u32> =
            tracks.detections().iter().map(|seen| ((seen.t, seen.label), seen.track)).collect();
        let track = |(t, label): (&f64, &f64)| named.get(&(*t as u32, *label as u32)).copied().unwrap_or(0);
        t.iter().zip(&given).map(|place| i64::from(track(place))).collect()
    };
    let labels = of(pieces);
    let mut out = DataFrame::new(t.iter().zip(&labels).map(|(t, label)| format!("{t}_{label}")).collect());
    out.set("t", all.column("t")?.clone())?;
    out.set("label", Column::Int(labels))?;
    out.set("track", Column::Int(of(tracks)))?;
    out.set("given_label", all.column("label")?.clone())?;
    for (name, column) in all.columns() {
        if name != "t" && name != "label" && seen(column) {
            out.set(name, column.clone())?;
        }
    }
    Ok(out)
}

/// Whether a column says something of any row, or there are no rows of which it could.
fn seen(column: &Column) -> bool {
    match column {
        Column::Float(values) => values.is_empty() || values.iter().any(|value| !value.is_nan()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lca_graph::{Detection, Track};

    #[test]
    fn rows_have_the_numbers_of_the_masks_and_of_the_tracks() {
        let seen = |t: u32, label: u32, track: u32| Detection { t, label, track, centre: [0.0; 3] };
        let span = |id: u32, begin: u32, end: u32| Track { id, begin, end, parent: None };
        // Track 4 is not seen in frame 1, so that its masks have two numbers.
        let tracks = Tracks::new(
            vec![seen(0, 7, 4), seen(0, 9, 6), seen(2, 5, 4)],
            vec![span(4, 0, 2), span(6, 0, 0)],
        );
        let tracks = tracks.unwrap();
        let pieces = lca_track::unbroken(&tracks).unwrap();
        let all = DataFrame::with_rows(3).with_columns([
            ("t", Column::Int(vec![0, 0, 2])),
            ("label", Column::Int(vec![7, 9, 5])),
            ("area", Column::Float(vec![1.0, 2.0, 3.0])),
            ("c0_ratio", Column::Float(vec![f64::NAN; 3])),
            ("c0_mean", Column::Float(vec![f64::NAN, 8.0, f64::NAN])),
        ]);
        let table = numbered(&all.unwrap(), &tracks, &pieces).unwrap();
        let names: Vec<&str> = table.columns().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["t", "label", "track", "given_label", "area", "c0_mean"]);
        assert_eq!(table.numbers("label").unwrap(), [1.0, 3.0, 2.0]);
        assert_eq!(table.numbers("track").unwrap(), [4.0, 6.0, 4.0]);
        assert_eq!(table.numbers("given_label").unwrap(), [7.0, 9.0, 5.0]);
        assert_eq!(table.index(), ["0_1", "0_3", "2_2"]);
    }
}
