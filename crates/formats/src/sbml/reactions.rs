use super::File;
use super::xml::Element;
use crate::FormatError;
use lca_kinetics::{Expr, Reaction, Stoichiometry};

impl File<'_> {
    pub(super) fn reaction(&self, element: &Element) -> Result<Reaction, FormatError> {
        if self.flag(element, "fast", false)? {
            return Err(self.refuse(element, "a fast reaction"));
        }
        let law = element.child("kineticLaw");
        let mut local_parameters = Vec::new();
        if let Some(law) = law {
            local_parameters = self.each(law, "listOfLocalParameters", "localParameter", Self::parameter)?;
            local_parameters.extend(self.each(law, "listOfParameters", "parameter", Self::parameter)?);
        }
        let modifiers = element.listed("listOfModifiers", "modifierSpeciesReference");
        Ok(Reaction {
            id: self.required(element, "id")?.to_owned(),
            name: element.attribute("name").map(str::to_owned),
            reversible: self.flag(element, "reversible", true)?,
            fast: false,
            reactants: self.each(element, "listOfReactants", "speciesReference", Self::reference)?,
            products: self.each(element, "listOfProducts", "speciesReference", Self::reference)?,
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
                // Level 2 has the default 1, Level 3 none.
                let default = if self.level == 2 { 1.0 } else { f64::NAN };
                Expr::Number(self.number(element, "stoichiometry")?.unwrap_or(default))
            }
        };
        Ok(Stoichiometry {
            id: element.attribute("id").map(str::to_owned),
            species: self.required(element, "species")?.to_owned(),
            number,
        })
    }
}
