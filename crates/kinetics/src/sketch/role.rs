use super::{Inhibition, Law, Step};

/// What sort of number a parameter of a rate law is: its unit, usual value and range follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleKind {
    /// A rate constant of that many concentrations: `1/time` for one, `1/(concentration time)` for two.
    Rate(i32),
    /// A greatest rate: concentration per time.
    MaximalRate,
    /// A turnover number: per time.
    Turnover,
    /// A concentration of half effect.
    Half,
    /// A Hill coefficient, without unit.
    Exponent,
}

/// A parameter of a step's rate law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name within the step: `kf`, `Km`, `Ki_DUSP`.
    pub name: String,
    /// What sort of number it is.
    pub kind: RoleKind,
}

fn role(name: impl Into<String>, kind: RoleKind) -> Role {
    Role { name: name.into(), kind }
}

impl Step {
    /// The parameters of its rate law, in the order in which they occur; those of a formula of the user's
    /// own are not among them.
    #[must_use]
    pub fn roles(&self) -> Vec<Role> {
        let mut roles = self.law_roles();
        for one in &self.activators {
            roles.push(role(format!("Ka_{one}"), RoleKind::Half));
            roles.push(role(format!("na_{one}"), RoleKind::Exponent));
        }
        for one in &self.inhibitors {
            roles.push(role(format!("Ki_{}", one.species), RoleKind::Half));
            if one.kind == Inhibition::Repression {
                roles.push(role(format!("ni_{}", one.species), RoleKind::Exponent));
            }
        }
        roles
    }

    fn law_roles(&self) -> Vec<Role> {
        let turnover = if self.actors.is_empty() {
            role("Vmax", RoleKind::MaximalRate)
        } else {
            role("kcat", RoleKind::Turnover)
        };
        match &self.law {
            Law::MassAction => self.mass_action_roles(),
            Law::MichaelisMenten => vec![turnover, role("Km", RoleKind::Half)],
            Law::Hill if self.reactants.is_empty() => self.promoter_roles(),
            Law::Hill => vec![turnover, role("K", RoleKind::Half), role("n", RoleKind::Exponent)],
            Law::Formula(_) => Vec::new(),
        }
    }

    fn mass_action_roles(&self) -> Vec<Role> {
        let molecules = |side: &[super::Term]| side.iter().map(|term| term.number as i32).sum::<i32>();
        let mut roles =
            vec![role("kf", RoleKind::Rate(molecules(&self.reactants) + self.actors.len() as i32))];
        if self.reversible {
            roles.push(role("kr", RoleKind::Rate(molecules(&self.products))));
        }
        roles
    }

    fn promoter_roles(&self) -> Vec<Role> {
        let mut roles = vec![role("Vmax", RoleKind::MaximalRate)];
        for actor in &self.actors {
            let end = if self.actors.len() == 1 { String::new() } else { format!("_{actor}") };
            roles.push(role(format!("K{end}"), RoleKind::Half));
            roles.push(role(format!("n{end}"), RoleKind::Exponent));
        }
        roles
    }

    /// The parameter that a name means in this step: its own name, or another that is in use for it
    /// (`k`, `V`, `K`, and `Ki` where there is one inhibitor).
    #[must_use]
    pub fn role(&self, written: &str) -> Option<Role> {
        let roles = self.roles();
        if let Some(found) = roles.iter().find(|role| role.name == written) {
            return Some(found.clone());
        }
        let begins = |start: &str| {
            let mut all = roles.iter().filter(|role| role.name.starts_with(start));
            all.next().filter(|_| all.next().is_none()).cloned()
        };
        let named = |names: &[&str]| roles.iter().find(|role| names.contains(&role.name.as_str())).cloned();
        match written {
            "k" => named(&["kf"]),
            "V" | "Vmax" | "kcat" => named(&["kcat", "Vmax"]),
            "K" | "Km" => named(&["Km", "K"]),
            "Ki" => begins("Ki_"),
            "ni" => begins("ni_"),
            "Ka" => begins("Ka_"),
            "na" => begins("na_"),
            _ => None,
        }
    }
}
