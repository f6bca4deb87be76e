//! Maximising a concave function of a few variables by shrinking an ellipsoid around the maximum
//! (Shor 1977; deep cuts as in Bland, Goldfarb and Todd, "The Ellipsoid Method: A Survey", 1981).
//!
//! The method needs neither step sizes nor well-scaled variables, and the point it stops at need not be the best one:
//! any prices give a valid bound, better ones a tighter one.

/// Variables: the prices of gain, GPUs, machines and risk.
pub(super) const DIMENSIONS: usize = 4;
/// Oracle calls per variable in use.
const CALLS_PER_VARIABLE: usize = 60;
/// Stop when less than this part of the best value can still be gained.
const TOLERANCE: f64 = 1e-7;

/// A value for each variable.
pub(super) type Point = [f64; DIMENSIONS];

/// Where to look for one variable.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Axis {
    /// The middle of the range looked at first.
    pub start: f64,
    /// Half its width; 0 keeps the variable where it is.
    pub radius: f64,
    /// Whether the variable may be negative.
    pub signed: bool,
}

/// The function at a point: its value and a supergradient.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    pub value: f64,
    pub slope: Point,
}

/// The best point seen.
pub(super) fn maximise(axes: &[Axis; DIMENSIONS], function: impl Fn(&Point) -> Sample) -> Point {
    let mut ellipsoid = Ellipsoid::around(axes);
    let mut best = (f64::NEG_INFINITY, [0.0; DIMENSIONS]);
    for _ in 0..CALLS_PER_VARIABLE * ellipsoid.variables {
        let centre = ellipsoid.centre;
        if let Some(i) = (0..DIMENSIONS).find(|&i| !axes[i].signed && centre[i] < 0.0) {
            let mut inward = [0.0; DIMENSIONS];
            inward[i] = 1.0;
            if ellipsoid.cut(&inward, -centre[i]).is_none() {
                break;
            }
            continue;
        }
        let sample = function(&centre);
        if sample.value > best.0 {
            best = (sample.value, centre);
        }
        match ellipsoid.cut(&sample.slope, best.0 - sample.value) {
            Some(possible_gain) if possible_gain > TOLERANCE * best.0.abs() => {}
            _ => break,
        }
    }
    best.1
}

/// The set {x : (x − centre)ᵀ shape⁻¹ (x − centre) ≤ 1}.
struct Ellipsoid {
    centre: Point,
    shape: [Point; DIMENSIONS],
    variables: usize,
}

impl Ellipsoid {
    fn around(axes: &[Axis; DIMENSIONS]) -> Self {
        let mut shape = [[0.0; DIMENSIONS]; DIMENSIONS];
        for (i, axis) in axes.iter().enumerate() {
            shape[i][i] = axis.radius * axis.radius;
        }
        let variables = axes.iter().filter(|axis| axis.radius > 0.0).count();
        Self { centre: axes.map(|axis| axis.start), shape, variables }
    }

    /// Shrinks to the smallest ellipsoid around the part where `slope · (x − centre) ≥ shortfall`, and returns how
    /// much the function could still exceed the best value in there; `None` when that part is empty or a point.
    fn cut(&mut self, slope: &Point, shortfall: f64) -> Option<f64> {
        let step: Point = self.shape.map(|row| dot(&row, slope));
        let reach = dot(&step, slope).sqrt();
        let depth = shortfall / reach;
        if !(0.0..1.0).contains(&depth) {
            return None;
        }
        let n = self.variables as f64;
        let shift = (1.0 + n * depth) / (n + 1.0);
        let (scale, flatten) = if self.variables == 1 {
            // The general formula is 0/0 here: what is left of the interval is [depth, 1] of its half.
            (1.0, 1.0 - ((1.0 - depth) / 2.0).powi(2))
        } else {
            (n * n / (n * n - 1.0) * (1.0 - depth * depth), 2.0 * shift / (1.0 + depth))
        };
        for i in 0..DIMENSIONS {
            self.centre[i] += shift * step[i] / reach;
            for j in 0..DIMENSIONS {
                self.shape[i][j] = scale * (self.shape[i][j] - flatten * step[i] * step[j] / (reach * reach));
            }
        }
        Some(reach - shortfall)
    }
}

pub(super) fn dot(a: &Point, b: &Point) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// −Σ weightᵢ · |xᵢ − peakᵢ| over the first `n` variables.
    fn peak(n: usize) -> impl Fn(&Point) -> Sample {
        const PEAK: Point = [3.0, 0.02, 700.0, 0.0];
        const WEIGHT: Point = [1.0, 50.0, 0.01, 4.0];
        move |x| {
            let mut sample = Sample { value: 0.0, slope: [0.0; DIMENSIONS] };
            for i in 0..n {
                sample.value -= WEIGHT[i] * (x[i] - PEAK[i]).abs();
                sample.slope[i] = WEIGHT[i] * (PEAK[i] - x[i]).signum();
            }
            sample
        }
    }

    #[test]
    fn finds_the_peak_in_any_number_of_variables_and_scales() {
        let radius = [100.0, 5.0, 1e5, 10.0];
        for n in 1..=DIMENSIONS {
            let mut axes = [Axis::default(); DIMENSIONS];
            for i in 0..n {
                axes[i] = Axis { start: 0.0, radius: radius[i], signed: false };
            }
            let function = peak(n);
            let found = function(&maximise(&axes, &function)).value;
            assert!(found > -0.05, "{n} variables: {found} below the peak");
        }
    }
}
