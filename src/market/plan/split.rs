//! Dividing a whole number exactly.

/// Parts at most.
const MAX_PARTS: usize = 1 << 20;

/// Divides `total` in proportion to `weights` by largest remainder: each part is its exact quota rounded down or up,
/// and the parts sum to the whole. Equal remainders go to the earlier part. `None` if `weights` is empty, holds
/// nothing but zeros, or is longer than a million parts.
///
/// ```
/// use gp4u::market::plan::split;
/// assert_eq!(split(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
/// assert_eq!(split(7, &[0, 0]), None);
/// ```
#[must_use]
pub fn split(total: u64, weights: &[u64]) -> Option<Vec<u64>> {
    let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if sum == 0 || weights.len() > MAX_PARTS {
        return None;
    }
    let quota = |weight: &u64| u128::from(total) * u128::from(*weight);
    let mut parts: Vec<u64> =
        weights.iter().map(|weight| u64::try_from(quota(weight) / sum)).collect::<Result<_, _>>().ok()?;
    let left = usize::try_from(total - parts.iter().sum::<u64>()).ok()?;
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|&i| std::cmp::Reverse(quota(&weights[i]) % sum));
    for &i in by_remainder.iter().take(left) {
        parts[i] += 1;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn remainders_go_to_the_largest_then_to_the_earliest() {
        assert_eq!(split(10, &[1, 1]), Some(vec![5, 5]));
        assert_eq!(split(1, &[1, 1]), Some(vec![1, 0]));
        assert_eq!(split(10, &[2, 3, 2]), Some(vec![3, 4, 3]));
        assert_eq!(split(5, &[]), None);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_and_stay_within_one_of_their_quota(
            total in any::<u64>(),
            weights in prop::collection::vec(0..=u64::MAX, 1..40),
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let parts = split(total, &weights).unwrap();
            prop_assert_eq!(parts.iter().map(|part| u128::from(*part)).sum::<u128>(), u128::from(total));
            let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let floor = u128::from(total) * u128::from(*weight) / sum;
                prop_assert!((floor..=floor + 1).contains(&u128::from(*part)));
            }
        }
    }
}
