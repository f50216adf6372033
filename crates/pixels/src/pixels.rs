use crate::Image;
use ndarray::{ArrayD, Ix3};
use serde::{Deserialize, Serialize};

/// The number type of stored pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PixelType {
    /// 8 bit, unsigned.
    Uint8,
    /// 8 bit, signed.
    Int8,
    /// 16 bit, unsigned.
    Uint16,
    /// 16 bit, signed.
    Int16,
    /// 32 bit, unsigned.
    Uint32,
    /// 32 bit, signed.
    Int32,
    /// Single precision.
    Float32,
    /// Double precision.
    Float64,
}

/// Pixels in the type they were measured in, of any number of dimensions.
#[derive(Debug, Clone, PartialEq)]
pub enum Pixels {
    /// 8 bit, unsigned.
    Uint8(ArrayD<u8>),
    /// 8 bit, signed.
    Int8(ArrayD<i8>),
    /// 16 bit, unsigned.
    Uint16(ArrayD<u16>),
    /// 16 bit, signed.
    Int16(ArrayD<i16>),
    /// 32 bit, unsigned.
    Uint32(ArrayD<u32>),
    /// 32 bit, signed.
    Int32(ArrayD<i32>),
    /// Single precision.
    Float32(ArrayD<f32>),
    /// Double precision.
    Float64(ArrayD<f64>),
}

/// Runs the same expression on whichever array there is.
macro_rules! each {
    ($pixels:expr, $array:ident => $body:expr) => {
        match $pixels {
            Pixels::Uint8($array) => $body,
            Pixels::Int8($array) => $body,
            Pixels::Uint16($array) => $body,
            Pixels::Int16($array) => $body,
            Pixels::Uint32($array) => $body,
            Pixels::Int32($array) => $body,
            Pixels::Float32($array) => $body,
            Pixels::Float64($array) => $body,
        }
    };
}

impl Pixels {
    /// Length along each axis.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        each!(self, array => array.shape())
    }

    /// The number type.
    #[must_use]
    pub const fn pixel_type(&self) -> PixelType {
        match self {
            Self::Uint8(_) => PixelType::Uint8,
            Self::Int8(_) => PixelType::Int8,
            Self::Uint16(_) => PixelType::Uint16,
            Self::Int16(_) => PixelType::Int16,
            Self::Uint32(_) => PixelType::Uint32,
            Self::Int32(_) => PixelType::Int32,
            Self::Float32(_) => PixelType::Float32,
            Self::Float64(_) => PixelType::Float64,
        }
    }

    /// As single precision numbers (32-bit integers and doubles lose what `f32` cannot hold).
    #[must_use]
    #[allow(clippy::unnecessary_cast, reason = "one expression for every pixel type")]
    pub fn to_f32(&self) -> ArrayD<f32> {
        each!(self, array => array.mapv(|value| value as f32))
    }

    /// As one channel of one time point; none unless there are exactly the axes `z, y, x`.
    #[must_use]
    pub fn to_image(&self) -> Option<Image> {
        self.to_f32().into_dimensionality::<Ix3>().ok()
    }
}
