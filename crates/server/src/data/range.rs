use std::ops::Range;

/// What part of a file is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// All of it.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that the file does not have.
    Beyond,
}

/// Reads a `Range` header (RFC 9110, 14.2) for a file of `size` bytes. What is not understood, and several parts at
/// once, are answered with the whole, as the standard allows.
pub(super) fn asked(header: Option<&str>, size: u64) -> Asked {
    let Some(spec) = header.and_then(|text| text.trim().strip_prefix("bytes=")) else { return Asked::Whole };
    let number = |text: &str| {
        (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| {
            // Numbers beyond 64 bits mean: to the end.
            text.parse::<u64>().unwrap_or(u64::MAX)
        })
    };
    let Some((first, last)) = spec.trim().split_once('-') else { return Asked::Whole };
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Some(first), None) if last.is_empty() => first..size,
        (None, Some(length)) if first.is_empty() => {
            if length == 0 {
                return Asked::Beyond;
            }
            size.saturating_sub(length)..size
        }
        _ => return Asked::Whole,
    };
    if range.start < size { Asked::Part(range) } else { Asked::Beyond }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_ranges_are_cut_to_the_file() {
        for (text, expected) in [
            ("bytes=0-9", Asked::Part(0..10)),
            ("bytes=90-", Asked::Part(90..100)),
            ("bytes=90-1000", Asked::Part(90..100)),
            ("bytes=-16", Asked::Part(84..100)),
            ("bytes=-1000", Asked::Part(0..100)),
            ("bytes=99-99999999999999999999999", Asked::Part(99..100)),
            ("bytes=100-", Asked::Beyond),
            ("bytes=100-200", Asked::Beyond),
            ("bytes=-0", Asked::Beyond),
        ] {
            assert_eq!(asked(Some(text), 100), expected, "{text}");
        }
        for odd in
            ["bytes=5-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2", "bytes=+1-2", ""]
        {
            assert_eq!(asked(Some(odd), 100), Asked::Whole, "{odd}");
        }
        assert_eq!(asked(None, 100), Asked::Whole);
        assert_eq!(asked(Some("bytes=0-0"), 0), Asked::Beyond);
    }
}
