//! LZW as TIFF has it: codes of 9 to 12 bits, the high bit first, each one bit wider one code early
//! (TIFF 6.0, section 13).

const CLEAR: usize = 256;
const END: usize = 257;
const FIRST: usize = 258;
const MOST: usize = 4096;

/// Room behind what is unpacked, which copies of fixed length may write into.
const WIDE: usize = 16;

/// What a code stands for, in one number: a text of at most [`Text::SHORT`] bytes itself, the first one lowest,
/// and its length in the highest byte; or where a longer one lies in what is already there, its length above that,
/// and 0 in the highest byte. Images of a camera are mostly short texts, which so are written without being read
/// where they were just written, and new ones are made of old ones by a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Text(u64);

impl Text {
    const SHORT: usize = 7;

    const fn of_byte(byte: u8) -> Self {
        Self(byte as u64 | 1 << 56)
    }

    const fn long(start: usize, length: usize) -> Self {
        Self(start as u64 | (length as u64) << 32)
    }

    /// Its length where it is a short one, else 0.
    const fn short(self) -> usize {
        (self.0 >> 56) as usize
    }

    /// Where it begins and its length, of a long one.
    const fn place(self) -> (usize, usize) {
        (self.0 as u32 as usize, (self.0 >> 32) as usize)
    }

    fn first(self, room: &[u8]) -> u8 {
        if self.short() > 0 { self.0 as u8 } else { room[self.place().0] }
    }

    /// With one more byte, which in what is unpacked follows it where it begins at `start`.
    const fn and(self, byte: u8, start: usize) -> Self {
        match self.short() {
            0 => Self::long(start, self.place().1 + 1),
            Self::SHORT => Self::long(start, Self::SHORT + 1),
            length => Self((self.0 + (1 << 56)) | (byte as u64) << (8 * length)),
        }
    }
}

/// What unpacks, with room that is used again.
pub(super) struct Lzw {
    texts: Vec<Text>,
    room: Vec<u8>,
}

impl Lzw {
    pub(super) fn new() -> Self {
        let mut texts: Vec<Text> = (0..=u8::MAX).map(Text::of_byte).collect();
        texts.resize(MOST, Text::long(0, 0));
        Self { texts, room: Vec::new() }
    }

    /// The first `length` bytes; none when the codes make no sense or there are too few, and for more than
    /// 1 GiB.
    pub(super) fn unpack(&mut self, packed: &[u8], length: usize) -> Option<&[u8]> {
        if length > 1 << 30 {
            return None;
        }
        self.room.resize(length + WIDE, 0);
        let (texts, room) = (self.texts.first_chunk_mut::<MOST>()?, &mut self.room[..]);
        let mut bits = Bits { packed, held: 0, count: 0 };
        let (mut next, mut width) = (FIRST, 9);
        // The text before and where it begins; none after a clearance.
        let mut before: Option<(Text, usize)> = None;
        let mut to = 0;
        while to < length {
            let code = bits.take(width)?;
            if code == CLEAR {
                (next, width, before) = (FIRST, 9, None);
                continue;
            }
            if let Some((last, start)) = before.filter(|_| next < MOST) {
                // The code that this one adds may be itself: then it begins as the text before does.
                let begins = if code < next { texts[code] } else { last };
                texts[next] = last.and(begins.first(room), start);
                next += 1;
                width += u32::from(next + 1 == 1 << width && width < 12);
            }
            if code == END || code >= next {
                return None;
            }
            let text = texts[code];
            before = Some((text, to));
            if text.short() > 0 {
                // What is written too much is written over by the texts that follow.
                room[to..to + 8].copy_from_slice(&text.0.to_le_bytes());
                to += text.short();
            } else {
                let (from, own) = text.place();
                copy(room, from, to, own, length);
                to += own;
            }
        }
        Some(&self.room[..length])
    }
}

