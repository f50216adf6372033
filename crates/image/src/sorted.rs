/// So few values are sorted more quickly by comparing them.
const FEW: usize = 1000;

/// Bits of a digit, and where the digits of a rank of 32 bits begin.
const DIGIT: u32 = 11;
const DIGITS: [u32; 3] = [0, DIGIT, 2 * DIGIT];

/// Values in rising order, that of [`f32::total_cmp`]. Many are sorted digit by digit (a radix sort), which
/// is several times as fast as comparing them: pixels of one image mostly share the highest digit.
pub(crate) fn sorted(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut values: Vec<f32> = values.collect();
    if values.len() < FEW {
        values.sort_unstable_by(f32::total_cmp);
        return values;
    }
    let mut ranks: Vec<u32> = values.iter().map(|&value| rank(value)).collect();
    let mut next = vec![0; ranks.len()];
    for shift in DIGITS {
        let digit = |rank: u32| (rank >> shift) as usize & ((1 << DIGIT) - 1);
        let mut places = [0_usize; 1 << DIGIT];
        ranks.iter().for_each(|&rank| places[digit(rank)] += 1);
        if places.contains(&ranks.len()) {
            continue;
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for &rank in &ranks {
            let place = &mut places[digit(rank)];
            next[*place] = rank;
            *place += 1;
        }
        std::mem::swap(&mut ranks, &mut next);
    }
    values.iter_mut().zip(ranks).for_each(|(value, rank)| *value = ranked(rank));
    values
}

/// A number that sorts as the value does.
const fn rank(value: f32) -> u32 {
    let bits = value.to_bits();
    if bits >> 31 == 1 { !bits } else { bits | 1 << 31 }
}

/// The value of a rank.
const fn ranked(rank: u32) -> f32 {
    f32::from_bits(if rank >> 31 == 1 { rank ^ 1 << 31 } else { !rank })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn many_values_rise_as_few_do(
            bits in proptest::collection::vec(any::<u32>(), 0..3 * FEW),
            alike in 0_u32..32,
        ) {
            // Of all kinds, infinite and none included, or with the same highest bits.
            let value = |&bits: &u32| f32::from_bits(if alike < 31 { bits >> alike } else { bits });
            let values: Vec<f32> = bits.iter().map(value).collect();
            let mut expected = values.clone();
            expected.sort_unstable_by(f32::total_cmp);
            let bits = |all: Vec<f32>| all.into_iter().map(f32::to_bits).collect::<Vec<_>>();
            prop_assert_eq!(bits(sorted(values.into_iter())), bits(expected));
        }
    }
}
