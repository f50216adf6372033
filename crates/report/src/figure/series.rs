use crate::chart::{Key, Mark};
use crate::colour::{Rgb, category};

/// The distinct names in order of appearance: each has a colour in every panel.
pub(super) fn distinct<'n>(names: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let mut known: Vec<&str> = Vec::new();
    for name in names {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    known
}

/// The colour of a name among the distinct ones.
pub(super) fn colour_of(names: &[&str], name: &str) -> Rgb {
    category(names.iter().position(|known| *known == name).unwrap_or(0))
}

pub(super) fn key(name: impl Into<String>, colour: Rgb, mark: Mark) -> Key {
    Key { name: name.into(), colour, mark }
}

/// Panels beside each other, and the width of the figure, for this many panels.
pub(super) fn columns(panels: usize) -> (usize, u32) {
    match panels {
        0 | 1 => (1, super::frame::NARROW),
        2 | 4 => (2, super::frame::WIDE),
        _ => (3, super::frame::WIDE),
    }
}