/// Copies what begins at `from` to `to`, which comes after it and may begin before its last byte; what
/// would lie beyond the end is left out.
fn copy(room: &mut [u8], from: usize, to: usize, length: usize, end: usize) {
    if length <= WIDE && from + length <= to {
        // A copy of fixed length is quicker, and what it writes too much is written over.
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
    /// What was not read yet.
    packed: &'p [u8],
    /// Bits that were read and not taken, at the high end; behind them may stand some that are read again.
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
        if let Some(bytes) = self.packed.first_chunk::<8>() {
            // As many whole bytes as there is room for.
            let whole = (63 - self.count) / 8;
            self.held |= u64::from_be_bytes(*bytes) >> self.count;
            self.packed = &self.packed[whole as usize..];
            self.count += 8 * whole;
            return;
        }
        while let Some((&byte, rest)) = self.packed.split_first().filter(|_| self.count <= 56) {
            self.held |= u64::from(byte) << (56 - self.count);
            self.packed = rest;
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

    /// The same by the letter of the specification, with a table of whole texts.
    fn slow(packed: &[u8], length: usize) -> Option<Vec<u8>> {
        let bit = |at: usize| packed.get(at / 8).map(|byte| usize::from(byte >> (7 - at % 8) & 1));
        let bytes = || (0..=u8::MAX).map(|byte| vec![byte]).chain([Vec::new(), Vec::new()]);
        let (mut table, mut before): (Vec<Vec<u8>>, Vec<u8>) = (bytes().collect(), Vec::new());
        let (mut out, mut at, mut width) = (Vec::new(), 0, 9);
        while out.len() < length {
            let code = (at..at + width).try_fold(0, |code, at| Some(2 * code + bit(at)?))?;
            at += width;
            if code == CLEAR {
                (table, before, width) = (bytes().collect(), Vec::new(), 9);
                continue;
            }
            if !before.is_empty() && table.len() < MOST {
                let first = *table.get(code).unwrap_or(&before).first().unwrap_or(&0);
                before.push(first);
                table.push(before);
                width += usize::from(table.len() + 1 == 1 << width && width < 12);
            }
            before = table.get(code).filter(|text| !text.is_empty())?.clone();
            out.extend_from_slice(&before);
        }
        out.truncate(length);
        Some(out)
    }

    /// Codes, one after the other, in the widths they have.
    fn coded(codes: &[usize]) -> Vec<u8> {
        let (mut bits, mut width, mut next, mut fresh): (Vec<u8>, _, _, _) = (Vec::new(), 9, FIRST, true);
        for &code in codes {
            bits.extend((0..width).rev().map(|at| (code >> at & 1) as u8));
            if code == CLEAR {
                (width, next, fresh) = (9, FIRST, true);
            } else if std::mem::take(&mut fresh) {
                continue;
            } else if next < MOST {
                next += 1;
                width += usize::from(next + 1 == 1 << width && width < 12);
            }
        }
        bits.chunks(8).map(|byte| byte.iter().enumerate().map(|(at, bit)| bit << (7 - at)).sum()).collect()
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_back(numbers in proptest::collection::vec(0_u16..6, 1..4000)) {
            let ((packed, bytes), mut lzw) = (packed(&numbers), Lzw::new());
            prop_assert_eq!(lzw.unpack(&packed, bytes.len()), Some(&bytes[..]));
        }

        #[test]
        fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            prop_assert_eq!(Lzw::new().unpack(&bytes, 3000).map(<[u8]>::to_vec), slow(&bytes, 3000));
        }

        #[test]
        fn all_codes_mean_what_the_specification_says(
            steps in proptest::collection::vec((0_usize..40, 0_usize..300), 1..900),
            length in 1_usize..6000,
        ) {
            // Most are of the newest texts, so that long ones come about, some of bytes; few clear the table.
            let (mut codes, mut next) = (Vec::new(), FIRST - 1);
            for (kind, step) in steps {
                let code = match kind {
                    0 if step < 60 => CLEAR,
                    1..=9 => step % 256,
                    _ if next < FIRST => step % 256,
                    _ => next - step.min(9).min(next - FIRST),
                };
                next = if code == CLEAR { FIRST - 1 } else { next + 1 };
                codes.push(code);
            }
            let packed = coded(&codes);
            let found = Lzw::new().unpack(&packed, length).map(<[u8]>::to_vec);
            prop_assert_eq!(found, slow(&packed, length));
        }
    }
}
