use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The one random number generator of the project: the same numbers on every platform.
pub type Rng = ChaCha8Rng;

/// A generator for one task of a seeded computation. Each task (a cell, a start, a frame) takes its
/// own stream, so results do not depend on which thread runs it or in which order.
#[must_use]
pub fn rng(seed: u64, stream: u64) -> Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream);
    rng
}
