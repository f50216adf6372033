use super::axes::Axes;
use super::fault::OnnxFault;
use super::options::OnnxKind;
use super::prepare::Prepare;
use super::sidecar::Spec;

/// What is known of an output before the network is run.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) axes: Axes,
    /// Names of its channels in small letters; none where they have none.
    pub(super) names: Vec<String>,
    /// What is done to its values.
    pub(super) after: Vec<Prepare>,
    /// How many pixels it has for each of the input along y and x, where that is said.
    pub(super) scales: [Option<f64>; 2],
}

/// A step of postprocessing; only what looks at single pixels is known here.
pub(super) fn after(spec: &Spec) -> Result<Option<Prepare>, String> {
    match Prepare::parse(spec) {
        Ok(Some(Prepare::Standard { .. } | Prepare::Range { .. })) | Err(_) => {
            Err(format!("postprocessing `{}` is not known here", spec.name))
        }
        fine => fine,
    }
}

/// A channel of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) output: usize,
    pub(super) channel: usize,
}

/// Where in the outputs is what is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Maps {
        foreground: Place,
        boundary: Option<Place>,
    },
    /// The rays are all channels from `rays` on.
    Star {
        odds: Place,
        rays: Place,
    },
}

/// Fewest rays of a star.
const RAYS: usize = 3;

/// Fewest rays of a network that is no star's by its description: with fewer it may be one of classes of pixels.
const SURE: usize = 8;

/// Finds what a network of a kind says, by the names of channels or by how many there are.
pub(super) fn reading(
    kind: Option<OnnxKind>,
    (described, star): (bool, bool),
    outputs: &[Told],
    channels: &[usize],
) -> Result<Reading, OnnxFault> {
    let named = |words: &[&str]| {
        let mut all = outputs.iter().enumerate().flat_map(|(output, told)| {
            told.names.iter().enumerate().map(move |(channel, name)| (Place { output, channel }, name))
        });
        let fits = |name: &str| words.iter().any(|word| name.contains(word));
        all.find(|(place, name)| fits(name) && place.channel < channels[place.output]).map(|(place, _)| place)
    };
    let foreground = named(&["foreground", "fg", "nuc", "cell", "object", "probability"]);
    let boundary = named(&["bound", "border", "edge"]);
    let single = channels == [1];
    let kind = match kind {
        Some(kind) => kind,
        None if star => OnnxKind::Stardist,
        None if boundary.is_some() => OnnxKind::ForegroundBoundary,
        None if foreground.is_some() || (single && !outputs[0].names.is_empty()) => OnnxKind::Foreground,
        None => return Err(OnnxFault::Untold(unknown(described, channels))),
    };
    let mut all = channels
        .iter()
        .enumerate()
        .flat_map(|(output, &count)| (0..count).map(move |channel| Place { output, channel }));
    let (first, second) = (all.next(), all.next());
    let lacks = |what: &str| OnnxFault::Untold(format!("{what}; {}", listed(channels)));
    match kind {
        OnnxKind::Foreground if single => {
            Ok(Reading::Maps { foreground: Place { output: 0, channel: 0 }, boundary: None })
        }
        OnnxKind::Foreground => foreground
            .map(|foreground| Reading::Maps { foreground, boundary: None })
            .ok_or_else(|| lacks("a foreground network gives one channel, or names it `foreground`")),
        OnnxKind::ForegroundBoundary => match (foreground, boundary, first, second) {
            (Some(foreground), Some(boundary), ..) => {
                Ok(Reading::Maps { foreground, boundary: Some(boundary) })
            }
            (_, _, Some(foreground), Some(boundary)) if channels.iter().sum::<usize>() == 2 => {
                Ok(Reading::Maps { foreground, boundary: Some(boundary) })
            }
            _ => Err(lacks("a foreground-boundary network gives two channels in that order, or names them")),
        },
        OnnxKind::Stardist if !star && rays(channels).is_some_and(|rays| rays < SURE) => Err(lacks(
            "a stardist network of fewer than 8 rays is one whose description says so (`config: stardist`)",
        )),
        OnnxKind::Stardist => star_reading(channels)
            .ok_or_else(|| lacks("a stardist network gives a probability and at least three rays")),
    }
}

