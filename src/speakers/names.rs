//! Name forms: which words of a name are given names, which the surname, and when two forms are one person's.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Gender;
use crate::quotations::lexicon::{self, Class, Lexicon};
use crate::text::letters;
use crate::text::lists;

/// A name taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameForm {
    /// The words, suffixes left out, folded to lower case without accents.
    pub words: Vec<String>,
    /// "jr", "iii".
    pub suffix: Option<String>,
    /// Whether "Inc." or the like stood behind it.
    pub company: bool,
}

impl NameForm {
    /// The words of a name that may stand for all of it: the surname, and the first of two.
    pub fn read_surnames(name: &str) -> impl Iterator<Item = String> + use<> {
        let form = Self::read(name);
        let surnames = [Some(form.surname().to_owned()), form.first_surname().map(str::to_owned)];
        surnames.into_iter().flatten()
    }

    /// Takes a name as written apart.
    pub fn read(name: &str) -> Self {
        let (bare, addition) = without_addition(name);
        let company = addition == Some(Addition::Company);
        let bare = without_nickname(bare);
        let mut words: Vec<String> = bare
            .split(|c: char| c.is_whitespace() || c == ',')
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .map(|word| word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word))
            .filter(|word| !word.is_empty())
            .map(fold)
            .collect();
        let is_suffix = |word: &str| matches!(word, "jr" | "sr" | "junior" | "senior" | "ii" | "iii" | "iv");
        let suffix = if words.len() > 1 { words.pop_if(|last| is_suffix(last)) } else { None };
        Self { words, suffix, company }
    }

    /// The last word.
    pub fn surname(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// The first word.
    pub fn given(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The first of two surnames, by which many a Spanish or Portuguese name goes: "ruiz" of "Ana Ruiz Calvo".
    pub fn first_surname(&self) -> Option<&str> {
        let [.., given, first, _] = self.words.as_slice() else { return None };
        let class = lexicon::english().class(first);
        let name = !is_initials(first) && !is_initials(given) && !class.is(Class::PARTICLE) && !is_given(first);
        (name && is_given(&self.words[0])).then_some(first)
    }

    /// Several given names in front of a surname: "mary lou" of "Mary Lou Lind".
    pub fn double_given(&self) -> Option<String> {
        let [given @ .., _] = self.words.as_slice() else { return None };
        (given.len() > 1 && given.iter().all(|word| is_given(word))).then(|| given.join(" "))
    }

    /// Whether it begins with a particle of the surname: "von der Lind", without a first name.
    pub fn is_surname_alone(&self) -> bool {
        self.words.len() == 1 || lexicon::english().class(self.given()).is(Class::PARTICLE) && !is_given(self.given())
    }

    /// Whether both can be forms of one person's name: the same surname, and no given name against it.
    pub fn fits(&self, other: &Self) -> bool {
        if self.suffix.is_some() && other.suffix.is_some() && self.suffix != other.suffix {
            return false;
        }
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        if !transliterated(short.surname(), long.surname()) {
            // "Ana Ruiz" and "Ana Ruiz Calvo"
            return short.words.len() > 1 && long.words.starts_with(&short.words) && long.first_surname().is_some();
        }
        if short.is_surname_alone() || long.is_surname_alone() || long.words.ends_with(&short.words) {
            return true;
        }
        let (a, b) = (short.given(), long.given());
        same_given(a, b)
            // "J. Edgar Lind" and "Edgar Lind"
            || long.words[..long.words.len() - 1].iter().any(|word| word.len() > 1 && word == a)
            || short.words[..short.words.len() - 1].iter().any(|word| word.len() > 1 && word == b)
    }
}

/// `Ray "Lips" Lind` without what stands between the marks.
pub fn without_nickname(name: &str) -> Cow<'_, str> {
    let mark = |c: char| matches!(c, '"' | '“' | '”' | '„');
    let Some((before, rest)) = name.split_once(mark) else { return Cow::Borrowed(name) };
    match rest.split_once(mark) {
        Some((_, behind)) if !before.is_empty() => Cow::Owned(format!("{}{behind}", before.trim_end())),
        _ => Cow::Borrowed(name),
    }
}

