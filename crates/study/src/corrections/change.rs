use lca_track::Corrections;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An object of a movie: its frame, from 0, and its label there.
type Place = (u32, u32);

/// What is to be otherwise. Objects of tracks are named by frame and label, for these stay as long as the
/// segmentation does; numbers of tracks do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Change {
    /// The two are one cell, seen next in the second place.
    Join {
        /// Where it is seen.
        from: Place,
        /// Where it is seen next.
        to: Place,
    },
    /// The cell ends here; what came after is another.
    Cut {
        /// Where it is seen last.
        at: Place,
    },
    /// In this frame the two cells took each other's track.
    Swap {
        /// One of them.
        at: Place,
        /// The label of the other.
        with: u32,
    },
    /// A cell divides.
    Divide {
        /// Where the mother is seen last.
        from: Place,
        /// Where her daughters are seen first.
        to: [Place; 2],
    },
    /// A link is right, and made where it is missing.
    AcceptLink {
        /// Its earlier end.
        from: Place,
        /// Its later end.
        to: Place,
    },
    /// A link is wrong, and cut where there is one.
    RejectLink {
        /// Its earlier end.
        from: Place,
        /// Its later end.
        to: Place,
    },
    /// A state of cells has another name; one that is there already takes them in.
    Relabel {
        /// The column of states, such as `leiden`.
        column: String,
        /// The name it has.
        from: String,
        /// The name it shall have.
        to: String,
    },
    /// An edge of a network is right.
    AcceptEdge {
        /// The molecule it comes from.
        source: String,
        /// The molecule it goes to.
        target: String,
    },
    /// An edge of a network is wrong; what reads the network from the atlas goes without it.
    RejectEdge {
        /// The molecule it comes from.
        source: String,
        /// The molecule it goes to.
        target: String,
    },
}

/// What corrections speak of that may contradict each other: what follows an object, or an edge between molecules.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    After(Place),
    Edge(String, String),
}

impl Change {
    /// What this speaks of; none where nothing can contradict it.
    pub(super) fn subject(&self) -> Option<Subject> {
        match self {
            Self::Cut { at: from }
            | Self::Join { from, .. }
            | Self::Divide { from, .. }
            | Self::AcceptLink { from, .. }
            | Self::RejectLink { from, .. } => Some(Subject::After(*from)),
            Self::AcceptEdge { source, target } | Self::RejectEdge { source, target } => {
                Some(Subject::Edge(source.clone(), target.clone()))
            }
            Self::Swap { .. } | Self::Relabel { .. } => None,
        }
    }

    /// Whether this and an earlier one of the same subject cannot both hold.
    pub(super) fn contradicts(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::AcceptEdge { .. }, Self::RejectEdge { .. })
            | (Self::RejectEdge { .. }, Self::AcceptEdge { .. }) => true,
            (
                Self::RejectLink { to, .. },
                Self::AcceptLink { to: other, .. } | Self::Join { to: other, .. },
            )
            | (Self::AcceptLink { to, .. } | Self::Join { to, .. }, Self::RejectLink { to: other, .. }) => {
                to == other
            }
            (Self::Join { to, .. }, Self::Join { to: other, .. }) => to != other,
            (Self::Divide { to, .. }, Self::Divide { to: other, .. }) => to != other,
            (Self::Divide { .. }, Self::Join { .. }) | (Self::Join { .. }, Self::Divide { .. }) => true,
            (Self::Cut { .. }, Self::RejectLink { .. }) | (Self::RejectLink { .. }, Self::Cut { .. }) => {
                false
            }
            (one, other) => matches!(one, Self::Cut { .. }) != matches!(other, Self::Cut { .. }),
        }
    }

    /// As a line of a file of corrections, where it is one of tracks.
    pub(super) fn line(&self) -> Option<String> {
        let of = |verb: &str, places: &[Place]| {
            let places: Vec<String> = places.iter().map(|(t, label)| format!("{t} {label}")).collect();
            Some(format!("{verb} {}", places.join(" ")))
        };
        match *self {
            Self::Join { from, to } => of("join", &[from, to]),
            Self::Cut { at } => of("cut", &[at]),
            Self::Swap { at: (t, label), with } => Some(format!("swap {t} {label} {with}")),
            Self::Divide { from, to } => of("divide", &[from, to[0], to[1]]),
            Self::AcceptLink { from, to } => of("accept", &[from, to]),
            Self::RejectLink { from, to } => of("reject", &[from, to]),
            Self::Relabel { .. } | Self::AcceptEdge { .. } | Self::RejectEdge { .. } => None,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Relabel { column, from, to } => write!(f, "relabel {column} {from} as {to}"),
            Self::AcceptEdge { source, target } => write!(f, "accept {source} -> {target}"),
            Self::RejectEdge { source, target } => write!(f, "reject {source} -> {target}"),
            links => f.write_str(&links.line().unwrap_or_default()),
        }
    }
}

