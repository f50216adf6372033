use super::math::{condition, math};
use super::tag::{Tag, list};
use lca_kinetics::{Event, Expr};
use std::fmt::Write;

pub(super) fn event(out: &mut String, event: &Event, version: u32) {
    let tag = Tag::new("event").optional("id", event.id.as_deref()).optional("name", event.name.as_deref());
    tag.flag("useValuesFromTriggerTime", event.use_values_from_trigger_time).open(out);
    trigger(out, event, version);
    part(out, "priority", event.priority.as_ref());
    part(out, "delay", event.delay.as_ref());
    list(out, "listOfEventAssignments", &event.assignments, |out, (variable, value)| {
        Tag::new("eventAssignment").text("variable", variable).open(out);
        math(out, value);
        out.push_str("</eventAssignment>\n");
    });
    out.push_str("</event>\n");
}

/// An event without a trigger never happens; Version 1 says so by one that is never true.
fn trigger(out: &mut String, event: &Event, version: u32) {
    let never = Expr::Number(0.0);
    let trigger = event.trigger.as_ref().or((version == 1).then_some(&never));
    let tag = Tag::new("trigger").flag("initialValue", event.initial_value);
    let tag = tag.flag("persistent", event.persistent);
    match trigger {
        Some(trigger) => {
            tag.open(out);
            condition(out, trigger);
            out.push_str("</trigger>\n");
        }
        None => tag.close(out),
    }
}

fn part(out: &mut String, name: &str, value: Option<&Expr>) {
    if let Some(value) = value {
        Tag::new(name).open(out);
        math(out, value);
        let _ = writeln!(out, "</{name}>");
    }
}
