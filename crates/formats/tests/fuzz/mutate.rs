use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub(crate) fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// A number below `end`, which may be 0 or 1.
pub(crate) fn below(rng: &mut ChaCha8Rng, end: usize) -> usize {
    if end < 2 { 0 } else { rng.random_range(0..end) }
}

/// The bytes after one to four random changes; one case in 64 is left as it was.
pub(crate) fn mutated(rng: &mut ChaCha8Rng, original: &[u8]) -> Vec<u8> {
    let mut bytes = original.to_vec();
    if below(rng, 64) == 0 {
        return bytes;
    }
    for _ in 0..=below(rng, 4) {
        match below(rng, 6) {
            0 => flip(rng, &mut bytes),
            1 => bytes.truncate(below(rng, bytes.len() + 1)),
            2 => splice(rng, &mut bytes),
            3 => remove(rng, &mut bytes),
            4 => swap_number(rng, &mut bytes),
            _ => overwrite(rng, &mut bytes),
        }
    }
    bytes
}

fn flip(rng: &mut ChaCha8Rng, bytes: &mut [u8]) {
    for _ in 0..=below(rng, 8) {
        let (at, bit) = (below(rng, bytes.len()), below(rng, 8));
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << bit;
        }
    }
}

/// A stretch of the file, copied to another place.
fn splice(rng: &mut ChaCha8Rng, bytes: &mut Vec<u8>) {
    let (from, to) = (below(rng, bytes.len()), below(rng, bytes.len() + 1));
    let length = below(rng, 64.min(bytes.len() - from) + 1);
    let stretch = bytes[from..from + length].to_vec();
    bytes.splice(to..to, stretch);
}

fn remove(rng: &mut ChaCha8Rng, bytes: &mut Vec<u8>) {
    let from = below(rng, bytes.len());
    let length = below(rng, 64.min(bytes.len() - from) + 1);
    bytes.drain(from..from + length);
}

/// A run of digits becomes another number.
fn swap_number(rng: &mut ChaCha8Rng, bytes: &mut Vec<u8>) {
    const NUMBERS: [&str; 12] = [
        "0",
        "-1",
        "1",
        "65536",
        "2147483647",
        "4294967296",
        "9223372036854775807",
        "99999999999999999999",
        "1e308",
        "nan",
        "inf",
        "0.1",
    ];
    let from = below(rng, bytes.len());
    let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|at| from + at) else { return };
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = NUMBERS[below(rng, NUMBERS.len())];
    bytes.splice(start..start + length, number.bytes());
}

/// One to eight bytes become those of a number at the edge of a type, or noise.
fn overwrite(rng: &mut ChaCha8Rng, bytes: &mut [u8]) {
    const EDGES: [u64; 8] = [0, 1, 0x7f, 0xffff, 0x7fff_ffff, 0xffff_ffff, 0x7fff_ffff_ffff_ffff, u64::MAX];
    let value = if below(rng, 2) == 0 { EDGES[below(rng, EDGES.len())] } else { rng.next_u64() };
    let value = if below(rng, 2) == 0 { value.to_le_bytes() } else { value.to_be_bytes() };
    let (at, length) = (below(rng, bytes.len()), 1 << below(rng, 4));
    for (byte, value) in bytes.iter_mut().skip(at).zip(value.into_iter().take(length)) {
        *byte = value;
    }
}
