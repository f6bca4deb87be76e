//! Lists that come from the store in pages, walked as far as they are wanted.

use crate::error::{Code, Error, Result};
use crate::store::{MAX_PAGE, Page, StoreError};

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default)]
pub struct Paging {
    /// Rows at most; `None` for all.
    pub limit: Option<u64>,
    /// Continue after the row with this cursor.
    pub after: Option<String>,
}

impl Paging {
    /// A cursor that is a number.
    pub fn number(&self) -> Result<Option<i64>> {
        let wrong = |_| Error::new(Code::Usage, "--after takes the cursor that a page before ended with");
        self.after.as_deref().map(|text| text.parse().map_err(wrong)).transpose()
    }
}

/// Gives each row as it comes, and the cursor of the last one when there are more. Rows written meanwhile neither
/// repeat nor hide others: pages continue after a row, not after a count.
pub async fn walk<T, C: Clone>(
    paging: &Paging,
    mut after: Option<C>,
    page: impl AsyncFn(Option<C>, u32) -> std::result::Result<Page<T, C>, StoreError>,
    each: &mut dyn FnMut(T) -> Result<()>,
) -> Result<Option<C>> {
    let mut left = paging.limit.unwrap_or(u64::MAX);
    loop {
        let limit = u32::try_from(left).unwrap_or(MAX_PAGE).min(MAX_PAGE);
        let Page { rows, next } = page(after, limit).await?;
        left = left.saturating_sub(rows.len() as u64);
        rows.into_iter().try_for_each(&mut *each)?;
        if left == 0 || next.is_none() {
            return Ok(next);
        }
        after = next;
    }
}
