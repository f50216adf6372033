use crate::{DataFrame, Matrix};
use std::collections::BTreeMap;

/// A value of AnnData's unstructured part.
#[derive(Debug, Clone, PartialEq)]
pub enum Uns {
    /// A text.
    Text(String),
    /// A number.
    Float(f64),
    /// A whole number.
    Int(i64),
    /// A truth value.
    Bool(bool),
    /// A list of texts.
    Texts(Vec<String>),
    /// A list of numbers.
    Floats(Vec<f64>),
    /// A list of whole numbers.
    Ints(Vec<i64>),
    /// A matrix.
    Matrix(Matrix),
    /// A table.
    DataFrame(DataFrame),
    /// Named values.
    Map(BTreeMap<String, Uns>),
}
