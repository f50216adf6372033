use hdf5_reader::{Dataset, Datatype, H5Type, SliceInfo, SliceInfoElem};
use std::ops::Range;

/// The values of a dataset of numbers, in row-major order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Numbers {
    Bool(Vec<bool>),
    Int(Vec<i64>),
    F32(Vec<f32>),
    F64(Vec<f64>),
}

impl Numbers {
    pub(crate) const fn len(&self) -> usize {
        match self {
            Self::Bool(values) => values.len(),
            Self::Int(values) => values.len(),
            Self::F32(values) => values.len(),
            Self::F64(values) => values.len(),
        }
    }

    /// In double precision; whole numbers beyond 2⁵³ are refused.
    pub(crate) fn to_f64(&self) -> Result<Vec<f64>, String> {
        let exact = |&value: &i64| {
            let inexact = value.unsigned_abs() > 1 << 53;
            if inexact {
                Err(format!("the whole number {value} is beyond double precision"))
            } else {
                Ok(value as f64)
            }
        };
        match self {
            Self::Bool(values) => Ok(values.iter().map(|&value| f64::from(u8::from(value))).collect()),
            Self::Int(values) => values.iter().map(exact).collect(),
            Self::F32(values) => Ok(values.iter().map(|&value| f64::from(value)).collect()),
            Self::F64(values) => Ok(values.clone()),
        }
    }

    pub(crate) fn into_ints(self) -> Result<Vec<i64>, String> {
        match self {
            Self::Int(values) => Ok(values),
            _ => Err("whole numbers are needed, others are there".to_owned()),
        }
    }
}

fn of<T: H5Type>(dataset: &Dataset, range: Option<Range<u64>>) -> Result<Vec<T>, String> {
    let array = match range {
        None => dataset.read_array::<T>(),
        Some(Range { start, end }) => {
            let selections = vec![SliceInfoElem::Slice { start, end, step: 1 }];
            dataset.read_slice::<T>(&SliceInfo { selections })
        }
    };
    Ok(array.map_err(|error| error.to_string())?.into_raw_vec_and_offset().0)
}

fn ints<T: H5Type + TryInto<i64>>(dataset: &Dataset, range: Option<Range<u64>>) -> Result<Numbers, String> {
    let values: Result<Vec<i64>, _> = of::<T>(dataset, range)?.into_iter().map(TryInto::try_into).collect();
    values.map(Numbers::Int).map_err(|_| "a whole number is beyond 64 bits with sign".to_owned())
}

/// The numbers of a dataset.
pub(crate) fn numbers(dataset: &Dataset) -> Result<Numbers, String> {
    numbers_of(dataset, None)
}

/// The numbers of a dataset, or some of those of one with one axis.
pub(crate) fn numbers_of(dataset: &Dataset, range: Option<Range<u64>>) -> Result<Numbers, String> {
    if dataset.num_elements().is_ok_and(|count| count == 0) {
        return Ok(Numbers::F64(Vec::new()));
    }
    match dataset.dtype() {
        Datatype::FixedPoint { size: 1, signed: true, .. } => ints::<i8>(dataset, range),
        Datatype::FixedPoint { size: 2, signed: true, .. } => ints::<i16>(dataset, range),
        Datatype::FixedPoint { size: 4, signed: true, .. } => ints::<i32>(dataset, range),
        Datatype::FixedPoint { size: 8, signed: true, .. } => ints::<i64>(dataset, range),
        Datatype::FixedPoint { size: 1, signed: false, .. } => ints::<u8>(dataset, range),
        Datatype::FixedPoint { size: 2, signed: false, .. } => ints::<u16>(dataset, range),
        Datatype::FixedPoint { size: 4, signed: false, .. } => ints::<u32>(dataset, range),
        Datatype::FixedPoint { size: 8, signed: false, .. } => ints::<u64>(dataset, range),
        Datatype::FloatingPoint { size: 4, .. } => of(dataset, range).map(Numbers::F32),
        Datatype::FloatingPoint { size: 8, .. } => of(dataset, range).map(Numbers::F64),
        Datatype::Enum { members, .. }
            if range.is_none() && truth(members.iter().map(|member| member.name.as_str())) =>
        {
            let bytes = dataset.read_raw_bytes().map_err(|error| error.to_string())?;
            Ok(Numbers::Bool(bytes.into_iter().map(|byte| byte != 0).collect()))
        }
        other => Err(format!("values of the HDF5 type {} are not supported", kind(other))),
    }
}

/// Whether an enumeration is h5py's way to write truth values.
fn truth<'a>(mut members: impl Iterator<Item = &'a str>) -> bool {
    members.all(|name| matches!(name, "FALSE" | "TRUE"))
}

const fn kind(of: &Datatype) -> &'static str {
    match of {
        Datatype::FixedPoint { .. } => "integer of unusual size",
        Datatype::FloatingPoint { .. } => "float of unusual size",
        Datatype::String { .. } => "string",
        Datatype::Compound { .. } => "compound (a structured array)",
        Datatype::Array { .. } => "array",
        Datatype::Enum { .. } => "enumeration",
        Datatype::VarLen { .. } => "variable length",
        Datatype::Opaque { .. } => "opaque",
        Datatype::Reference { .. } => "reference",
        Datatype::Bitfield { .. } => "bit field",
    }
}

/// Whether a dataset holds texts, of fixed or variable length.
pub(crate) fn is_text(of: &Datatype) -> bool {
    match of {
        Datatype::String { .. } => true,
        Datatype::VarLen { base, .. } => base.is_vlen_string_base(),
        _ => false,
    }
}

/// The texts of a dataset.
pub(crate) fn texts(dataset: &Dataset) -> Result<Vec<String>, String> {
    if dataset.num_elements().is_ok_and(|count| count == 0) {
        return Ok(Vec::new());
    }
    dataset.read_strings().map_err(|error| error.to_string())
}
