use super::File;
use super::element::Element;
use crate::FormatError;
use lca_kinetics::{Expr, Reaction, Stoichiometry};

const REFERENCE: [&str; 2] = ["speciesReference", "specieReference"];

impl File<'_> {
    pub(super) fn reaction(&self, element: &Element) -> Result<Reaction, FormatError> {
        let law = element.child("kineticLaw");
        let mut local_parameters = Vec::new();
        if let Some(law) = law {
            local_parameters = self.each(law, "listOfLocalParameters", "localParameter", Self::parameter)?;
            local_parameters.extend(self.each(law, "listOfParameters", "parameter", Self::parameter)?);
        }
        let modifiers = element.listed("listOfModifiers", "modifierSpeciesReference");
        Ok(Reaction {
            id: self.id(element)?,
            name: self.name(element),
            reversible: self.flag(element, "reversible", true)?,
            fast: self.flag(element, "fast", false)?,
            reactants: self.either(element, "listOfReactants", REFERENCE, Self::reference)?,
            products: self.either(element, "listOfProducts", REFERENCE, Self::reference)?,
            modifiers: modifiers
                .map(|modifier| self.required(modifier, "species").map(str::to_owned))
                .collect::<Result<_, _>>()?,
            local_parameters,
            rate: law.map(|law| self.math(law)).transpose()?.flatten(),
        })
    }

    fn reference(&self, element: &Element) -> Result<Stoichiometry, FormatError> {
        let number = match element.child("stoichiometryMath") {
            Some(math) => self.math(math)?.unwrap_or(Expr::Number(1.0)),
            None => {
                // Levels 1 and 2 have the default 1, Level 3 none; Level 1 writes fractions.
                let default = if self.level < 3 { 1.0 } else { f64::NAN };
                let number = self.number(element, "stoichiometry")?.unwrap_or(default);
                Expr::Number(number / self.number(element, "denominator")?.unwrap_or(1.0))
            }
        };
        Ok(Stoichiometry {
            id: element.attribute("id").map(str::to_owned),
            species: match element.attribute("specie") {
                Some(species) => species.to_owned(),
                None => self.required(element, "species")?.to_owned(),
            },
            number,
        })
    }
}