impl FromStr for Change {
    type Err = String;

    /// Reads what [`fmt::Display`] writes: `cut 5 2`, `relabel leiden 3 as T cells`, `reject RAF -> MEK`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (verb, rest) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
        if verb == "relabel" {
            let parts = rest.trim().split_once(char::is_whitespace);
            let parts = parts.and_then(|(column, rest)| Some((column, rest.split_once(" as ")?)));
            let (column, (from, to)) = parts.ok_or("write: relabel COLUMN OLD as NEW")?;
            let [column, from, to] = [column, from, to].map(|text| text.trim().to_owned());
            return Ok(Self::Relabel { column, from, to });
        }
        if let Some((source, target)) = rest.split_once("->") {
            let (source, target) = (source.trim().to_owned(), target.trim().to_owned());
            return match verb {
                "accept" => Ok(Self::AcceptEdge { source, target }),
                "reject" => Ok(Self::RejectEdge { source, target }),
                _ => Err(format!("`{verb}` is nothing to do with an edge; write accept or reject")),
            };
        }
        links(text)
    }
}

/// A line of a file of corrections.
fn links(text: &str) -> Result<Change, String> {
    text.parse::<Corrections>().map_err(|why| why.fault.to_string())?;
    let mut words = text.split('#').next().unwrap_or_default().split_whitespace();
    let verb = words.next().unwrap_or_default().to_ascii_lowercase();
    let numbers: Vec<u32> = words.filter_map(|word| word.parse().ok()).collect();
    match (verb.as_str(), &numbers[..]) {
        ("join", &[a, b, c, d]) => Ok(Change::Join { from: (a, b), to: (c, d) }),
        ("cut", &[a, b]) => Ok(Change::Cut { at: (a, b) }),
        ("swap", &[a, b, with]) => Ok(Change::Swap { at: (a, b), with }),
        ("divide", &[a, b, c, d, e, f]) => Ok(Change::Divide { from: (a, b), to: [(c, d), (e, f)] }),
        ("accept", &[a, b, c, d]) => Ok(Change::AcceptLink { from: (a, b), to: (c, d) }),
        ("reject", &[a, b, c, d]) => Ok(Change::RejectLink { from: (a, b), to: (c, d) }),
        _ => Err("write one correction, such as: cut 5 2".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::Change;

    #[test]
    fn what_is_written_is_read_again() {
        let texts = [
            "join 3 7 5 2",
            "cut 3 7",
            "swap 3 7 8",
            "divide 3 7 4 1 4 2",
            "accept 3 7 4 2",
            "reject 3 7 4 2",
            "relabel leiden 3 as T cells",
            "accept RAF -> MEK",
            "reject RAF -> MEK",
        ];
        for text in texts {
            let change: Change = text.parse().unwrap();
            assert_eq!(change.to_string(), text);
            let json = serde_json::to_string(&change).unwrap();
            assert_eq!(serde_json::from_str::<Change>(&json).unwrap(), change);
        }
    }

    #[test]
    fn of_two_that_cannot_both_hold_one_contradicts_the_other() {
        let contradicts = |later: &str, earlier: &str| {
            let [later, earlier] = [later, earlier].map(|text| text.parse::<Change>().unwrap());
            later.subject() == earlier.subject() && later.contradicts(&earlier)
        };
        for (one, other) in [
            ("accept 3 7 4 2", "reject 3 7 4 2"),
            ("accept 3 7 4 2", "cut 3 7"),
            ("divide 3 7 4 1 4 2", "cut 3 7"),
            ("join 3 7 5 2", "join 3 7 5 3"),
            ("join 3 7 5 2", "reject 3 7 5 2"),
            ("join 3 7 5 2", "divide 3 7 4 1 4 2"),
            ("accept RAF -> MEK", "reject RAF -> MEK"),
        ] {
            assert!(contradicts(one, other) && contradicts(other, one), "{one}, {other}");
        }
        for (one, other) in [
            // Both daughters of a mother.
            ("accept 3 7 4 1", "accept 3 7 4 2"),
            ("reject 3 7 4 1", "accept 3 7 4 2"),
            ("reject 3 7 4 1", "cut 3 7"),
            ("cut 3 7", "cut 4 7"),
            ("accept RAF -> MEK", "reject RAF -> ERK"),
            ("swap 3 7 8", "cut 3 7"),
        ] {
            assert!(!contradicts(one, other) && !contradicts(other, one), "{one}, {other}");
        }
    }

    #[test]
    fn what_is_no_correction_is_refused() {
        for text in
            ["", "# nothing", "cut 3", "cut 3 7\ncut 4 7", "relabel leiden 3", "join A -> B", "merge 1 2"]
        {
            assert!(text.parse::<Change>().is_err(), "{text}");
        }
    }
}
