//! LZW as TIFF has it: codes of 9 to 12 bits, the high bit first, each one bit wider one code early
//! (TIFF 6.0, section 13).

const CLEAR: usize = 256;
const END: usize = 257;
const FIRST: usize = 258;
const MOST: usize = 4096;

/// Room behind what is unpacked, which copies of fixed length may write into.
const WIDE: usize = 16;

/// What codes stand for: where their text lies in what is already there, and its length. Before what is
/// unpacked stand all bytes in order, so that the codes of single bytes are as the others.
pub(super) struct Lzw {
    texts: Vec<(u32, u32)>,
    room: Vec<u8>,
}

impl Lzw {
    pub(super) fn new() -> Self {
        let mut texts: Vec<(u32, u32)> = (0..CLEAR as u32).map(|byte| (byte, 1)).collect();
        texts.resize(MOST, (0, 0));
        Self { texts, room: (0..=u8::MAX).collect() }
    }

    /// The first `length` bytes; none when the codes make no sense or there are too few, and for more than
    /// 1 GiB.
    pub(super) fn unpack(&mut self, packed: &[u8], length: usize) -> Option<&[u8]> {
        if length > 1 << 30 {
            return None;
        }
        let end = CLEAR + length;
        self.room.resize(end + WIDE, 0);
        let (texts, room) = (&mut self.texts[..MOST], &mut self.room[..]);
        let mut bits = Bits { packed, at: 0, held: 0, count: 0 };
        let (mut next, mut width) = (FIRST, 9);
        // Where the text before begins, and its length; 0 after a clearance.
        let (mut start, mut before) = (0, 0);
        let mut to = CLEAR;
        while to < end {
            let code = bits.take(width)?;
            if code == CLEAR {
                (next, width, before) = (FIRST, 9, 0);
                continue;
            }
            if before > 0 && next < MOST {
                // The text before and the first byte of this one, which follows it.
                texts[next] = (start as u32, before as u32 + 1);
                next += 1;
                width += u32::from(next + 1 == 1 << width && width < 12);
            }
            if code == END || code >= next {
                return None;
            }
            let (from, own) = (texts[code].0 as usize, texts[code].1 as usize);
            copy(room, from, to, own, end);
            (start, before) = (to, own);
            to += own;
        }
        Some(&self.room[CLEAR..end])
    }
}

/// Copies what begins at `from` to `to`, which comes after it and may begin before its last byte; what
/// would lie beyond the end is left out.
fn copy(room: &mut [u8], from: usize, to: usize, length: usize, end: usize) {
    if length <= WIDE && from + length <= to {
        // Most texts are short: a copy of fixed length is quicker, and what it writes too much is
        // written over by the texts that follow.
        let mut piece = [0; WIDE];
        piece.copy_from_slice(&room[from..from + WIDE]);
        room[to..to + WIDE].copy_from_slice(&piece);
        return;
    }
    let end = (to + length).min(end);
    if from + length <= to {
        room.copy_within(from..from + end - to, to);
    } else {
        (to..end).for_each(|at| room[at] = room[at - to + from]);
    }
}

/// Codes from bytes.
struct Bits<'p> {
    packed: &'p [u8],
    at: usize,
    /// Bits that were read and not taken, at the high end.
    held: u64,
    count: u32,
}

impl Bits<'_> {
    fn take(&mut self, width: u32) -> Option<usize> {
        if self.count < width {
            self.fill();
            if self.count < width {
                return None;
            }
        }
        let code = self.held >> (64 - width);
        self.held <<= width;
        self.count -= width;
        Some(code as usize)
    }

    fn fill(&mut self) {
        if let Some(bytes) = self.packed.get(self.at..).and_then(|rest| rest.first_chunk::<8>()) {
            // As many whole bytes as there is room for.
            let whole = (64 - self.count) / 8;
            let fresh = u64::from_be_bytes(*bytes) >> (64 - 8 * whole) << (64 - 8 * whole);
            self.held |= fresh >> self.count;
            self.at += whole as usize;
            self.count += 8 * whole;
            return;
        }
        while self.count <= 56 {
            let Some(&byte) = self.packed.get(self.at) else { return };
            self.held |= u64::from(byte) << (56 - self.count);
            self.at += 1;
            self.count += 8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tiff::encoder::{Compression, TiffEncoder, colortype::Gray16};
    use tiff::tags::Tag;

    /// One strip of numbers as another program packs it, and what it is unpacked.
    fn packed(numbers: &[u16]) -> (Vec<u8>, Vec<u8>) {
        let mut file = std::io::Cursor::new(Vec::new());
        let mut encoder = TiffEncoder::new(&mut file).unwrap().with_compression(Compression::Lzw);
        let mut image = encoder.new_image::<Gray16>(numbers.len() as u32, 1).unwrap();
        image.rows_per_strip(1).unwrap();
        image.write_data(numbers).unwrap();
        file.set_position(0);
        let mut decoder = tiff::decoder::Decoder::new(&mut file).unwrap();
        let mut tag = |tag| decoder.get_tag_u64_vec(tag).unwrap()[0] as usize;
        let (from, length) = (tag(Tag::StripOffsets), tag(Tag::StripByteCounts));
        let bytes = numbers.iter().flat_map(|number| number.to_ne_bytes()).collect();
        (file.into_inner()[from..from + length].to_vec(), bytes)
    }

    #[test]
    fn short_texts_long_ones_and_full_tables_are_unpacked() {
        let noise = (0..45_000_u64).map(|at| ((at * at * 2_654_435_761) >> 13) as u16).collect();
        let dark = (0..30_000_u32).map(|at| 32_970 + (at * at % 7) as u16).collect();
        let runs = (0..40_000_u32).map(|at| (at / 777) as u16).collect();
        for numbers in [vec![5], vec![0; 70_000], noise, dark, runs] {
            let (packed, bytes) = packed(&numbers);
            assert!(packed.len() < bytes.len() * 3 / 2 + 8);
            assert!(Lzw::new().unpack(&packed, bytes.len()) == Some(&bytes[..]));
        }
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_back(numbers in proptest::collection::vec(0_u16..6, 1..4000)) {
            let ((packed, bytes), mut lzw) = (packed(&numbers), Lzw::new());
            prop_assert_eq!(lzw.unpack(&packed, bytes.len()), Some(&bytes[..]));
        }

        #[test]
        fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            Lzw::new().unpack(&bytes, 3000);
        }
    }
}
