//! An article's prose, cut into the windows of words that are searched.
//!
//! Each window begins with the last words of the one before, so that every stretch of up to [`BEFORE`] words stands whole
//! in one of them, wherever paragraphs end.

/// Words from the beginning of one window's own to that of the next.
const OWN: usize = 100;
/// Words of the window before that each begins with.
const BEFORE: usize = 80;

/// The windows of a prose.
pub(super) fn windows(prose: &str) -> Vec<&str> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    for word in prose.split_whitespace() {
        let start = word.as_ptr() as usize - prose.as_ptr() as usize;
        words.push((start, start + word.len()));
    }
    let mut windows = Vec::with_capacity(words.len() / OWN + 1);
    let mut from = 0;
    while from < words.len() {
        // A last few words of an article's own are no window by themselves.
        let to = if words.len() - from < OWN + OWN / 4 { words.len() } else { from + OWN };
        let start = words[from.saturating_sub(BEFORE)].0;
        windows.push(&prose[start..words[to - 1].1]);
        from = to;
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stretch_stands_whole_in_one() {
        for length in [0, 1, 79, 100, 124, 125, 180, 401, 1_000] {
            let words: Vec<String> = (0..length).map(|number| format!("w{number}é")).collect();
            let prose = words.join(" \n");
            let windows = windows(&prose);
            assert_eq!(windows.is_empty(), length == 0);
            for stretch in words.windows(BEFORE.min(length.max(1))) {
                let stretch = stretch.join(" \n");
                assert!(windows.iter().any(|window| window.contains(&stretch)), "{length} words: {stretch}");
            }
            let sum: usize = windows.iter().map(|window| window.split_whitespace().count()).sum();
            assert!(sum <= 2 * length, "{length} words make {sum}");
        }
    }
}
