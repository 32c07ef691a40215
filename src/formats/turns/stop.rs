//! Labels that a full stop ends, as parliaments and courts print them: `Mr. LIND. I yield.`, `ANA LIND. Thank you.`,
//! `Mme la présidente. – La séance est ouverte.`; or a rule: `Mr ORRE —I rise.`

use super::label::{Form, LONGEST, form, is_title};

/// The name, how far the label goes without its full stop, in bytes, and how it is written.
type Stopped<'t> = (&'t str, usize, Form);

/// "Mr. LIND" of `Mr. LIND. I yield.`, "Ms. Lind" of `Ms. Lind. Thank you.`, "ANA LIND" of `ANA LIND (H). Thank you.`
pub(super) fn before_stop(body: &str) -> Option<Stopped<'_>> {
    let head = &body[..body.floor_char_boundary(LONGEST)];
    let title = head.split(' ').next()?;
    if title != "M." && !title.eq_ignore_ascii_case("the") && !is_title(title) || !title.starts_with(char::is_uppercase)
    {
        return in_capitals(body, head);
    }
    if let Some(stop) = presiding(head) {
        return Some((&head[..stop], stop, Form::Stop)).filter(|_| opens_sentence(&body[stop..]));
    }
    let from = title.len() + 1;
    let stop = from + head.get(from..)?.find(['.', '\n'])?;
    let whole = &head[..stop];
    // `Ms. Lind [continuing]. So we left.`, `M. Luc Vidal (H). Nous restons.`, `M. Luc Vidal, ministre. Je reste.`
    let name = whole.split(" [").next()?.split(" (").next()?;
    let name = if HONORIFICS.contains(&title) && whole.split(", ").nth(1).is_some_and(is_office) {
        name.split(',').next()?
    } else {
        name
    };
    let name = name.trim_end();
    let until = if whole[name.len()..].starts_with(" [") { name.len() } else { whole.len() };
    let own = name.get(from..)?.split(" of ").next()?;
    let words = own.split_whitespace();
    // "The DEPUTY SPEAKER (Hon. A. Lind)": that full stop is another's.
    let open = whole.contains('(') && !whole.contains(')');
    let named = !open && words.clone().all(is_word) && (1..=4).contains(&words.clone().count()) && form(name).is_some();
    // "The U.S." is none, nor "Mr. St. John".
    let short = own.split_whitespace().next_back().is_some_and(|last| matches!(last, "St" | "Jr" | "Sr" | "Ste"));
    let form = if own.chars().any(char::is_lowercase) || own.chars().count() < 3 { Form::Stop } else { Form::Capitals };
    (named && !short && opens_sentence(&body[stop..])).then_some((name, until, form))
}

/// Whether words behind a name and a comma are an office in French, and no clause: "ministre de la mer".
fn is_office(words: &str) -> bool {
    let small = words.chars().all(|c| c.is_lowercase() || matches!(c, ' ' | '-' | '’' | '\''));
    let first = words.split(' ').next().unwrap_or_default();
    small && words.split_whitespace().count() <= 9 && !matches!(first, "qui" | "que" | "dont" | "où")
}

/// "ANA LIND" of `ANA LIND. Thank you.`, `ANA LIND (H). Thank you.`, `ANA LIND, Minister of Ports. Thank you.`
fn in_capitals<'t>(body: &'t str, head: &'t str) -> Option<Stopped<'t>> {
    let name = head[..head.find(['.', ',', '(', '\n'])?].trim_end();
    // Every paragraph comes here, and most are sentences.
    if name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let words = name.split_whitespace();
    let behind = &head[name.len()..];
    let until = match behind.trim_start().chars().next()? {
        '.' => name.len(),
        '(' => name.len() + behind.find(')')? + 1,
        // An office is short and has no full stop of its own.
        ',' => name.len() + behind.find('.').filter(|stop| behind[..*stop].split_whitespace().count() <= 9)?,
        _ => return None,
    };
    let named = letters >= 4
        && words.clone().all(is_word)
        && (1..=4).contains(&words.count())
        && matches!(form(name), Some(Form::Capitals));
    (named && opens_sentence(&body[until..])).then_some((name, until, Form::StopCapitals))
}

/// "Ana Lind" of `Ana Lind, on behalf of the Harbour Group. – Madam President, …`, as the European Parliament prints it.
pub(super) fn before_dash(body: &str) -> Option<Stopped<'_>> {
    let head = &body[..body.floor_char_boundary(LONGEST)];
    let stops = || memchr::memchr_iter(b'.', head.as_bytes());
    let first = |dash: &str| stops().find(|&stop| head[stop + 1..].starts_with(dash));
    let head = &head[..first(" – ").or_else(|| first(" — "))?];
    if presiding(body) == Some(head.len()) {
        return Some((head, head.len(), Form::Stop));
    }
    let name = head.split([',', '(']).next()?.trim_end();
    (form(name)? == Form::Name).then_some((name, name.len(), Form::Stop))
}

