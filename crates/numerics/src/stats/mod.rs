//! Statistics: moments, quantiles, ranks, distribution functions, false discovery rates, agreement
//! of partitions, local regression.

mod agreement;
mod beta;
mod digamma;
mod discovery;
mod gamma;
mod hypergeometric;
mod loess;
mod moments;
mod normal;
mod ranks;
mod variance_ratio;

pub use agreement::{adjusted_rand_index, normalized_mutual_information};
pub use beta::{incomplete_beta, student_two_sided};
pub use digamma::{digamma, trigamma, trigamma_inverse};
pub use discovery::benjamini_hochberg;
pub use gamma::{chi2_cdf, chi2_quantile, chi2_sf, incomplete_gamma};
pub use hypergeometric::hypergeometric_sf;
pub use loess::loess;
pub use moments::{mean, median, quantile, variance};
pub use normal::{normal_cdf, normal_quantile, normal_sf};
pub use ranks::{Ranks, ranks};
pub use variance_ratio::{student_reach, variance_ratio_sf};
