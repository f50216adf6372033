use crate::FormatError;
use crate::table::{Rows, read_rows};
use lca_tables::{Column, DataFrame};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::Path;
use zip::ZipArchive;

/// Reads a dataset of time courses as CODEX packs it (Jacques et al. 2021): a ZIP archive whose `dataset.csv`
/// has a row per cell (`ID`, `class`, then `NAME_0`, `NAME_1`, … for each measure) and whose `classes.csv`
/// names the classes, which take the place of their numbers here.
///
/// # Errors
/// When it is no such archive, is damaged, or a class has no name.
pub fn read_codex(path: &Path) -> Result<DataFrame, FormatError> {
    let broken = |what: String| FormatError::broken(path, "CODEX", what);
    let file = File::open(path).map_err(FormatError::io("read", path))?;
    let packed = file.metadata().map_err(FormatError::io("read", path))?.len();
    let mut archive =
        ZipArchive::new(BufReader::new(file)).map_err(|why| broken(format!("it is no ZIP archive: {why}")))?;
    let mut table = |name: &str| -> Result<Option<DataFrame>, FormatError> {
        let Ok(mut entry) = archive.by_name(name) else { return Ok(None) };
        // Deflate packs at most 1032 to 1.
        if entry.size() > packed.saturating_mul(1032) {
            let what = format!("a table of {} bytes", entry.size());
            return Err(FormatError::Size { path: path.to_owned(), what, bytes: packed });
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|why| broken(format!("`{name}` is damaged: {why}")))?;
        read_rows(Rows::over(path, Box::new(Cursor::new(bytes)))?, path).map(Some)
    };
    let mut cells = table("dataset.csv")?.ok_or_else(|| broken("it holds no `dataset.csv`".to_owned()))?;
    if let Some(classes) = table("classes.csv")? {
        let named = |why| FormatError::table(path)(why);
        let (numbers, names) =
            (classes.numbers("class").map_err(named)?, classes.texts("class_name").map_err(named)?);
        let names: BTreeMap<i64, String> =
            numbers.iter().zip(names).map(|(class, name)| (*class as i64, name.unwrap_or_default())).collect();
        let class = |class: &f64| {
            names.get(&(*class as i64)).cloned().ok_or_else(|| broken(format!("the class {class} has no name")))
        };
        let of = cells.numbers("class").map_err(named)?;
        let of: Vec<String> = of.iter().map(class).collect::<Result<_, _>>()?;
        cells.set("class", Column::Text(of)).map_err(named)?;
    }
    Ok(cells)
}
