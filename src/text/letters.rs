//! Letters without their marks, as a paper prints them that has no others: "Łódź" as "Lodz".

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The same letters without accents, in the case they have.
pub fn plain(word: &str) -> impl Iterator<Item = char> {
    word.nfd().filter(|&c| !is_combining_mark(c)).flat_map(|c| {
        let [first, second] = undone(c);
        std::iter::once(first).chain((second != NONE).then_some(second))
    })
}

/// No second letter.
const NONE: char = '\0';

/// One or two letters for one that Unicode does not take apart.
fn undone(c: char) -> [char; 2] {
    match c {
        'ł' => ['l', NONE],
        'Ł' => ['L', NONE],
        'ø' => ['o', NONE],
        'Ø' => ['O', NONE],
        'đ' | 'ð' => ['d', NONE],
        'Đ' | 'Ð' => ['D', NONE],
        'ħ' => ['h', NONE],
        'Ħ' => ['H', NONE],
        'ŧ' => ['t', NONE],
        'Ŧ' => ['T', NONE],
        'ı' => ['i', NONE],
        'æ' => ['a', 'e'],
        'Æ' => ['A', 'e'],
        'œ' => ['o', 'e'],
        'Œ' => ['O', 'e'],
        'þ' => ['t', 'h'],
        'Þ' => ['T', 'h'],
        'ß' => ['s', 's'],
        c => [c, NONE],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_their_marks() {
        let words = ["Łódź", "Tromsø", "Đorđević", "Kılıçdaroğlu", "Þór", "Œuvre", "Weißæcker", "日本"];
        let plain = words.map(|word| plain(word).collect::<String>());
        assert_eq!(plain, ["Lodz", "Tromso", "Dordevic", "Kilicdaroglu", "Thor", "Oeuvre", "Weissaecker", "日本"]);
    }
}