/// What stands behind a name and is no part of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Addition {
    /// "Inc."
    Company,
    /// "KC", "OBE"
    Honour,
}

/// A name without "Inc." or "KC" behind it, and what stood there.
pub fn without_addition(name: &str) -> (&str, Option<Addition>) {
    let mut rest = name.trim_end();
    let mut found = None;
    while let Some((before, last)) = rest.rsplit_once(|c: char| c.is_whitespace() || c == ',') {
        let addition = addition(last);
        if addition.is_none() && !last.is_empty() || before.is_empty() {
            break;
        }
        // "Orre MP" may be a member called Orre; a title is what it looks like behind two words only.
        if addition == Some(Addition::Honour) && !before.trim_end_matches(',').contains(' ') {
            break;
        }
        found = found.or(addition);
        rest = before.trim_end();
    }
    (rest, found)
}

fn addition(word: &str) -> Option<Addition> {
    match word.trim_end_matches('.') {
        "Inc" | "Corp" | "Corporation" | "Ltd" | "Limited" | "Co" | "LLC" | "LLP" | "PLC" | "plc" | "AG" | "GmbH"
        | "SE" | "SA" | "S.A" | "SpA" | "NV" | "N.V" | "BV" | "AB" | "ASA" | "Oyj" | "Pty" | "Bhd" | "KK" => {
            Some(Addition::Company)
        }
        "KC" | "QC" | "SC" | "MP" | "MEP" | "MSP" | "MLA" | "TD" | "MBE" | "OBE" | "CBE" | "PhD" | "Ph.D" | "MD"
        | "M.D" | "Esq" => Some(Addition::Honour),
        _ => None,
    }
}

/// A word of a name in lower case, without accents.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    letters::plain(word).map(|c| if matches!(c, '’' | 'ʼ') { '\'' } else { c }).flat_map(char::to_lowercase).collect()
}

/// Whether two given names may be one person's: the same, an initial, a short form, another way to write it.
fn same_given(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    a == b
        || (is_initials(a) || is_initials(b)) && a.chars().next() == b.chars().next()
        || short.len() >= 3 && long.starts_with(short)
        || is_familiar(a, b)
        || transliterated(a, b)
}

/// "j", "j.r", "j-l"
fn is_initials(word: &str) -> bool {
    word.split(['.', '-']).filter(|part| !part.is_empty()).all(|part| part.chars().count() == 1)
}

/// Whether a word is the name of a country or a large city, too.
pub fn is_place(word: &str) -> bool {
    static PLACES: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| lists::words(include_str!("../../data/names/places.txt")).collect());
    PLACES.contains(word.to_lowercase().as_str())
}

fn is_given(word: &str) -> bool {
    lexicon::english().class(word).is(Class(Class::MALE.0 | Class::FEMALE.0))
}

/// Whether two words are one name brought into our letters in two ways: "Lindskiy" and "Lindsky", "Müller" and "Mueller".
fn transliterated(a: &str, b: &str) -> bool {
    a == b || a.as_bytes().first() == b.as_bytes().first() && a.len() > 3 && b.len() > 3 && key(a) == key(b)
}

/// Whether two words differ in one letter: put in, left out, another, or changed places with the next.
pub fn differ_in_one_letter(one: &str, other: &str) -> bool {
    let alike = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    let (a, b) = (&one[alike..], &other[alike..]);
    let same_end = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b);
    let same_end = same_end.map(|(a, _)| a.len_utf8()).sum::<usize>();
    let (mut a, mut b) = (a[..a.len() - same_end].chars(), b[..b.len() - same_end].chars());
    let one_letter = match (a.next(), a.next(), b.next(), b.next()) {
        (Some(first), Some(second), Some(third), Some(fourth)) => (first, second) == (fourth, third),
        (first, None, third, None) => first.is_some() || third.is_some(),
        _ => false,
    };
    one_letter && a.next().is_none() && b.next().is_none()
}