/// "Mr ORRE" of `Mr ORRE (3.32 pm) —Mr Deputy Speaker, I rise.`, as parliaments of the Commonwealth print it.
pub(super) fn before_rule(body: &str) -> Option<Stopped<'_>> {
    let first = body.split(' ').next().filter(|first| *first == "The" || is_title(first))?;
    let head = &body[..body.floor_char_boundary(LONGEST)];
    let rule = memchr::memmem::find(head.as_bytes(), "—".as_bytes())?;
    let whole = head[..rule].trim_end();
    let name = whole.split(" (").next()?.trim_end();
    let spoken = head[rule + "—".len()..].trim_start().starts_with(char::is_uppercase);
    let closed = name.len() == whole.len() || whole.ends_with(')');
    let named = name.len() > first.len() && name.split(' ').count() <= 5 && !name.contains([',', '.']);
    (spoken && closed && named && form(name).is_some()).then_some((name, whole.len(), Form::Stop))
}

/// What stands in front of a name or an office in French.
const HONORIFICS: [&str; 5] = ["M.", "Mme", "Mlle", "Monsieur", "Madame"];

/// How the word behind an office in French begins: "de la mer", "déléguée", "générale", "chargé de la mer".
const LINKING: [&str; 7] = ["de", "du", "d’", "d'", "délégué", "général", "chargé"];

/// Where the full stop stands behind who is called by what he or she does: `Mme la présidente.`, `M. le ministre de la mer.`
fn presiding(text: &str) -> Option<usize> {
    let (_, rest) = text.split_once(' ').filter(|(title, _)| HONORIFICS.contains(title))?;
    let office = ["le ", "la ", "l’", "l'"].iter().find_map(|article| rest.strip_prefix(article))?;
    let office = &office[..office.find('.')?];
    let small = |c: char| c.is_lowercase() || matches!(c, ' ' | '-' | '’' | '\'');
    // "Mme la présidente a parlé." is a sentence.
    let linked = office.split_whitespace().nth(1).is_none_or(|second| LINKING.iter().any(|it| second.starts_with(it)));
    let is_office = office.starts_with(char::is_lowercase) && office.chars().all(small) && linked;
    (is_office && office.split_whitespace().count() <= 8)
        .then(|| office.as_ptr() as usize - text.as_ptr() as usize + office.len())
}

/// Whether a word of a name: more than an initial, with a capital.
fn is_word(word: &str) -> bool {
    word.chars().count() > 1
        && word.starts_with(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
}

/// Whether a full stop and then a sentence stand there.
fn opens_sentence(text: &str) -> bool {
    text.strip_prefix(". ").is_some_and(|words| words.starts_with(|c: char| c.is_uppercase() || matches!(c, '¿' | '¡')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_offices_with_a_full_stop() {
        for (line, name, whole) in [
            ("Mr. LIND. I yield.", "Mr. LIND", "Mr. LIND"),
            ("Ms. Lind [continuing]. So we left.", "Ms. Lind", "Ms. Lind"),
            ("M. Luc Vidal. Nous restons.", "M. Luc Vidal", "M. Luc Vidal"),
            ("M. Luc Vidal (H). Nous restons.", "M. Luc Vidal", "M. Luc Vidal (H)"),
            ("Mme Ana Lind, ministre de la mer. Je reste.", "Mme Ana Lind", "Mme Ana Lind, ministre de la mer"),
            ("Mme la présidente. La séance est ouverte.", "Mme la présidente", "Mme la présidente"),
            ("M. le ministre de la mer. Je reste.", "M. le ministre de la mer", "M. le ministre de la mer"),
            ("ANA LIND. Thank you.", "ANA LIND", "ANA LIND"),
            ("PRESIDENTE. La seduta è aperta.", "PRESIDENTE", "PRESIDENTE"),
            ("ANA LIND (H). Thank you.", "ANA LIND", "ANA LIND (H)"),
            ("ANA LIND, Minister of Ports. Thank you.", "ANA LIND", "ANA LIND, Minister of Ports"),
        ] {
            let found = before_stop(line).map(|(name, until, _)| (name, &line[..until]));
            assert_eq!(found, Some((name, whole)), "{line}");
        }
        for line in [
            "The U.S. Navy stays.",
            "Mr. St. John left.",
            "Mr. Lind, who left. He stayed.",
            "M. Vidal, qui reste. Il est là.",
            "NOTE. The hall is closed.",
            "NEW YORK, May 3. – It rained.",
            "WE STAY",
            "Mme la présidente a parlé. Elle reste.",
            "ANA LIND. she said",
        ] {
            assert_eq!(before_stop(line), None, "{line}");
        }
        let dashed = before_dash("Mme la présidente. – La parole est à M. Orre.");
        assert_eq!(dashed, Some(("Mme la présidente", 17 + 1, Form::Stop)));
    }
}
