use super::Verdict;
use crate::escape::escape;
use crate::number::number;
use lca_tables::{Column, DataFrame};

/// One field of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text, set to the left.
    Text(String),
    /// A number with four significant digits, set to the right; not a number is `n/a`.
    Number(f64),
    /// A number as it is written here, set to the right.
    Figure(String),
    /// A code, such as a key or a path.
    Code(String),
    /// Reached, missed or not asked.
    Verdict(Verdict),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<Verdict> for Cell {
    fn from(verdict: Verdict) -> Self {
        Self::Verdict(verdict)
    }
}

impl Cell {
    fn html(&self) -> String {
        match self {
            Self::Text(text) if is_word(text) => format!("<td class=\"w\">{}</td>", escape(text)),
            Self::Text(text) => format!("<td>{}</td>", escape(text)),
            Self::Number(value) => format!("<td class=\"n\">{}</td>", escape(&number(*value))),
            Self::Figure(text) => format!("<td class=\"n\">{}</td>", escape(text)),
            Self::Code(text) if is_word(text) => {
                format!("<td class=\"w\"><code>{}</code></td>", escape(text))
            }
            Self::Code(text) => format!("<td><code>{}</code></td>", escape(text)),
            Self::Verdict(verdict) => format!("<td>{}</td>", verdict.pill()),
        }
    }

    const fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }

    const fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Figure(_))
    }
}

/// A table of the report. A row shorter than the header is filled with blanks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Column names, with units.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The first `most` rows of a data frame, its row names first.
    #[must_use]
    pub fn from_frame(caption: &str, index_name: &str, frame: &DataFrame, most: usize) -> Self {
        let header = std::iter::once(index_name).chain(frame.columns().iter().map(|(name, _)| name.as_str()));
        let row = |at: usize| {
            let fields = frame.columns().iter().map(|(_, column)| field(column, at));
            std::iter::once(Cell::Text(frame.index()[at].clone())).chain(fields).collect()
        };
        let mut caption = caption.to_owned();
        if frame.rows() > most {
            caption += &format!(" The first {most} of {} rows.", frame.rows());
        }
        Self {
            caption,
            header: header.map(str::to_owned).collect(),
            rows: (0..frame.rows().min(most)).map(row).collect(),
        }
    }

    pub(crate) fn html(&self) -> String {
        if self.rows.is_empty() {
            return format!("<p class=\"caption\">{} No data.</p>", escape(&self.caption));
        }
        let numeric = |at: usize| {
            let mut filled = self.rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.is_blank());
            filled.clone().count() > 0 && filled.all(Cell::is_number)
        };
        let head = self.header.iter().enumerate().map(|(at, name)| {
            let class = if numeric(at) { " class=\"n\"" } else { "" };
            format!("<th scope=\"col\"{class}>{}</th>", escape(name))
        });
        let rows = self.rows.iter().map(|row| {
            let blanks = "<td></td>".repeat(self.header.len().saturating_sub(row.len()));
            format!("<tr>{}{blanks}</tr>", row.iter().map(Cell::html).collect::<String>())
        });
        format!(
            "<div class=\"table\"><table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
            escape(&self.caption),
            head.collect::<String>(),
            rows.collect::<String>()
        )
    }
}

fn field(column: &Column, at: usize) -> Cell {
    let missing = || Cell::Text(String::new());
    match column {
        Column::Float(values) => Cell::Number(values[at]),
        Column::Int(values) => Cell::Figure(values[at].to_string()),
        Column::NullableInt(values) => values[at].map_or_else(missing, |v| Cell::Figure(v.to_string())),
        Column::Bool(values) => Cell::Text(yes(values[at])),
        Column::NullableBool(values) => values[at].map_or_else(missing, |v| Cell::Text(yes(v))),
        Column::Text(values) => Cell::Text(values[at].clone()),
        Column::NullableText(values) => values[at].clone().map_or_else(missing, Cell::Text),
        Column::Categorical(values) => values.get(at).map_or_else(missing, Cell::from),
    }
}

/// Whether a text is short and of one piece, so that no line should break in it.
fn is_word(text: &str) -> bool {
    text.len() <= 24 && !text.contains(' ')
}

fn yes(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}
