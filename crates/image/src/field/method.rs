use super::choose::Taste;
use super::paint::Edge;
use super::survey::{Survey, factor, smooth};
use super::terrain::{Terrain, reach, terrain};
use super::{Field, field_diameter, grey};
use crate::learn::{COARSE, REACH, Sizes};
use crate::{ImageError, NetModel, PixelModel, SegmentParams};
use lca_pixels::Image;

/// How objects are told from the ground.
#[derive(Debug, Clone, Copy)]
pub enum Method<'m> {
    /// Bright objects on a dark ground, without anything learnt.
    Classical(&'m SegmentParams),
    /// As people labelled them, by a forest.
    Learnt(&'m PixelModel),
    /// As people labelled them, by a network.
    Net(&'m NetModel),
}

/// What an object's shape counts where that was not learnt.
pub(crate) const SHAPE: f64 = 0.5;

impl Method<'_> {
    /// What is known of the objects' sizes from people's labels.
    pub(super) const fn learnt(self) -> Option<Sizes> {
        match self {
            Self::Classical(_) => None,
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
        }
    }

    /// Pixels of the field per reduced pixel.
    pub(super) fn factor(self, diameter: f64) -> usize {
        match self {
            Self::Classical(_) => factor(diameter),
            Self::Learnt(model) => model.factor,
            Self::Net(_) => PixelModel::fine_factor(diameter),
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
        }
    }

    /// How far around a pixel its terrain is decided, in reduced pixels.
    pub(super) fn reach(self, survey: &Survey) -> usize {
        match self {
            Self::Classical(_) => reach(survey),
            Self::Learnt(_) => REACH,
            Self::Net(model) => model.reach(),
        }
    }

    /// Windows begin at multiples of so many reduced pixels.
    pub(super) fn step(self) -> usize {
        match self {
            Self::Classical(_) => 1,
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
        }
    }
}
