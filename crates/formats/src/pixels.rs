use lca_pixels::{PixelType, Pixels};
use ndarray::{ArrayD, IxDyn};

/// Flat pixels of any type, the way decoders give and encoders take them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Flat {
    U8(Vec<u8>),
    I8(Vec<i8>),
    U16(Vec<u16>),
    I16(Vec<i16>),
    U32(Vec<u32>),
    I32(Vec<i32>),
    F32(Vec<f32>),
    F64(Vec<f64>),
}

macro_rules! each {
    ($flat:expr, $values:ident => $body:expr) => {
        match $flat {
            Flat::U8($values) => $body,
            Flat::I8($values) => $body,
            Flat::U16($values) => $body,
            Flat::I16($values) => $body,
            Flat::U32($values) => $body,
            Flat::I32($values) => $body,
            Flat::F32($values) => $body,
            Flat::F64($values) => $body,
        }
    };
}

/// Bytes of one pixel.
pub(crate) const fn pixel_bytes(of: PixelType) -> usize {
    match of {
        PixelType::Uint8 | PixelType::Int8 => 1,
        PixelType::Uint16 | PixelType::Int16 => 2,
        PixelType::Uint32 | PixelType::Int32 | PixelType::Float32 => 4,
        PixelType::Float64 => 8,
    }
}

impl Flat {
    pub(crate) const fn len(&self) -> usize {
        each!(self, values => values.len())
    }

    /// Appends pixels of the same type; false when the types differ.
    pub(crate) fn append(&mut self, more: Self) -> bool {
        match (self, more) {
            (Self::U8(all), Self::U8(mut more)) => all.append(&mut more),
            (Self::I8(all), Self::I8(mut more)) => all.append(&mut more),
            (Self::U16(all), Self::U16(mut more)) => all.append(&mut more),
            (Self::I16(all), Self::I16(mut more)) => all.append(&mut more),
            (Self::U32(all), Self::U32(mut more)) => all.append(&mut more),
            (Self::I32(all), Self::I32(mut more)) => all.append(&mut more),
            (Self::F32(all), Self::F32(mut more)) => all.append(&mut more),
            (Self::F64(all), Self::F64(mut more)) => all.append(&mut more),
            _ => return false,
        }
        true
    }

    /// Every `step`-th value from `first`: one sample of interleaved ones.
    pub(crate) fn every(&self, first: usize, step: usize) -> Self {
        fn pick<T: Copy>(values: &[T], first: usize, step: usize) -> Vec<T> {
            values.iter().skip(first).step_by(step).copied().collect()
        }
        match self {
            Self::U8(values) => Self::U8(pick(values, first, step)),
            Self::I8(values) => Self::I8(pick(values, first, step)),
            Self::U16(values) => Self::U16(pick(values, first, step)),
            Self::I16(values) => Self::I16(pick(values, first, step)),
            Self::U32(values) => Self::U32(pick(values, first, step)),
            Self::I32(values) => Self::I32(pick(values, first, step)),
            Self::F32(values) => Self::F32(pick(values, first, step)),
            Self::F64(values) => Self::F64(pick(values, first, step)),
        }
    }

    /// The values in `range`, or none when it is out of range.
    pub(crate) fn slice(&self, from: usize, to: usize) -> Option<Self> {
        Some(match self {
            Self::U8(values) => Self::U8(values.get(from..to)?.to_vec()),
            Self::I8(values) => Self::I8(values.get(from..to)?.to_vec()),
            Self::U16(values) => Self::U16(values.get(from..to)?.to_vec()),
            Self::I16(values) => Self::I16(values.get(from..to)?.to_vec()),
            Self::U32(values) => Self::U32(values.get(from..to)?.to_vec()),
            Self::I32(values) => Self::I32(values.get(from..to)?.to_vec()),
            Self::F32(values) => Self::F32(values.get(from..to)?.to_vec()),
            Self::F64(values) => Self::F64(values.get(from..to)?.to_vec()),
        })
    }

    /// With a shape; none when it asks for another number of pixels.
    pub(crate) fn shaped(self, shape: &[usize]) -> Option<Pixels> {
        fn array<T>(values: Vec<T>, shape: &[usize]) -> Option<ArrayD<T>> {
            ArrayD::from_shape_vec(IxDyn(shape), values).ok()
        }
        Some(match self {
            Self::U8(values) => Pixels::Uint8(array(values, shape)?),
            Self::I8(values) => Pixels::Int8(array(values, shape)?),
            Self::U16(values) => Pixels::Uint16(array(values, shape)?),
            Self::I16(values) => Pixels::Int16(array(values, shape)?),
            Self::U32(values) => Pixels::Uint32(array(values, shape)?),
            Self::I32(values) => Pixels::Int32(array(values, shape)?),
            Self::F32(values) => Pixels::Float32(array(values, shape)?),
            Self::F64(values) => Pixels::Float64(array(values, shape)?),
        })
    }

    /// The pixels in row-major order.
    pub(crate) fn of(pixels: &Pixels) -> Self {
        fn values<T: Copy>(array: &ArrayD<T>) -> Vec<T> {
            array.iter().copied().collect()
        }
        match pixels {
            Pixels::Uint8(array) => Self::U8(values(array)),
            Pixels::Int8(array) => Self::I8(values(array)),
            Pixels::Uint16(array) => Self::U16(values(array)),
            Pixels::Int16(array) => Self::I16(values(array)),
            Pixels::Uint32(array) => Self::U32(values(array)),
            Pixels::Int32(array) => Self::I32(values(array)),
            Pixels::Float32(array) => Self::F32(values(array)),
            Pixels::Float64(array) => Self::F64(values(array)),
        }
    }

    /// As object labels; none when a value is negative or no whole number type.
    pub(crate) fn labels(self) -> Option<Vec<u32>> {
        match self {
            Self::U8(values) => Some(values.into_iter().map(u32::from).collect()),
            Self::U16(values) => Some(values.into_iter().map(u32::from).collect()),
            Self::U32(values) => Some(values),
            Self::I8(values) => values.into_iter().map(|value| u32::try_from(value).ok()).collect(),
            Self::I16(values) => values.into_iter().map(|value| u32::try_from(value).ok()).collect(),
            Self::I32(values) => values.into_iter().map(|value| u32::try_from(value).ok()).collect(),
            Self::F32(_) | Self::F64(_) => None,
        }
    }
}
