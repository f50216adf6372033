use super::Amount;
use super::ruler::AVOGADRO;
use super::units::{litres, moles};
use crate::NetworkError;
use lca_core::{Dimension, Unit};
use lca_kinetics::{Compartment, Initial, Network, Species};
use std::collections::BTreeMap;

/// What a model leaves open about its units.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InitialOptions {
    /// For species of other names than the molecules: species and molecule.
    pub called: BTreeMap<String, String>,
    /// The unit of substance where the model states none: `mole`, `item`.
    pub substance: Option<String>,
    /// The unit of volume where the model states none: `litre`.
    pub volume: Option<String>,
    /// The volume of one cell in litres, where the compartment is not one cell.
    pub cell_volume: Option<f64>,
}

/// A species that begins with a measured amount.
#[derive(Debug, Clone, PartialEq)]
pub struct SetSpecies {
    /// The species.
    pub species: String,
    /// The molecule measured.
    pub molecule: String,
    /// Its value before; NaN where it had none.
    pub before: f64,
    /// Its value now, and the ends of its interval, in the model's unit.
    pub value: f64,
    /// The ends of its 95 % interval.
    pub interval: (f64, f64),
    /// The model's unit: `nmol/litre`.
    pub unit: String,
    /// Whether an initial assignment gave way.
    pub replaced: bool,
}

/// The largest compartment that may be one cell, in litres: a frog's egg has a microlitre.
const LARGEST_CELL: f64 = 1e-6;

/// Sets the initial values of the species that were measured, in the model's own units: a species that
/// begins with a concentration gets one, else an amount.
///
/// # Errors
/// [`NetworkError`] when no species was measured, two molecules stand for one species, a species is given by
/// a rule, a unit cannot be turned into the model's, or a compartment is too large for one cell.
pub fn set_initial(
    network: &mut Network,
    amounts: &[Amount],
    options: &InitialOptions,
) -> Result<Vec<SetSpecies>, NetworkError> {
    check(network, options)?;
    let mut set = Vec::new();
    for at in 0..network.species.len() {
        let Some(amount) = measured(&network.species[at], amounts, options)? else { continue };
        set.push(one(network, at, amount, options)?);
    }
    if set.is_empty() {
        let show = |names: Vec<&str>| names.into_iter().take(3).collect::<Vec<_>>().join(", ");
        let why = format!(
            "none of the model's species (such as {}) is among the molecules (such as {}); say which is which by a list of species and molecules",
            show(network.species.iter().map(|one| one.id.as_str()).collect()),
            show(amounts.iter().map(|one| one.name.as_deref().unwrap_or(&one.id)).collect())
        );
        return Err(NetworkError::Argument { what: "the measured amounts", why });
    }
    Ok(set)
}

/// Checks that what the user names is there.
fn check(network: &Network, options: &InitialOptions) -> Result<(), NetworkError> {
    if let Some(volume) = options.cell_volume.filter(|volume| !(volume.is_finite() && *volume > 0.0)) {
        let why = format!("{volume} L is no volume; give a positive number");
        return Err(NetworkError::Argument { what: "the volume of a cell", why });
    }
    match options.called.keys().find(|id| network.species(id).is_none()) {
        Some(id) => Err(NetworkError::Reference {
            place: "the list of species and molecules".to_owned(),
            id: id.clone(),
            what: "which is no species of the model",
            instead: "use the model's identifiers".to_owned(),
        }),
        None => Ok(()),
    }
}

/// The amount that stands for a species.
fn measured<'a>(
    species: &Species,
    amounts: &'a [Amount],
    options: &InitialOptions,
) -> Result<Option<&'a Amount>, NetworkError> {
    let called = options.called.get(&species.id);
    let is = |amount: &&Amount| {
        let known = [Some(amount.id.as_str()), amount.name.as_deref()];
        match called {
            Some(name) => known.contains(&Some(name)),
            None => {
                known.contains(&Some(species.id.as_str()))
                    || species.name.is_some() && known.contains(&species.name.as_deref())
            }
        }
    };
    let found: Vec<&Amount> = amounts.iter().filter(is).collect();
    match (found.as_slice(), called) {
        ([], Some(name)) => Err(NetworkError::Reference {
            place: format!("species `{}`", species.id),
            id: name.clone(),
            what: "which has no measured amount",
            instead: "check its name, or take the line out of the list".to_owned(),
        }),
        ([], None) => Ok(None),
        ([one], _) => Ok(Some(one)),
        ([a, b, ..], _) => Err(NetworkError::Argument {
            what: "the measured amounts",
            why: format!(
                "both `{}` and `{}` stand for species `{}`; say which by a list of species and molecules",
                a.id, b.id, species.id
            ),
        }),
    }
}