/// Under what a surname is looked up: the same for all ways to write it.
pub fn key(surname: &str) -> Cow<'_, str> {
    if surname.len() > 3 && !is_skeleton(surname) { Cow::Owned(skeleton(surname)) } else { Cow::Borrowed(surname) }
}

/// Whether a name is certainly its own [`skeleton`]: most are, and are looked up as they stand.
fn is_skeleton(word: &str) -> bool {
    let changes = |pair: &[u8]| {
        let sounds = [(b"kg".as_slice(), b'h'), (b"oau", b'e'), (b"o", b'u'), (b"e", b'i')];
        pair[0] == pair[1] || sounds.iter().any(|(first, second)| pair[1] == *second && first.contains(&pair[0]))
    };
    word.is_ascii() && !word.bytes().any(|b| matches!(b, b'j' | b'y')) && !word.as_bytes().windows(2).any(changes)
}

/// What is left of a name where the usual ways to write its sounds are made one.
fn skeleton(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    let mut last = None;
    while let Some(c) = letters.next() {
        let c = if c == 'j' || c == 'y' { 'i' } else { c };
        let drop = last == Some(c) || matches!((last, c), (Some('k' | 'g'), 'h') | (Some('o' | 'a' | 'u'), 'e'));
        // "ou" as "u"; "ei" and "ey" at the end as "i".
        let one = c == 'u' && last == Some('o') || c == 'i' && last == Some('e') && letters.peek().is_none();
        if one {
            out.pop();
        }
        if one || !drop {
            out.push(c);
            last = Some(c);
        }
    }
    out
}

/// Whether two given names stand on one line of `data/names/familiar.txt`: "bill" and "william".
pub fn is_familiar(a: &str, b: &str) -> bool {
    static LINES: LazyLock<FxHashMap<&'static str, Vec<u16>>> = LazyLock::new(|| {
        let mut lines: FxHashMap<&'static str, Vec<u16>> = FxHashMap::default();
        for (number, line) in lists::lines(include_str!("../../data/names/familiar.txt")).enumerate() {
            line.split_whitespace().for_each(|name| lines.entry(name).or_default().push(number as u16));
        }
        lines
    });
    match (LINES.get(a), LINES.get(b)) {
        (Some(one), Some(other)) => one.iter().any(|line| other.contains(line)),
        _ => false,
    }
}

/// A name set in capitals, "ANA O'NEILL", as it stands in a sentence: "Ana O'Neill"; any other as it is.
pub fn cased(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    name.split_whitespace().map(cased_word).collect::<Vec<_>>().join(" ")
}

fn cased_word(word: &str) -> String {
    if matches!(word.trim_end_matches('.'), "II" | "III" | "IV") {
        return word.to_owned();
    }
    let mut cased = String::with_capacity(word.len());
    let mut begins = true;
    for c in word.chars() {
        if begins {
            cased.push(c);
        } else {
            cased.extend(c.to_lowercase());
        }
        begins = !c.is_alphanumeric() || cased == "Mc" && word.chars().count() > 4;
    }
    cased
}