/// One output with the probability first, or one of a single channel and one of rays.
fn star_reading(channels: &[usize]) -> Option<Reading> {
    let at = |output: usize, channel: usize| Place { output, channel };
    if let [all] = channels {
        return (*all > RAYS).then_some(Reading::Star { odds: at(0, 0), rays: at(0, 1) });
    }
    let odds = channels.iter().position(|&count| count == 1)?;
    let rays = channels.iter().position(|&count| count >= RAYS)?;
    Some(Reading::Star { odds: at(odds, 0), rays: at(rays, 0) })
}

/// How many rays a network would have if it were a star's.
fn rays(channels: &[usize]) -> Option<usize> {
    match star_reading(channels)? {
        Reading::Star { rays, .. } => channels.get(rays.output).map(|count| count - rays.channel),
        Reading::Maps { .. } => None,
    }
}

fn unknown(described: bool, channels: &[usize]) -> String {
    let why = if described {
        "its description names no channel of what it gives (`channel_names`: foreground, boundary)"
    } else {
        "there is no description (rdf.yaml, bioimageio.yaml) beside it that tells"
    };
    format!(
        "what it says of pixels is not known: {why}; say --onnx-kind foreground, foreground-boundary or stardist (in a study \
         `network.kind`); {}",
        listed(channels)
    )
}

fn listed(channels: &[usize]) -> String {
    let counts: Vec<String> = channels.iter().map(ToString::to_string).collect();
    format!("this one gives {} outputs of {} channels", channels.len(), counts.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(names: &[&str]) -> Told {
        let names = names.iter().map(|&name| name.to_owned()).collect();
        Told { axes: Axes::parse("bcyx").unwrap(), names, after: Vec::new(), scales: [None; 2] }
    }

    fn at(output: usize, channel: usize) -> Place {
        Place { output, channel }
    }

    #[test]
    fn what_a_network_says_is_told_by_names_or_asked_for() {
        let maps = |foreground, boundary| Reading::Maps { foreground, boundary };
        let names = told(&["background", "border", "nuclei"]);
        let found = reading(None, (true, false), &[names], &[3]).unwrap();
        assert_eq!(found, maps(at(0, 2), Some(at(0, 1))));
        let one = reading(None, (true, false), &[told(&["channel0"])], &[1]).unwrap();
        assert_eq!(one, maps(at(0, 0), None));
        let silent =
            |described| reading(None, (described, false), &[told(&[])], &[2]).unwrap_err().to_string();
        for (described, why) in [(false, "no description"), (true, "names no channel")] {
            let silent = silent(described);
            assert!(silent.contains("--onnx-kind") && silent.contains("2 channels"), "{silent}");
            assert!(silent.contains(why), "{silent}");
        }
        let both = Some(OnnxKind::ForegroundBoundary);
        assert_eq!(
            reading(both, (false, false), &[told(&[])], &[2]).unwrap(),
            maps(at(0, 0), Some(at(0, 1)))
        );
        let three = reading(both, (false, false), &[told(&[])], &[3]).unwrap_err().to_string();
        assert!(three.contains("two channels"), "{three}");
        assert!(reading(Some(OnnxKind::Foreground), (false, false), &[told(&[])], &[2]).is_err());
    }

    #[test]
    fn stars_are_in_one_output_or_in_two() {
        let star = |odds, rays| Reading::Star { odds, rays };
        assert_eq!(reading(None, (true, true), &[told(&[])], &[33]).unwrap(), star(at(0, 0), at(0, 1)));
        let two = [told(&[]), told(&[])];
        let kind = Some(OnnxKind::Stardist);
        let said =
            |star, outputs: &[Told], channels: &[usize]| reading(kind, (star, star), outputs, channels);
        assert_eq!(said(false, &two, &[32, 1]).unwrap(), star(at(1, 0), at(0, 0)));
        assert!(said(false, &two, &[2, 1]).is_err());
        // Four rays are as likely four classes.
        let five = said(false, &[told(&[])], &[5]).unwrap_err().to_string();
        assert!(five.contains("fewer than 8 rays") && five.contains("5 channels"), "{five}");
        assert_eq!(said(true, &[told(&[])], &[5]).unwrap(), star(at(0, 0), at(0, 1)));
    }
}
