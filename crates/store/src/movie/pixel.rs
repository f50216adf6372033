use crate::zarr::Datum;
use lca_pixels::{PixelType, Pixels};
use ndarray::ArrayD;

/// A number type of pixels: how it is summed, averaged and wrapped.
pub(crate) trait Pixel: Datum + Copy + PartialOrd {
    /// Sums of some pixels.
    type Sum: Copy + Default + std::ops::AddAssign + Send;
    fn widen(self) -> Self::Sum;
    /// The mean of `count` pixels, rounded to nearest, halves up.
    fn mean(sum: Self::Sum, count: u32) -> Self;
    fn wrap(array: ArrayD<Self>) -> Pixels;
    fn to_f64(self) -> f64;
}

macro_rules! whole {
    ($($type:ty => $name:ident, $sum:ty;)*) => {$(
        impl Pixel for $type {
            type Sum = $sum;
            fn widen(self) -> $sum {
                <$sum>::from(self)
            }
            fn mean(sum: $sum, count: u32) -> Self {
                let count = count as $sum;
                (sum * 2 + count).div_euclid(count * 2) as Self
            }
            fn wrap(array: ArrayD<Self>) -> Pixels {
                Pixels::$name(array)
            }
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
        }
    )*};
}

macro_rules! real {
    ($($type:ty => $name:ident;)*) => {$(
        impl Pixel for $type {
            type Sum = f64;
            fn widen(self) -> f64 {
                f64::from(self)
            }
            fn mean(sum: f64, count: u32) -> Self {
                (sum / f64::from(count)) as Self
            }
            fn wrap(array: ArrayD<Self>) -> Pixels {
                Pixels::$name(array)
            }
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
        }
    )*};
}

whole! {
    u8 => Uint8, u32;
    i8 => Int8, i32;
    u16 => Uint16, u32;
    i16 => Int16, i32;
    u32 => Uint32, u64;
    i32 => Int32, i64;
}

real! {
    f32 => Float32;
    f64 => Float64;
}

/// Runs one expression with the type of the pixels as `$type`.
macro_rules! with_type {
    ($pixel_type:expr, $type:ident => $body:expr) => {
        match $pixel_type {
            lca_pixels::PixelType::Uint8 => {
                type $type = u8;
                $body
            }
            lca_pixels::PixelType::Int8 => {
                type $type = i8;
                $body
            }
            lca_pixels::PixelType::Uint16 => {
                type $type = u16;
                $body
            }
            lca_pixels::PixelType::Int16 => {
                type $type = i16;
                $body
            }
            lca_pixels::PixelType::Uint32 => {
                type $type = u32;
                $body
            }
            lca_pixels::PixelType::Int32 => {
                type $type = i32;
                $body
            }
            lca_pixels::PixelType::Float32 => {
                type $type = f32;
                $body
            }
            lca_pixels::PixelType::Float64 => {
                type $type = f64;
                $body
            }
        }
    };
}

/// Runs one expression on whichever array there is.
macro_rules! with_array {
    ($pixels:expr, $array:ident => $body:expr) => {
        match $pixels {
            lca_pixels::Pixels::Uint8($array) => $body,
            lca_pixels::Pixels::Int8($array) => $body,
            lca_pixels::Pixels::Uint16($array) => $body,
            lca_pixels::Pixels::Int16($array) => $body,
            lca_pixels::Pixels::Uint32($array) => $body,
            lca_pixels::Pixels::Int32($array) => $body,
            lca_pixels::Pixels::Float32($array) => $body,
            lca_pixels::Pixels::Float64($array) => $body,
        }
    };
}

pub(super) use {with_array, with_type};

/// Smallest and largest number of a type, for display.
pub(super) const fn range(pixel_type: PixelType) -> (f64, f64) {
    match pixel_type {
        PixelType::Uint8 => (0.0, 255.0),
        PixelType::Int8 => (-128.0, 127.0),
        PixelType::Uint16 => (0.0, 65_535.0),
        PixelType::Int16 => (-32_768.0, 32_767.0),
        PixelType::Uint32 => (0.0, u32::MAX as f64),
        PixelType::Int32 => (i32::MIN as f64, i32::MAX as f64),
        PixelType::Float32 | PixelType::Float64 => (0.0, 1.0),
    }
}
