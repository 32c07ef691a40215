//! Words of others as a terminal may have them.

use std::fmt::{self, Display, Write as _};

/// A name, a message, an address, printed without what would move a terminal's cursor, set its title, or have it show words
/// in another order than they stand in.
#[derive(Clone, Copy, Debug)]
pub struct Plain<T>(pub T);

impl<T: Display> Display for Plain<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Filter(f), "{}", self.0)
    }
}

/// What a character is shown as; nothing for one that turns the order of those around it.
pub(super) fn shown(c: char) -> Option<char> {
    match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        '\u{2028}' | '\u{2029}' => Some(' '),
        c if c.is_control() => Some(' '),
        c => Some(c),
    }
}

struct Filter<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl fmt::Write for Filter<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().filter_map(shown).try_for_each(|c| self.0.write_char(c))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_commands_a_terminal_gets_through() {
        let outlet = "Coast\u{1b}]0;owned\u{7} Courier\u{9b}2J\n\u{202e}reiruoC\u{2066}, Šárka – “l’été” שלום";
        assert_eq!(Plain(outlet).to_string(), "Coast ]0;owned  Courier 2J reiruoC, Šárka – “l’été” שלום");
    }
}
