//! A quick zlib stream for label images, in which most pixels are as the one before or the one above.

/// Longest and shortest match of deflate (RFC 1951, section 3.2.5).
const LONGEST: usize = 258;
const SHORTEST: usize = 3;
/// Farthest that a match may lie behind.
const FARTHEST: usize = 1 << 15;

/// Packs rows of `row` bytes, of pixels of `pixel` bytes each, with the fixed codes of deflate: at each
/// place the longer of what repeats the pixel before and what repeats the row above, else one byte.
pub(super) fn squeeze(bytes: &[u8], row: usize, pixel: usize) -> Vec<u8> {
    let mut out = Packer { out: vec![0x78, 0x01], held: 0, count: 0 };
    // The one and last block, with fixed codes.
    out.put(0b011, 3);
    let mut at = 0;
    while at < bytes.len() {
        let run = same(bytes, at, pixel);
        let above = same(bytes, at, row);
        let (length, back) = if above > run { (above, row) } else { (run, pixel) };
        if length < SHORTEST {
            out.literal(bytes[at]);
            at += 1;
            continue;
        }
        let mut left = length;
        while left >= SHORTEST {
            let piece = left.min(LONGEST);
            out.repeat(piece, back);
            left -= piece;
        }
        at += length - left;
    }
    out.put(0, 7);
    out.finish(sum(bytes))
}

/// How many bytes from `at` on are as those `back` before them.
fn same(bytes: &[u8], at: usize, back: usize) -> usize {
    if back == 0 || back > at || back > FARTHEST {
        return 0;
    }
    let (here, there) = (&bytes[at..], &bytes[at - back..]);
    let mut length = 0;
    for (a, b) in here.as_chunks::<8>().0.iter().zip(there.as_chunks::<8>().0) {
        let differ = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        if differ != 0 {
            return length + differ.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    length + here[length..].iter().zip(&there[length..]).take_while(|(a, b)| a == b).count()
}

/// Bits from the low end on, as deflate has them.
struct Packer {
    out: Vec<u8>,
    held: u64,
    count: u32,
}

impl Packer {
    fn put(&mut self, bits: u32, width: u32) {
        self.held |= u64::from(bits) << self.count;
        self.count += width;
        if self.count >= 32 {
            self.out.extend_from_slice(&(self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    /// A code, whose high bit goes first.
    fn code(&mut self, code: u32, width: u32) {
        self.put(code.reverse_bits() >> (32 - width), width);
    }

    fn symbol(&mut self, symbol: u32) {
        match symbol {
            0..=143 => self.code(0x30 + symbol, 8),
            144..=255 => self.code(0x190 + symbol - 144, 9),
            256..=279 => self.code(symbol - 256, 7),
            _ => self.code(0xc0 + symbol - 280, 8),
        }
    }

    fn literal(&mut self, byte: u8) {
        self.symbol(u32::from(byte));
    }

    fn repeat(&mut self, length: usize, back: usize) {
        if length == LONGEST {
            self.symbol(285);
        } else {
            let (symbol, extra, bits) = bucket(length as u32 - SHORTEST as u32, 2);
            self.symbol(257 + symbol);
            self.put(extra, bits);
        }
        let (symbol, extra, bits) = bucket(back as u32 - 1, 1);
        self.code(symbol, 5);
        self.put(extra, bits);
    }

    fn finish(mut self, sum: u32) -> Vec<u8> {
        let left = self.count.div_ceil(8) as usize;
        self.out.extend_from_slice(&self.held.to_le_bytes()[..left]);
        self.out.extend_from_slice(&sum.to_be_bytes());
        self.out
    }
}

/// Deflate's name of a number: the symbol, what is added to its first number, and in how many bits.
/// Each doubling is parted into `1 << split` symbols.
const fn bucket(value: u32, split: u32) -> (u32, u32, u32) {
    if value < 2 << split {
        return (value, 0, 0);
    }
    let bits = value.ilog2() - split;
    let symbol = (bits << split) + (value >> bits);
    (symbol, value & ((1 << bits) - 1), bits)
}

/// The checksum of a zlib stream (RFC 1950, Adler-32).
fn sum(bytes: &[u8]) -> u32 {
    const MODULUS: u64 = 65_521;
    const BLOCK: usize = 64;
    let (mut a, mut b) = (1_u64, 0_u64);
    for block in bytes.chunks(BLOCK) {
        // A block adds less than 2²³ to `b`, which has room for as many as there may be.
        b += a * block.len() as u64;
        // Ground adds nothing more; to see that, all bytes are looked at by a few wide instructions.
        if block.iter().fold(0, |all, &byte| all | byte) != 0 {
            let weights = (1..=block.len() as u32).rev();
            let weighed = block.iter().zip(weights).map(|(&byte, weight)| u32::from(byte) * weight);
            b += u64::from(weighed.sum::<u32>());
            a = (a + u64::from(block.iter().map(|&byte| u32::from(byte)).sum::<u32>())) % MODULUS;
        }
    }
    ((b % MODULUS) as u32) << 16 | a as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Read;

    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        flate2::read::ZlibDecoder::new(packed).read_to_end(&mut out).unwrap();
        out
    }

    #[test]
    fn rows_alike_take_few_bytes() {
        let row: Vec<u8> = (0..4000_u32).flat_map(|x| [(x / 40 % 3 * 100) as u8, (x / 1000) as u8]).collect();
        let image = row.repeat(64);
        let packed = squeeze(&image, row.len(), 2);
        assert!(packed.len() < image.len() / 60, "{}", packed.len());
        assert_eq!(unpacked(&packed), image);
        let wide = vec![7; 200_000];
        assert_eq!(unpacked(&squeeze(&wide, 100_000, 4)), wide);
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_back(
            bytes in proptest::collection::vec(prop_oneof![Just(0_u8), Just(200), any::<u8>()], 0..3000),
            row in 1_usize..400,
            pixel in 1_usize..5,
        ) {
            prop_assert_eq!(unpacked(&squeeze(&bytes, row, pixel)), bytes);
        }
    }
}