fn one(
    network: &mut Network,
    at: usize,
    amount: &Amount,
    options: &InitialOptions,
) -> Result<SetSpecies, NetworkError> {
    let species = &network.species[at];
    let id = species.id.clone();
    if network.rule(&id).is_some() {
        let why = format!(
            "species `{id}` is given by a rule at all times and cannot begin with another value; take the rule out"
        );
        return Err(NetworkError::Argument { what: "the model", why });
    }
    let assigned = network.initial_assignments.iter().any(|(symbol, _)| *symbol == id);
    let concentration = match species.initial {
        Initial::Concentration(_) => true,
        Initial::Amount(_) => false,
        Initial::Unknown => !species.has_only_substance_units,
    };
    let (factor, unit) = factor(network, species, (&amount.unit, concentration), options)?;
    let (value, interval) = (amount.value * factor, (amount.interval.0 * factor, amount.interval.1 * factor));
    let before = match species.initial {
        Initial::Amount(value) | Initial::Concentration(value) => value,
        Initial::Unknown => f64::NAN,
    };
    network.species[at].initial =
        if concentration { Initial::Concentration(value) } else { Initial::Amount(value) };
    network.initial_assignments.retain(|(symbol, _)| *symbol != id);
    Ok(SetSpecies {
        species: id,
        molecule: amount.id.clone(),
        before: if assigned { f64::NAN } else { before },
        value,
        interval,
        unit,
        replaced: assigned,
    })
}

/// By what a measured value is multiplied to be one of the model's, and the model's unit.
fn factor(
    network: &Network,
    species: &Species,
    (unit, concentration): (&Unit, bool),
    options: &InitialOptions,
) -> Result<(f64, String), NetworkError> {
    let substance = stated(
        "substance",
        species.unit.as_ref().or(network.units.substance.as_ref()).or(options.substance.as_ref()),
        &species.id,
    )?;
    let mole = moles(&network.units, substance)?;
    let place = compartment(network, species)?;
    let size = || -> Result<(f64, f64, &str), NetworkError> {
        let volume = place.unit.as_ref().or(network.units.volume.as_ref()).or(options.volume.as_ref());
        let volume = stated("volume", volume, &species.id)?;
        let litre = litres(&network.units, volume)?;
        let size = place.size.filter(|size| size.is_finite() && *size > 0.0 && place.dimensions == 3.0);
        let size = size.ok_or_else(|| sizeless(&place.id))?;
        Ok((size, litre, volume))
    };
    match (unit.dimension(), concentration) {
        (Dimension::MoleculesPerCell, false) => match options.cell_volume {
            None => Ok((1.0 / AVOGADRO / mole, substance.to_owned())),
            Some(cell) => {
                let (size, litre, _) = size()?;
                Ok((size * litre / cell / AVOGADRO / mole, substance.to_owned()))
            }
        },
        (Dimension::MoleculesPerCell, true) => {
            let (size, litre, volume) = size()?;
            let cell = options.cell_volume.unwrap_or(size * litre);
            if cell > LARGEST_CELL {
                return Err(too_large(&place.id, cell));
            }
            Ok((litre / cell / AVOGADRO / mole, format!("{substance}/{volume}")))
        }
        (Dimension::Concentration, _) => {
            let (size, litre, volume) = size()?;
            let molar = molar(unit)?;
            if concentration {
                Ok((molar * litre / mole, format!("{substance}/{volume}")))
            } else {
                Ok((molar * litre * size / mole, substance.to_owned()))
            }
        }
        _ => {
            let why = format!(
                "`{unit}` is neither molecules/cell nor a concentration, so it cannot set species `{}`; calibrate the table first",
                species.id
            );
            Err(NetworkError::Argument { what: "the unit of the amounts", why })
        }
    }
}

/// How many mol/L a unit of concentration is.
fn molar(unit: &Unit) -> Result<f64, NetworkError> {
    let to = "M".parse::<Unit>();
    let size = to.and_then(|to| unit.convert(1.0, &to));
    size.map_err(|error| NetworkError::Argument { what: "the unit of the amounts", why: error.to_string() })
}

fn stated<'a>(what: &str, name: Option<&'a String>, species: &str) -> Result<&'a str, NetworkError> {
    name.map(String::as_str).ok_or_else(|| NetworkError::Argument {
        what: "the model's units",
        why: format!(
            "no unit of {what} is stated for species `{species}`, so a measured amount means nothing there; state it in the model, or say which is meant"
        ),
    })
}

fn compartment<'n>(network: &'n Network, species: &Species) -> Result<&'n Compartment, NetworkError> {
    let found = network.compartments.iter().find(|one| one.id == species.compartment);
    found.ok_or_else(|| NetworkError::Reference {
        place: format!("species `{}`", species.id),
        id: species.compartment.clone(),
        what: "which is no compartment of the model",
        instead: "add the compartment".to_owned(),
    })
}

fn sizeless(id: &str) -> NetworkError {
    let why =
        format!("compartment `{id}` has no volume, which amounts and concentrations need; give it a size");
    NetworkError::Argument { what: "the model", why }
}

fn too_large(id: &str, litres: f64) -> NetworkError {
    let why = format!(
        "compartment `{id}` has {litres} L, more than any cell, so molecules per cell are no concentration in it; give the volume of one cell"
    );
    NetworkError::Argument { what: "the model", why }
}
