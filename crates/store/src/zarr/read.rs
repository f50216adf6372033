use super::{check_size, join};
use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;
use crate::guard::guard;
use serde_json::Value;
use std::any::TypeId;
use std::ops::Range;
use std::sync::Arc;
use zarrs::array::codec::api::CodecOptions;
use zarrs::array::{Array, ArrayMetadata, ArraySubset, ElementOwned, data_type as dt};

/// The elements of an array, in the widest type of their kind, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Values {
    Bool(Vec<bool>),
    Int(Vec<i64>),
    Uint(Vec<u64>),
    F32(Vec<f32>),
    F64(Vec<f64>),
    Text(Vec<String>),
}

/// An array in memory.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NdValues {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Values,
}

/// Opens an array of either Zarr version and checks that its chunks are of a sane size.
pub(crate) fn open_array(shelf: &Arc<Shelf>, key: &str) -> Result<Array<Shelf>> {
    guard(&shelf.shown(key), || open_unguarded(shelf, key))
}

fn open_unguarded(shelf: &Arc<Shelf>, key: &str) -> Result<Array<Shelf>> {
    let format = |why: &dyn ToString| StoreError::format(&shelf.shown(key), why.to_string());
    let path = format!("/{key}");
    let array = match quoted_fill(shelf, key)? {
        Some(metadata) => {
            let metadata: ArrayMetadata = serde_json::from_value(metadata).map_err(|why| format(&why))?;
            Array::new_with_metadata(Arc::clone(shelf), &path, metadata).map_err(|why| format(&why))?
        }
        None => Array::open(Arc::clone(shelf), &path).map_err(|why| format(&why))?,
    };
    let item = item_size(&array);
    let first = vec![0; array.dimensionality()];
    if array.shape().iter().all(|&length| length > 0) {
        let chunk = array.chunk_shape(&first).map_err(|why| StoreError::format(&shelf.shown(key), why))?;
        let chunk: Vec<u64> = chunk.iter().map(|length| length.get()).collect();
        check_size(shelf, key, &chunk, item)?;
    }
    Ok(array)
}

/// The metadata of a Zarr v2 array whose fill value is a number in quotes, put right: early Java
/// writers did so.
fn quoted_fill(shelf: &Shelf, key: &str) -> Result<Option<Value>> {
    let Some(bytes) = shelf.backing().get(&join(key, ".zarray"))? else { return Ok(None) };
    let Ok(mut metadata) = serde_json::from_slice::<Value>(&bytes) else { return Ok(None) };
    let numeric = metadata["dtype"].as_str().is_some_and(|kind| kind.contains(['i', 'u', 'f']));
    let number = metadata["fill_value"].as_str().filter(|_| numeric).and_then(|text| text.parse().ok());
    let Some(number) = number.map(Value::Number) else { return Ok(None) };
    metadata["fill_value"] = number;
    let attributes = shelf.backing().get(&join(key, ".zattrs"))?;
    if let Some(attributes) = attributes.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        metadata["attributes"] = attributes;
    }
    Ok(Some(metadata))
}

fn item_size(array: &Array<Shelf>) -> u64 {
    array.data_type().fixed_size().map_or(16, |size| size as u64)
}

/// Reads a whole array.
pub(crate) fn read_array(shelf: &Arc<Shelf>, key: &str) -> Result<NdValues> {
    let array = open_array(shelf, key)?;
    check_size(shelf, key, array.shape(), item_size(&array))?;
    let shape = array.shape().iter().map(|&length| length as usize).collect();
    let all = array.subset_all();
    Ok(NdValues { shape, values: read_values(shelf, key, &array, all)? })
}

/// Reads some elements of an array of one dimension.
pub(crate) fn read_range(
    shelf: &Shelf,
    key: &str,
    array: &Array<Shelf>,
    range: Range<u64>,
) -> Result<Values> {
    read_values(shelf, key, array, ArraySubset::new_with_ranges(&[range]))
}

