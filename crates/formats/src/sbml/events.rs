use super::File;
use super::element::Element;
use crate::FormatError;
use lca_kinetics::Event;

impl File<'_> {
    /// Level 3 requires what Level 2 has no attribute for; its defaults are what Level 2 means.
    pub(super) fn event(&self, element: &Element) -> Result<Event, FormatError> {
        let math =
            |name: &str| element.child(name).map(|part| self.math(part)).transpose().map(Option::flatten);
        let trigger = element.child("trigger");
        let trigger_flag = |name: &str| trigger.map_or(Ok(true), |trigger| self.flag(trigger, name, true));
        let mut assignments = Vec::new();
        for assignment in element.listed("listOfEventAssignments", "eventAssignment") {
            if let Some(value) = self.math(assignment)? {
                assignments.push((self.required(assignment, "variable")?.to_owned(), value));
            }
        }
        Ok(Event {
            id: element.attribute("id").map(str::to_owned),
            name: element.attribute("name").map(str::to_owned),
            trigger: math("trigger")?,
            initial_value: trigger_flag("initialValue")?,
            persistent: trigger_flag("persistent")?,
            delay: math("delay")?,
            priority: math("priority")?,
            use_values_from_trigger_time: self.flag(element, "useValuesFromTriggerTime", true)?,
            assignments,
        })
    }
}
