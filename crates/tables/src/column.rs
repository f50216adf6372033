/// The values of one column of a [`crate::DataFrame`], one per row.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Numbers; missing is NaN.
    Float(Vec<f64>),
    /// Whole numbers.
    Int(Vec<i64>),
    /// Whole numbers with missing ones (AnnData's `nullable-integer`).
    NullableInt(Vec<Option<i64>>),
    /// Truth values.
    Bool(Vec<bool>),
    /// Truth values with missing ones (AnnData's `nullable-boolean`).
    NullableBool(Vec<Option<bool>>),
    /// Texts.
    Text(Vec<String>),
    /// Texts with missing ones (AnnData's `nullable-string-array`).
    NullableText(Vec<Option<String>>),
    /// One of few texts per row.
    Categorical(Categorical),
}

/// A column of few distinct texts, as pandas keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Categorical {
    /// For each row the index into `categories`; missing is `None`.
    pub codes: Vec<Option<u32>>,
    /// The texts, without repeats.
    pub categories: Vec<String>,
    /// Whether the order of `categories` means something.
    pub ordered: bool,
}

impl Categorical {
    /// From one text per row; the categories are sorted.
    #[must_use]
    pub fn from_texts<S: AsRef<str>>(texts: &[S]) -> Self {
        let mut categories: Vec<String> = texts.iter().map(|text| text.as_ref().to_owned()).collect();
        categories.sort_unstable();
        categories.dedup();
        let code = |text: &S| {
            categories.binary_search_by(|known| known.as_str().cmp(text.as_ref())).ok().map(|at| at as u32)
        };
        Self { codes: texts.iter().map(code).collect(), categories, ordered: false }
    }

    /// The text of one row, or none where missing.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = (*self.codes.get(row)?)?;
        self.categories.get(code as usize).map(String::as_str)
    }
}

impl Column {
    /// Number of rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Float(values) => values.len(),
            Self::Int(values) => values.len(),
            Self::NullableInt(values) => values.len(),
            Self::Bool(values) => values.len(),
            Self::NullableBool(values) => values.len(),
            Self::Text(values) => values.len(),
            Self::NullableText(values) => values.len(),
            Self::Categorical(values) => values.codes.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The given rows, in the given order.
    ///
    /// # Panics
    /// When a row is out of range.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        fn pick<T: Clone>(values: &[T], rows: &[usize]) -> Vec<T> {
            rows.iter().map(|&row| values[row].clone()).collect()
        }
        match self {
            Self::Float(values) => Self::Float(pick(values, rows)),
            Self::Int(values) => Self::Int(pick(values, rows)),
            Self::NullableInt(values) => Self::NullableInt(pick(values, rows)),
            Self::Bool(values) => Self::Bool(pick(values, rows)),
            Self::NullableBool(values) => Self::NullableBool(pick(values, rows)),
            Self::Text(values) => Self::Text(pick(values, rows)),
            Self::NullableText(values) => Self::NullableText(pick(values, rows)),
            Self::Categorical(values) => Self::Categorical(Categorical {
                codes: pick(&values.codes, rows),
                categories: values.categories.clone(),
                ordered: values.ordered,
            }),
        }
    }

    /// All values as numbers, missing as NaN; none when the column holds texts.
    #[must_use]
    pub fn to_f64(&self) -> Option<Vec<f64>> {
        match self {
            Self::Float(values) => Some(values.clone()),
            Self::Int(values) => Some(values.iter().map(|&v| v as f64).collect()),
            Self::NullableInt(values) => {
                Some(values.iter().map(|v| v.map_or(f64::NAN, |v| v as f64)).collect())
            }
            Self::Bool(values) => Some(values.iter().map(|&v| f64::from(u8::from(v))).collect()),
            Self::NullableBool(values) => {
                Some(values.iter().map(|v| v.map_or(f64::NAN, |v| f64::from(u8::from(v)))).collect())
            }
            Self::Text(_) | Self::NullableText(_) | Self::Categorical(_) => None,
        }
    }

    /// All values as labels, missing as `None`: texts, and whole numbers as texts, as those of clusters and identifiers;
    /// none when the column holds other values.
    #[must_use]
    pub fn to_labels(&self) -> Option<Vec<Option<String>>> {
        match self {
            Self::Int(values) => Some(values.iter().map(|value| Some(value.to_string())).collect()),
            other => other.to_texts(),
        }
    }

    /// All values as texts, missing as `None`; none when the column holds numbers.
    #[must_use]
    pub fn to_texts(&self) -> Option<Vec<Option<String>>> {
        match self {
            Self::Text(values) => Some(values.iter().cloned().map(Some).collect()),
            Self::NullableText(values) => Some(values.clone()),
            Self::Categorical(values) => {
                Some((0..values.codes.len()).map(|row| values.get(row).map(str::to_owned)).collect())
            }
            _ => None,
        }
    }
}
