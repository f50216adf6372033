use crate::FormatError;
use flate2::{Compression, GzBuilder};
use lca_tables::{Column, DataFrame};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Creates a file that is packed with gzip when its name ends in `.gz`, the same bytes every time.
pub(crate) fn create(path: &Path) -> Result<Box<dyn Write>, FormatError> {
    let file = BufWriter::new(File::create(path).map_err(FormatError::io("write", path))?);
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    Ok(if packed {
        Box::new(GzBuilder::new().mtime(0).write(file, Compression::default()))
    } else {
        Box::new(file)
    })
}

/// Writes a table as text with a header: tabs between fields when the name says `.tsv` or `.txt`, else
/// commas; gzip when it ends in `.gz`. Row names come first, under an empty header, unless they are
/// just `0`, `1`, …. Missing values are empty fields. Numbers are written to read back exactly.
///
/// # Errors
/// When the file cannot be written, or its name has another ending.
pub fn write_table(path: &Path, table: &DataFrame) -> Result<(), FormatError> {
    let name = path.to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if !ends(&[".csv", ".tsv", ".txt"]) {
        let what = "tables are written as .csv, .tsv or .txt, .gz or not: give its name one of these endings";
        return Err(FormatError::Choose { path: path.to_owned(), what: what.to_owned() });
    }
    let delimiter = if ends(&[".tsv", ".txt"]) { b'\t' } else { b',' };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(create(path)?);
    let named = table.is_named();
    records(&mut writer, table, named, true).map_err(|error| FormatError::io("write", path)(error.into()))?;
    let inner = writer.into_inner();
    let mut file = inner.map_err(|error| FormatError::io("write", path)(error.into_error()))?;
    file.flush().map_err(FormatError::io("write", path))
}

/// Rows of a table as text with commas between fields, as [`write_table`] writes them; with row names where `named`,
/// below a header where `header`.
///
/// # Errors
/// When there is no room for them.
pub fn table_text(table: &DataFrame, named: bool, header: bool) -> Result<Vec<u8>, FormatError> {
    let failed = |source: std::io::Error| FormatError::io("write", Path::new("table.csv"))(source);
    let mut writer = csv::Writer::from_writer(Vec::new());
    records(&mut writer, table, named, header).map_err(|error| failed(error.into()))?;
    writer.into_inner().map_err(|error| failed(error.into_error()))
}

fn records(
    writer: &mut csv::Writer<impl Write>,
    table: &DataFrame,
    named: bool,
    header: bool,
) -> Result<(), csv::Error> {
    if header {
        let corner = named.then_some("");
        let names = table.columns().iter().map(|(name, _)| name.as_str());
        writer.write_record(corner.into_iter().chain(names))?;
    }
    for row in 0..table.rows() {
        let name = named.then(|| table.index()[row].clone());
        let fields = name.into_iter().chain(table.columns().iter().map(|(_, column)| field(column, row)));
        writer.write_record(fields)?;
    }
    Ok(())
}

fn field(column: &Column, row: usize) -> String {
    let text = |value: Option<String>| value.unwrap_or_default();
    match column {
        Column::Float(values) if values[row].is_nan() => String::new(),
        Column::Float(values) => format!("{:?}", values[row]),
        Column::Int(values) => values[row].to_string(),
        Column::NullableInt(values) => text(values[row].map(|value| value.to_string())),
        Column::Bool(values) => values[row].to_string(),
        Column::NullableBool(values) => text(values[row].map(|value| value.to_string())),
        Column::Text(values) => values[row].clone(),
        Column::NullableText(values) => text(values[row].clone()),
        Column::Categorical(values) => text(values.get(row).map(str::to_owned)),
    }
}