/// What a given name or a title tells of gender.
pub fn gender_of(lexicon: &Lexicon, name: &str, title: Option<&str>) -> Gender {
    if let Some(title) = title {
        for word in title.split_whitespace() {
            let class = lexicon.class(word);
            if class.is(Class::TITLE_MAN) {
                return Gender::Male;
            }
            if class.is(Class::TITLE_WOMAN) || class.is(Class::PERSON) && class.is(Class::SHE) {
                return Gender::Female;
            }
            if let Some(gender) = gender_of_role(word) {
                return gender;
            }
        }
    }
    let mut words = name.split_whitespace().filter(|word| !word.ends_with('.'));
    let Some(given) = words.next() else { return Gender::Unknown };
    if words.next().is_none() {
        return Gender::Unknown;
    }
    let class = lexicon.class(given);
    match (class.is(Class::MALE), class.is(Class::FEMALE)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

/// What a noun for a person tells of gender: spokeswoman, father.
pub fn gender_of_role(word: &str) -> Option<Gender> {
    let word = word.to_lowercase();
    let ends_so = |end: &&str| word.ends_with(end);
    let is_one = |list: &Gendered| list.whole.contains(word.as_str()) || list.ends.iter().any(ends_so);
    [(&GENDERED[0], Gender::Female), (&GENDERED[1], Gender::Male)]
        .into_iter()
        .find(|(list, _)| is_one(list))
        .map(|it| it.1)
}

/// Nouns of one gender, and what others of it end in.
#[derive(Default)]
struct Gendered {
    whole: FxHashSet<&'static str>,
    ends: Vec<&'static str>,
}

/// Those of women, and those of men.
static GENDERED: LazyLock<[Gendered; 2]> = LazyLock::new(|| {
    let of = |gender: &str| {
        let mut nouns = Gendered::default();
        for word in lists::group(include_str!("../../data/names/gendered.txt"), gender) {
            match word.strip_prefix('-') {
                Some(end) => nouns.ends.push(end),
                None => drop(nouns.whole.insert(word)),
            }
        }
        nouns
    };
    [of("woman"), of("man")]
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_its_own_skeleton_is_looked_up_as_it_stands() {
        for word in ["orre", "lind", "orrevale", "ohara", "thekla", "leif", "weir", "hughes", "kuehn", "soul", "müller"]
        {
            assert_eq!(key(word), if word.len() > 3 { skeleton(word) } else { word.to_owned() }, "{word}");
        }
    }

    #[test]
    fn capitals_of_a_label_become_a_name() {
        let cased_all = |names: &[&str]| names.iter().map(|name| cased(name)).collect::<Vec<_>>();
        assert_eq!(
            cased_all(&["ANA LIND", "PETER O'NEILL", "J. MCORRE-LIND II", "Ana LIND"]),
            ["Ana Lind", "Peter O'Neill", "J. McOrre-Lind II", "Ana LIND"]
        );
    }

    #[test]
    fn one_letter_is_no_two() {
        let near =
            ["orrevale", "orrevael", "orevale", "orrevalé", "orrevaler", "orreavle", "norrevale", "aab", "b", "a", ""];
        for a in near {
            for b in near {
                assert_eq!(differ_in_one_letter(a, b), strsim::osa_distance(a, b) == 1, "{a} and {b}");
            }
        }
    }

    #[test]
    fn forms_of_one_name() {
        let fits = |a: &str, b: &str| NameForm::read(a).fits(&NameForm::read(b));
        assert!(fits("Ana Maria Lind", "Lind"));
        assert!(fits("A. Lind", "Ana Lind"));
        assert!(fits("Bill Orre", "William T. Orre Jr."));
        assert!(fits("J. Edgar Orre", "Edgar Orre"));
        assert!(fits("Ursula von der Lind", "von der Lind"));
        assert!(fits("Ana Ruiz Calvo", "Ana Ruiz"));
        assert!(fits("Óscar Núñez", "Oscar Nunez"));
        assert!(fits("Mohammed Orrey", "Muhammad Orrei"));
        assert!(fits("Sergei Lindskiy", "Sergey Lindsky"));
        assert!(fits("J.-L. Orre", "Jean-Luc Orre"));
        assert!(!fits("Harald Roe Jr.", "Harald Roe Sr."));
        assert!(!fits("Ana Lind", "Peter Lind"));
        assert!(!fits("Ana Lind", "Ana Orre"));
    }
}