fn read_values(shelf: &Shelf, key: &str, array: &Array<Shelf>, subset: ArraySubset) -> Result<Values> {
    let kind = array.data_type().as_any().type_id();
    let reader = Reader { shelf, key, array, subset };
    let is = |other: TypeId| kind == other;
    Ok(if is(TypeId::of::<dt::BoolDataType>()) {
        Values::Bool(reader.all()?)
    } else if is(TypeId::of::<dt::Int8DataType>()) {
        Values::Int(reader.wide::<i8, _>()?)
    } else if is(TypeId::of::<dt::Int16DataType>()) {
        Values::Int(reader.wide::<i16, _>()?)
    } else if is(TypeId::of::<dt::Int32DataType>()) {
        Values::Int(reader.wide::<i32, _>()?)
    } else if is(TypeId::of::<dt::Int64DataType>()) {
        Values::Int(reader.all()?)
    } else if is(TypeId::of::<dt::UInt8DataType>()) {
        Values::Uint(reader.wide::<u8, _>()?)
    } else if is(TypeId::of::<dt::UInt16DataType>()) {
        Values::Uint(reader.wide::<u16, _>()?)
    } else if is(TypeId::of::<dt::UInt32DataType>()) {
        Values::Uint(reader.wide::<u32, _>()?)
    } else if is(TypeId::of::<dt::UInt64DataType>()) {
        Values::Uint(reader.all()?)
    } else if is(TypeId::of::<dt::Float32DataType>()) {
        Values::F32(reader.all()?)
    } else if is(TypeId::of::<dt::Float64DataType>()) {
        Values::F64(reader.all()?)
    } else if is(TypeId::of::<dt::StringDataType>()) || is(TypeId::of::<dt::FixedLengthUTF32DataType>()) {
        Values::Text(reader.all()?)
    } else {
        let problem = format!("arrays of type {:?} are not supported", array.data_type());
        return Err(StoreError::format(&shelf.shown(key), problem));
    })
}

struct Reader<'a> {
    shelf: &'a Shelf,
    key: &'a str,
    array: &'a Array<Shelf>,
    subset: ArraySubset,
}

impl Reader<'_> {
    fn all<T: ElementOwned + Send + Sync>(&self) -> Result<Vec<T>> {
        let options = CodecOptions::default();
        let shown = self.shelf.shown(self.key);
        let read = || self.array.retrieve_array_subset_opt::<Vec<T>>(&self.subset, &options);
        guard(&shown, || read().map_err(|why| StoreError::format(&shown, why)))
    }

    fn wide<T: ElementOwned + Send + Sync, U: From<T>>(&self) -> Result<Vec<U>> {
        Ok(self.all::<T>()?.into_iter().map(U::from).collect())
    }
}

impl Values {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bool(values) => values.len(),
            Self::Int(values) => values.len(),
            Self::Uint(values) => values.len(),
            Self::F32(values) => values.len(),
            Self::F64(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// As doubles; none for texts.
    pub(crate) fn to_f64(&self) -> Option<Vec<f64>> {
        Some(match self {
            Self::Bool(values) => values.iter().map(|&value| f64::from(u8::from(value))).collect(),
            Self::Int(values) => values.iter().map(|&value| value as f64).collect(),
            Self::Uint(values) => values.iter().map(|&value| value as f64).collect(),
            Self::F32(values) => values.iter().map(|&value| f64::from(value)).collect(),
            Self::F64(values) => values.clone(),
            Self::Text(_) => return None,
        })
    }

    /// As whole numbers; none for other things, or where one does not fit.
    pub(crate) fn to_i64(&self) -> Option<Vec<i64>> {
        match self {
            Self::Int(values) => Some(values.clone()),
            Self::Uint(values) => values.iter().map(|&value| i64::try_from(value).ok()).collect(),
            Self::Bool(values) => Some(values.iter().map(|&value| i64::from(value)).collect()),
            _ => None,
        }
    }
}
