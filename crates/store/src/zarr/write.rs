use super::group::join;
use crate::StoreError;
use crate::disk::Shelf;
use crate::error::Result;
use rayon::prelude::*;
use serde_json::{Map, Value};
use std::sync::Arc;
use zarrs::array::builder::ArrayBuilderFillValue;
use zarrs::array::codec::ZstdCodec;
use zarrs::array::codec::api::CodecOptions;
use zarrs::array::{
    Array, ArrayBuilder, BytesToBytesCodecTraits, DataType, Element, FillValue, data_type as dt,
};

/// Elements to a chunk of a table's array.
pub(super) const CHUNK: usize = 1 << 20;

/// A type of array elements.
pub(crate) trait Datum: Element + Clone + Default + Send + Sync {
    /// Its name in Zarr.
    fn data_type() -> DataType;
    /// Its zero.
    fn fill() -> ArrayBuilderFillValue;
}

macro_rules! datum {
    ($($type:ty => $name:ident, $fill:expr;)*) => {$(
        impl Datum for $type {
            fn data_type() -> DataType {
                dt::$name()
            }
            fn fill() -> ArrayBuilderFillValue {
                $fill.into()
            }
        }
    )*};
}

datum! {
    bool => bool, FillValue::from(false);
    i8 => int8, 0i8;
    i16 => int16, 0i16;
    i32 => int32, 0i32;
    i64 => int64, 0i64;
    u8 => uint8, 0u8;
    u16 => uint16, 0u16;
    u32 => uint32, 0u32;
    u64 => uint64, 0u64;
    f32 => float32, 0f32;
    f64 => float64, 0f64;
    String => string, "";
}

/// One thread encodes one chunk, and zeros are stored too: a missing file is then always an error.
pub(crate) fn write_options() -> CodecOptions {
    CodecOptions::default().with_concurrent_target(1).with_store_empty_chunks(true)
}

/// The compressor of everything written here.
pub(crate) fn zstd() -> Arc<dyn BytesToBytesCodecTraits> {
    Arc::new(ZstdCodec::new(1, false))
}

/// Writes a whole array, row by row, in chunks of whole rows.
pub(crate) fn write_array<T: Datum>(
    shelf: &Arc<Shelf>,
    key: &str,
    shape: &[usize],
    data: &[T],
    attributes: Map<String, Value>,
) -> Result<()> {
    let row: usize = shape.iter().skip(1).product();
    let rows = shape.first().copied().unwrap_or(1);
    let step = (CHUNK / row.max(1)).clamp(1, rows.max(1));
    let mut chunk: Vec<u64> = shape.iter().map(|&length| length.max(1) as u64).collect();
    if let Some(first) = chunk.first_mut() {
        *first = step as u64;
    }
    let wide: Vec<u64> = shape.iter().map(|&length| length as u64).collect();
    let failed = |why: &dyn ToString| StoreError::write(&shelf.shown(key), why.to_string());
    let array: Array<Shelf> = ArrayBuilder::new(wide, chunk, T::data_type(), T::fill())
        .bytes_to_bytes_codecs(vec![zstd()])
        .attributes(attributes)
        .build(Arc::clone(shelf), &format!("/{key}"))
        .map_err(|why| failed(&why))?;
    array.store_metadata().map_err(|why| failed(&why))?;
    let size = step * row;
    data.par_chunks(size.max(1)).enumerate().try_for_each(|(at, part)| {
        let mut index = vec![0u64; shape.len()];
        if let Some(first) = index.first_mut() {
            *first = at as u64;
        }
        let mut part = part.to_vec();
        part.resize(size.max(1), T::default());
        array.store_chunk_opt(&index, part, &write_options()).map_err(|why| failed(&why))
    })
}

/// Writes bytes as an array of one chunk.
pub(crate) fn write_one_chunk(shelf: &Arc<Shelf>, key: &str, bytes: &[u8]) -> Result<()> {
    let failed = |why: &dyn ToString| StoreError::write(&shelf.shown(key), why.to_string());
    let length = bytes.len() as u64;
    let array: Array<Shelf> =
        ArrayBuilder::new(vec![length], vec![length.max(1)], u8::data_type(), u8::fill())
            .bytes_to_bytes_codecs(vec![zstd()])
            .build(Arc::clone(shelf), &format!("/{key}"))
            .map_err(|why| failed(&why))?;
    array.store_metadata().map_err(|why| failed(&why))?;
    if bytes.is_empty() {
        return Ok(());
    }
    array.store_chunk_opt(&[0], bytes.to_vec(), &write_options()).map_err(|why| failed(&why))
}

/// Writes one value as an array without dimensions.
pub(crate) fn write_scalar<T: Datum>(
    shelf: &Arc<Shelf>,
    key: &str,
    value: T,
    attributes: Map<String, Value>,
) -> Result<()> {
    write_array(shelf, key, &[], &[value], attributes)
}

/// Writes a list of texts below a group.
pub(crate) fn write_texts(
    shelf: &Arc<Shelf>,
    group: &str,
    name: &str,
    texts: &[String],
    attributes: Map<String, Value>,
) -> Result<()> {
    write_array(shelf, &join(group, name), &[texts.len()], texts, attributes)
}
