use super::cells::Types;
use crate::NetworkError;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Which types of cells can meet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Limits {
    /// All with all.
    #[default]
    None,
    /// Those that share surroundings, with themselves too.
    Microenvironments(BTreeMap<String, Vec<String>>),
    /// These ordered pairs.
    Pairs(BTreeSet<(String, String)>),
}

impl Limits {
    /// The same without some types, which are left out of all that is asked.
    pub(super) fn without(&self, types: &[String]) -> Self {
        match self {
            Self::None => Self::None,
            Self::Microenvironments(places) => {
                let kept =
                    |all: &Vec<String>| all.iter().filter(|one| !types.contains(one)).cloned().collect();
                Self::Microenvironments(
                    places.iter().map(|(place, all)| (place.clone(), kept(all))).collect(),
                )
            }
            Self::Pairs(pairs) => {
                let kept =
                    pairs.iter().filter(|(first, second)| !types.contains(first) && !types.contains(second));
                Self::Pairs(kept.cloned().collect())
            }
        }
    }

    /// The ordered pairs of types that can meet, in the order of [`Types::pairs`].
    ///
    /// # Errors
    /// When a type is named that no cell has, or no pair is left.
    pub fn pairs(&self, types: &Types) -> Result<Vec<(usize, usize)>, NetworkError> {
        let named: Vec<&String> = match self {
            Self::None => return Ok(types.pairs()),
            Self::Microenvironments(places) => places.values().flatten().collect(),
            Self::Pairs(pairs) => pairs.iter().flat_map(|(first, second)| [first, second]).collect(),
        };
        if let Some(stranger) = named.into_iter().find(|name| types.place(name).is_none()) {
            return Err(NetworkError::Reference {
                place: "the list of who can meet".to_owned(),
                id: stranger.clone(),
                what: "which is the type of no cell",
                instead: format!("the types are: {}", types.names.join(", ")),
            });
        }
        let meet = |&(first, second): &(usize, usize)| self.meet(&types.names[first], &types.names[second]);
        let pairs: Vec<_> = types.pairs().into_iter().filter(meet).collect();
        if pairs.is_empty() {
            return Err(NetworkError::TooFew {
                what: "pairs of types of cells that can meet",
                found: 0,
                needed: 1,
                instead: "widen the radius or list more surroundings",
            });
        }
        Ok(pairs)
    }

    fn meet(&self, first: &String, second: &String) -> bool {
        match self {
            Self::None => true,
            Self::Microenvironments(places) => {
                places.values().any(|types| types.contains(first) && types.contains(second))
            }
            Self::Pairs(pairs) => pairs.contains(&(first.clone(), second.clone())),
        }
    }
}

/// How two types of cells meet in space.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// One type.
    pub first: String,
    /// The other, or the same.
    pub second: String,
    /// Pairs of cells, one of each, no further from each other than the radius.
    pub pairs: usize,
    /// As many as would be expected if the types were scattered over the same cells at random.
    pub expected: f64,
}

/// Counts which cells lie within `radius` of each other, by type; both orders of two types are listed. Positions
/// have one row for each row of the data, of as many coordinates as there are dimensions (1 to 3), in the unit of
/// the radius.
///
/// # Errors
/// When positions are missing for a cell or are no numbers, or the radius is not above zero.
pub fn contacts(types: &Types, positions: &[Vec<f64>], radius: f64) -> Result<Vec<Contact>, NetworkError> {
    let points = points(types, positions, radius)?;
    let cell = |point: &[f64; 3]| point.map(|x| (x / radius).floor() as i64);
    let mut grid: HashMap<[i64; 3], Vec<usize>> = HashMap::new();
    points.iter().enumerate().for_each(|(at, point)| grid.entry(cell(point)).or_default().push(at));
    let count = types.names.len();
    let mut met = vec![0usize; count * count];
    for (at, point) in points.iter().enumerate() {
        let home = cell(point);
        for (other, place) in
            around(home).filter_map(|place| grid.get(&place)).flatten().map(|&o| (o, points[o]))
        {
            let distance = (0..3).map(|axis| (point[axis] - place[axis]).powi(2)).sum::<f64>();
            if other != at && distance <= radius * radius {
                met[types.of[at] as usize * count + types.of[other] as usize] += 1;
            }
        }
    }
    Ok(listed(types, &met))
}

fn points(types: &Types, positions: &[Vec<f64>], radius: f64) -> Result<Vec<[f64; 3]>, NetworkError> {
    let fault = |what, why: String| NetworkError::Argument { what, why };
    if !(radius.is_finite() && radius > 0.0) {
        return Err(fault("the radius", format!("{radius} is not above zero")));
    }
    let point = |&row: &usize| {
        let place = positions.get(row).ok_or_else(|| {
            fault("the positions", format!("there is none for the cell in row {}", row + 1))
        })?;
        let sound = (1..=3).contains(&place.len())
            && place.iter().all(|x| x.is_finite() && (x / radius).abs() < 1e15);
        if !sound {
            let why = format!("that of the cell in row {} is not one to three numbers", row + 1);
            return Err(fault("the positions", why));
        }
        let mut point = [0.0; 3];
        point.iter_mut().zip(place).for_each(|(to, from)| *to = *from);
        Ok(point)
    };
    types.rows.iter().map(point).collect()
}

/// A cell of the grid and all that touch it.
fn around(home: [i64; 3]) -> impl Iterator<Item = [i64; 3]> {
    (0..27).map(move |at: i64| [home[0] + at / 9 - 1, home[1] + at / 3 % 3 - 1, home[2] + at % 3 - 1])
}

fn listed(types: &Types, met: &[usize]) -> Vec<Contact> {
    let (all, cells) = (met.iter().sum::<usize>() as f64, types.of.len() as f64);
    let contact = |(first, second): (usize, usize)| {
        let others = types.sizes[second] as f64 - f64::from(u8::from(first == second));
        let chance = types.sizes[first] as f64 * others / (cells * (cells - 1.0)).max(1.0);
        Contact {
            first: types.names[first].clone(),
            second: types.names[second].clone(),
            pairs: met[first * types.names.len() + second],
            expected: all * chance,
        }
    };
    types.pairs().into_iter().map(contact).collect()
}
