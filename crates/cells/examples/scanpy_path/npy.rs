//! Arrays as NumPy keeps them in files: format 1.0, little-endian, in C order.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::marker::PhantomData;
use std::path::Path;

/// A number that such a file can hold.
pub(crate) trait Number: Copy {
    /// NumPy's name of the type.
    const NAME: &'static str;
    fn read(bytes: &[u8]) -> Self;
    fn write(self, to: &mut Vec<u8>);
}

macro_rules! number {
    ($type:ty, $name:literal) => {
        impl Number for $type {
            const NAME: &'static str = $name;
            fn read(bytes: &[u8]) -> Self {
                let mut own = [0; size_of::<Self>()];
                own.copy_from_slice(bytes);
                Self::from_le_bytes(own)
            }
            fn write(self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }
        }
    };
}

number!(u32, "<u4");
number!(u64, "<u8");
number!(f32, "<f4");
number!(f64, "<f8");

/// The numbers of a file, whatever its shape, some at a time.
pub(crate) struct Numbers<T> {
    file: BufReader<File>,
    pub(crate) left: usize,
    kind: PhantomData<T>,
}

impl<T: Number> Numbers<T> {
    pub(crate) fn open(path: &Path) -> Result<Self, Box<dyn Error>> {
        let mut file = BufReader::new(File::open(path)?);
        let mut start = [0; 10];
        file.read_exact(&mut start)?;
        let mut header = vec![0; usize::from(u16::from_le_bytes([start[8], start[9]]))];
        file.read_exact(&mut header)?;
        if !String::from_utf8_lossy(&header).contains(T::NAME) {
            return Err(format!("{} does not hold {}", path.display(), T::NAME).into());
        }
        let bytes = fs::metadata(path)?.len() as usize - start.len() - header.len();
        Ok(Self { file, left: bytes / size_of::<T>(), kind: PhantomData })
    }

    pub(crate) fn take(&mut self, count: usize) -> Result<Vec<T>, Box<dyn Error>> {
        let mut bytes = vec![0; count * size_of::<T>()];
        self.file.read_exact(&mut bytes)?;
        self.left -= count;
        Ok(bytes.chunks_exact(size_of::<T>()).map(T::read).collect())
    }
}

/// All numbers of a file.
pub(crate) fn read<T: Number>(path: &Path) -> Result<Vec<T>, Box<dyn Error>> {
    let mut numbers = Numbers::open(path)?;
    numbers.take(numbers.left)
}

/// Writes numbers as an array of this shape.
pub(crate) fn write<T: Number>(
    path: &Path,
    shape: &[usize],
    values: impl Iterator<Item = T>,
) -> Result<(), Box<dyn Error>> {
    let shape: String = shape.iter().map(|length| format!("{length},")).collect();
    let mut header = format!("{{'descr': '{}', 'fortran_order': False, 'shape': ({shape})}}", T::NAME);
    header.push_str(&" ".repeat(63 - (10 + header.len()) % 64));
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend_from_slice(&u16::try_from(header.len())?.to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    values.for_each(|value| value.write(&mut bytes));
    Ok(fs::write(path, bytes)?)
}
