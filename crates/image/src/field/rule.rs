use super::choose::Taste;
use super::maps::MapParams;
use super::shape::Edge;
use super::survey::{Survey, factor, smooth, survey};
use super::terrain::{Terrain, reach, terrain};
use super::{Field, field_diameter, grey};
use crate::learn::{COARSE, REACH, Sizes};
use crate::{ImageError, NetModel, PixelModel, SegmentParams};
use lca_pixels::Image;

/// How pixels become a terrain, and its hills objects.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule<'m> {
    Classical(&'m SegmentParams),
    Learnt(&'m PixelModel),
    Net(&'m NetModel),
    /// The field's channels are what another network said of its pixels.
    Maps(&'m MapParams),
}

/// What an object's shape counts where that was not learnt.
pub(crate) const SHAPE: f64 = 0.5;

impl Rule<'_> {
    /// What is known of the objects' sizes from people's labels.
    pub(super) const fn learnt(self) -> Option<Sizes> {
        match self {
            Self::Classical(_) | Self::Maps(_) => None,
            Self::Learnt(model) => Some(model.sizes()),
            Self::Net(model) => Some(model.sizes()),
        }
    }

    /// The typical diameter in pixels, after a check of what the method was given; none when there are no objects.
    pub(super) fn diameter(self, field: &dyn Field) -> Result<Option<f64>, ImageError> {
        match self {
            Self::Classical(params) => {
                params.check()?;
                params.known_diameter()?.map_or_else(|| field_diameter(field), |known| Ok(Some(known)))
            }
            Self::Learnt(model) => model.check().map(|()| Some(model.diameter)),
            Self::Net(model) => model.check().map(|()| Some(model.diameter)),
            Self::Maps(params) => params.diameter(field),
        }
    }

    /// Pixels of the field per reduced pixel.
    pub(super) fn factor(self, diameter: f64) -> usize {
        match self {
            Self::Classical(_) => factor(diameter),
            Self::Learnt(model) => model.factor,
            Self::Net(_) | Self::Maps(_) => PixelModel::fine_factor(diameter),
        }
    }

    /// What must be known of a field first: its brightness, or nothing where maps say it all.
    pub(super) fn survey(
        self,
        field: &dyn Field,
        diameter: f64,
        factor: usize,
        side: usize,
    ) -> Result<Survey, ImageError> {
        match self {
            Self::Maps(_) => Ok(Survey::plain(diameter, factor)),
            _ => survey(field, diameter, factor, side),
        }
    }

    /// What a window shows; `soft` is the same reduced and smoothed, where that was done before.
    pub(super) fn terrain(
        self,
        window: &Image,
        soft: Option<Image>,
        origin: [usize; 2],
        survey: &Survey,
    ) -> Terrain {
        match self {
            Self::Classical(params) => {
                let soft = soft.unwrap_or_else(|| smooth(&grey(window), survey.factor, survey.radius));
                terrain(soft, origin, survey, params)
            }
            Self::Learnt(model) => model.terrain(window, origin, survey.factor, survey.tone),
            Self::Net(model) => model.terrain(window, origin, survey.factor, survey.tone),
            Self::Maps(params) => params.terrain(window, origin, survey),
        }
    }

    /// How far around a pixel its terrain is decided, in reduced pixels.
    pub(super) fn reach(self, survey: &Survey) -> usize {
        match self {
            Self::Classical(_) => reach(survey),
            Self::Learnt(_) => REACH,
            Self::Net(model) => model.reach(),
            Self::Maps(_) => MapParams::reach(survey),
        }
    }

    /// Windows begin at multiples of so many reduced pixels.
    pub(super) fn step(self) -> usize {
        match self {
            Self::Classical(_) | Self::Maps(_) => 1,
            Self::Learnt(_) => COARSE,
            Self::Net(model) => model.step(),
        }
    }

    pub(super) fn taste(self, survey: &Survey) -> Taste {
        let typical = survey.typical();
        let least = self.edge(survey).sizes[0] / typical;
        let (depth, shape, small) = match self {
            Self::Classical(params) => (params.split_depth, SHAPE, params.min_size),
            Self::Learnt(model) => (model.split_depth, model.shape, least),
            Self::Net(model) => (model.split_depth, SHAPE, least),
            Self::Maps(params) => (params.split_depth, SHAPE, least),
        };
        Taste { typical, depth, shape, small }
    }

    pub(super) fn edge(self, survey: &Survey) -> Edge {
        let learnt = |sizes: Sizes| {
            let pixel = (survey.factor * survey.factor) as f64;
            let areas = [0.7 * sizes.areas[0] / pixel, 4.0 * sizes.areas[1] / pixel];
            Edge {
                relative: false,
                level: sizes.level as f32,
                least: sizes.level as f32,
                sizes: areas,
                rounded: false,
            }
        };
        let typical = survey.typical();
        match self {
            Self::Classical(params) => Edge {
                relative: true,
                level: params.edge_level as f32,
                least: (params.dim_share * f64::from(survey.bright)) as f32,
                sizes: [params.min_size * typical, params.max_size * typical],
                rounded: survey.radius >= 3.5,
            },
            Self::Learnt(model) => learnt(model.sizes()),
            Self::Net(model) => learnt(model.sizes()),
            Self::Maps(params) => Edge {
                relative: false,
                level: params.level as f32,
                least: params.level as f32,
                sizes: MapParams::SIZES.map(|share| share * typical),
                rounded: false,
            },
        }
    }
}
