use super::place::{Place, Source};
use super::settings::{Setting, Value};

/// The numbers that a parameter of a kind may be.
struct Limit {
    kind: &'static str,
    name: &'static str,
    allows: Allows,
}

#[derive(Clone, Copy)]
enum Allows {
    /// Numbers above 0.
    Positive,
    /// Numbers of at least so much.
    From(f64),
    /// Numbers from 0 to 1.
    Share,
    /// Numbers above 0, at most 1.
    SomeShare,
    /// Numbers between 0 and 1.
    Between,
}

impl Allows {
    fn holds(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::Positive => value > 0.0,
                Self::From(least) => value >= least,
                Self::Share => (0.0..=1.0).contains(&value),
                Self::SomeShare => value > 0.0 && value <= 1.0,
                Self::Between => value > 0.0 && value < 1.0,
            }
    }

    fn rule(self) -> String {
        match self {
            Self::Positive => "give a number above 0".to_owned(),
            Self::From(least) => format!("give a number from {least}"),
            Self::Share => "give a share from 0 to 1".to_owned(),
            Self::SomeShare => "give a share above 0, at most 1".to_owned(),
            Self::Between => "give a share above 0 and below 1".to_owned(),
        }
    }
}

const fn limit(kind: &'static str, name: &'static str, allows: Allows) -> Limit {
    Limit { kind, name, allows }
}

/// Bounds that hold whatever the data. The rooms below check them again, and those that depend on the
/// data; here they are only told early, and with their place.
const LIMITS: &[Limit] = &[
    limit("normalize", "target_sum", Allows::Positive),
    limit("variable-genes", "n_bins", Allows::From(1.0)),
    limit("variable-genes", "span", Allows::SomeShare),
    limit("pca", "n_comps", Allows::From(1.0)),
    limit("integrate", "harmony.theta", Allows::From(0.0)),
    limit("integrate", "harmony.sigma", Allows::Positive),
    limit("integrate", "harmony.lamb", Allows::Positive),
    limit("integrate", "harmony.block_size", Allows::SomeShare),
    limit("neighbors", "n_neighbors", Allows::From(2.0)),
    limit("leiden", "resolution", Allows::From(0.0)),
    limit("leiden", "theta", Allows::Positive),
    limit("umap", "spread", Allows::Positive),
    limit("umap", "alpha", Allows::Positive),
    limit("umap", "gamma", Allows::From(0.0)),
    limit("umap", "min_dist", Allows::From(0.0)),
    limit("umap", "n_components", Allows::From(1.0)),
    limit("correct-image", "light_px", Allows::Positive),
    limit("image-quality", "plane", Allows::From(0.0)),
    limit("image-quality", "highest", Allows::Positive),
    limit("segment", "objects.diameter_px", Allows::Positive),
    limit("segment", "objects.diameter_um", Allows::Positive),
    limit("segment", "objects.pixel_size_um", Allows::Positive),
    limit("segment", "objects.noise_factor", Allows::From(0.0)),
    limit("segment", "objects.dim_share", Allows::Share),
    limit("segment", "objects.local_share", Allows::Share),
    limit("segment", "objects.edge_level", Allows::Share),
    limit("segment", "objects.split_depth", Allows::Share),
    limit("segment", "objects.min_size", Allows::From(0.0)),
    limit("segment", "objects.max_size", Allows::From(0.0)),
    limit("segment", "measure.ring_gap_px", Allows::From(0.0)),
    limit("segment", "measure.ring_width_px", Allows::From(0.0)),
    limit("segment", "measure.pixel_size_um", Allows::Positive),
    limit("track", "links.max_distance_px", Allows::Positive),
    limit("track", "links.pixel_size_um", Allows::Positive),
    limit("observe", "every_s", Allows::Positive),
    limit("fit", "starts", Allows::From(1.0)),
    limit("ensemble", "size", Allows::From(1.0)),
    limit("ensemble", "chains", Allows::From(1.0)),
    limit("profiles", "confidence", Allows::Between),
    limit("predict", "level", Allows::Between),
];

/// Checks that a step's numbers are within the bounds of their kind.
pub(crate) fn check(source: Source<'_>, kind: &str, settings: &[Setting]) -> Result<(), Place> {
    for Setting { name, span, value } in settings {
        let Value::Number(value) = value else { continue };
        let limit = LIMITS.iter().find(|limit| limit.kind == kind && limit.name == name);
        if let Some(Limit { allows, .. }) = limit.filter(|limit| !limit.allows.holds(*value)) {
            return Err(source.place(span.clone(), format!("`{name}` is {value}"), allows.rule()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::LIMITS;
    use crate::registry::Kind;
    use serde_json::Value;
    use toml::Spanned;
    use toml::de::{DeTable, DeValue};

    #[test]
    fn every_limit_is_of_a_parameter_there_is_and_allows_its_default() {
        for limit in LIMITS {
            let kind = Kind::find(limit.kind).unwrap();
            // `integrate` needs its batch.
            let text = if limit.kind == "integrate" { "batch = \"lane\"" } else { "" };
            let params = Spanned::new(0..0, DeValue::Table(DeTable::parse(text).unwrap().into_inner()));
            let params = kind.job(params).unwrap().params().unwrap();
            let default = params.pointer(&format!("/{}", limit.name.replace('.', "/")));
            let default = default.unwrap_or_else(|| panic!("{} has no {}", limit.kind, limit.name));
            assert!(default.is_null() || default.as_f64().is_some_and(|value| limit.allows.holds(value)));
            assert!(*default == Value::Null || default.is_number(), "{}", limit.name);
        }
    }
}
