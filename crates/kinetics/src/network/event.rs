use crate::Expr;

/// A sudden change of values when a condition becomes true (SBML Level 3 Version 2, section 4.11).
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its identifier, if it has one.
    pub id: Option<String>,
    /// A name for people.
    pub name: Option<String>,
    /// It is triggered when this turns from false to true; none: never.
    pub trigger: Option<Expr>,
    /// The trigger's value just before the start.
    pub initial_value: bool,
    /// Whether it still happens when the trigger turns false again before it did.
    pub persistent: bool,
    /// Time between the trigger and the change; none: at once.
    pub delay: Option<Expr>,
    /// Of events due at one time that of the highest priority comes first.
    pub priority: Option<Expr>,
    /// Whether the new values are computed when it is triggered, or else when it happens.
    pub use_values_from_trigger_time: bool,
    /// Symbols and their new values.
    pub assignments: Vec<(String, Expr)>,
}

impl Event {
    /// An event without delay or priority, with the defaults of SBML Level 2.
    #[must_use]
    pub fn new(trigger: Expr, assignments: &[(&str, Expr)]) -> Self {
        let assignments = assignments.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect();
        Self {
            id: None,
            name: None,
            trigger: Some(trigger),
            initial_value: true,
            persistent: true,
            delay: None,
            priority: None,
            use_values_from_trigger_time: true,
            assignments,
        }
    }
}
