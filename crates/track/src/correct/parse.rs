use super::{Correction, CorrectionError, CorrectionFault, Corrections};
use std::str::FromStr;

impl FromStr for Corrections {
    type Err = CorrectionError;

    /// Reads the text of a file of corrections.
    fn from_str(text: &str) -> Result<Self, CorrectionError> {
        let mut lines = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line_number = at + 1;
            let words: Vec<&str> = line.split('#').next().unwrap_or_default().split_whitespace().collect();
            if let Some((verb, rest)) = words.split_first() {
                let correction = read(verb, rest);
                lines.push((
                    line_number,
                    correction.map_err(|fault| CorrectionError { line: line_number, fault })?,
                ));
            }
        }
        Ok(Self { lines })
    }
}

fn read(verb: &str, rest: &[&str]) -> Result<Correction, CorrectionFault> {
    let (verb, need) = match verb.to_ascii_lowercase().as_str() {
        "join" => ("join", 4),
        "cut" => ("cut", 2),
        "swap" => ("swap", 3),
        "divide" => ("divide", 6),
        "accept" => ("accept", 4),
        "reject" => ("reject", 4),
        _ => return Err(CorrectionFault::Verb(verb.to_owned())),
    };
    let number = |word: &&str| word.parse::<u32>().map_err(|_| CorrectionFault::Number((*word).to_owned()));
    let numbers: Vec<u32> = rest.iter().map(number).collect::<Result<_, _>>()?;
    match (verb, &numbers[..]) {
        ("join", &[t, label, to, heir]) => {
            after((t, label), (to, heir), Correction::Join((t, label), (to, heir)))
        }
        ("accept", &[t, label, to, heir]) => {
            after((t, label), (to, heir), Correction::Accept((t, label), (to, heir)))
        }
        ("reject", &[t, label, to, heir]) => {
            after((t, label), (to, heir), Correction::Reject((t, label), (to, heir)))
        }
        ("cut", &[t, label]) => Ok(Correction::Cut((t, label))),
        ("swap", &[t, a, b]) if a == b => Err(CorrectionFault::Twice { t, label: a }),
        ("swap", &[t, a, b]) => Ok(Correction::Swap((t, a), (t, b))),
        ("divide", &[t, label, t1, one, t2, other]) => {
            let (mother, daughters) = ((t, label), [(t1, one), (t2, other)]);
            if daughters[0] == daughters[1] {
                return Err(CorrectionFault::Twice { t: t1, label: one });
            }
            after(mother, daughters[0], ()).and_then(|()| after(mother, daughters[1], ()))?;
            Ok(Correction::Divide(mother, daughters))
        }
        _ => Err(CorrectionFault::Fields { verb, need, found: numbers.len() }),
    }
}

fn after<T>(earlier: (u32, u32), later: (u32, u32), then: T) -> Result<T, CorrectionFault> {
    if later.0 > earlier.0 {
        Ok(then)
    } else {
        Err(CorrectionFault::Order { earlier: earlier.0, later: later.0 })
    }
}
