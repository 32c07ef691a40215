//! From bytes to text: byte order marks, UTF-8, UTF-16, legacy encodings; and the way back to the bytes.

use encoding_rs::{DecoderResult, Encoding, MACINTOSH, UTF_8, WINDOWS_1252};

use super::Problem;

/// The way from bytes of the decoded text to bytes of the file.
///
/// UTF-8 without a BOM needs no entry. Otherwise each entry says: from `text` on, the file goes on at `disk`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiskMap {
    /// Ascending `(text, disk)`; the bytes between two entries run evenly from the first.
    pub jumps: Vec<(usize, usize)>,
    /// Whether a byte of the text stands for two of the file: the ASCII of UTF-16.
    pub wide: bool,
}

impl DiskMap {
    /// The byte of the file for a byte of the text that begins a character, or for its end.
    pub fn to_disk(&self, at: usize) -> usize {
        let (text, disk) = match self.jumps.partition_point(|&(text, _)| text <= at).checked_sub(1) {
            None => (0, 0),
            Some(last) => self.jumps[last],
        };
        disk + (at - text) * if self.wide { 2 } else { 1 }
    }
}

/// Text read from bytes.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    pub text: String,
    pub disk: DiskMap,
    pub problems: Vec<Problem>,
}

/// Decodes bytes in whatever encoding they seem to be.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((order, skip)) = wide_order(bytes) {
        return decode_wide(bytes, order, skip);
    }
    let skip = mark(bytes);
    if let Ok(text) = std::str::from_utf8(&bytes[skip..]) {
        let jumps = if skip == 0 { Vec::new() } else { vec![(0, skip)] };
        return Decoded { text: text.to_owned(), disk: DiskMap { jumps, wide: false }, problems: Vec::new() };
    }
    match legacy(bytes) {
        Some(encoding) => decode_legacy(bytes, encoding).unwrap_or_else(|| decode_lossy(bytes, skip)),
        None => decode_lossy(bytes, skip),
    }
}

/// Whether the bytes are no text: an image, an archive, a program.
pub fn is_binary(bytes: &[u8]) -> bool {
    if wide_order(bytes).is_some() {
        return false;
    }
    if bytes.starts_with(b"%PDF-") || bytes.starts_with(b"PK\x03\x04") {
        return true;
    }
    let head = &bytes[..bytes.len().min(8192)];
    if head.contains(&0) {
        return true;
    }
    // Hardly any text has so many line ends that it is worth telling them from the rest.
    let low = head.chunks(255).map(|some| usize::from(some.iter().map(|&byte| u8::from(byte < 0x20)).sum::<u8>()));
    if low.sum::<usize>() * 10 <= head.len() {
        return false;
    }
    let controls =
        head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B)).count();
    controls * 10 > head.len()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

impl Order {
    pub(super) fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(pair),
            Self::Big => u16::from_be_bytes(pair),
        }
    }
}

/// The byte order of UTF-16, told by its mark or, without one, by how the bytes fall; and the mark's length.
pub(super) fn wide_order(bytes: &[u8]) -> Option<(Order, usize)> {
    if bytes.starts_with(b"\xFF\xFE\0\0") {
        return None;
    }
    if bytes.starts_with(b"\xFF\xFE") {
        return Some((Order::Little, 2));
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return Some((Order::Big, 2));
    }
    let head = &bytes[..bytes.len().min(2048) & !1];
    // Spaces and line ends have a NUL in UTF-16, whatever the script.
    if !bytes.len().is_multiple_of(2) || !head.contains(&0) {
        return None;
    }
    [Order::Little, Order::Big].into_iter().find(|&order| reads_as_wide(head, order)).map(|order| (order, 0))
}

/// Whether bytes make words when read as UTF-16 in this order.
fn reads_as_wide(head: &[u8], order: Order) -> bool {
    let (mut count, mut spaces, mut letters) = (0, 0, 0);
    let mut units: Vec<u16> = units(head, order).collect();
    if units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
        units.pop();
    }
    for c in char::decode_utf16(units) {
        match c {
            Ok(' ' | '\n' | '\r' | '\t') => spaces += 1,
            Ok(c) if c.is_control() || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}') => return false,
            Ok(c) if c.is_alphabetic() => letters += 1,
            Ok(_) => {}
            Err(_) => return false,
        }
        count += 1;
    }
    count >= 4 && spaces * 100 >= count && letters * 2 >= count
}

fn units(bytes: &[u8], order: Order) -> impl Iterator<Item = u16> + '_ {
    bytes.chunks_exact(2).map(move |pair| order.unit([pair[0], pair[1]]))
}

/// UTF-16 as UTF-8.
pub(super) fn narrow(bytes: &[u8], order: Order) -> Vec<u8> {
    let letters = char::decode_utf16(units(bytes, order)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    letters.collect::<String>().into_bytes()
}

/// How many bytes the mark of UTF-8 takes, where there is one.
pub(super) fn mark(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
}

fn decode_wide(bytes: &[u8], order: Order, skip: usize) -> Decoded {
    let mut out = Out::new(true, skip);
    for c in char::decode_utf16(units(&bytes[skip..], order)) {
        match c {
            Ok(c) => out.push(c, c.len_utf16() * 2),
            Err(_) => out.replace(2),
        }
    }
    if !(bytes.len() - skip).is_multiple_of(2) {
        out.replace(1);
    }
    out.finish("UTF-16")
}

fn decode_lossy(bytes: &[u8], skip: usize) -> Decoded {
    let mut out = Out::new(false, skip);
    let mut pasted = 0;
    for line in bytes[skip..].split_inclusive(|&byte| byte == b'\n') {
        if is_pasted(line) {
            pasted += 1;
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(line);
            text.chars().for_each(|c| out.push(c, 1));
            continue;
        }
        for chunk in line.utf8_chunks() {
            out.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                out.replace(chunk.invalid().len());
            }
        }
    }
    let mut decoded = out.finish("UTF-8");
    if pasted > 0 {
        let lines = if pasted == 1 { "1 line is".to_owned() } else { format!("{pasted} lines are") };
        let was = if pasted == 1 { "was" } else { "were" };
        let message = format!("{lines} not UTF-8 and {was} read as windows-1252");
        decoded.problems.push(Problem { at: None, message });
    }
    decoded
}

/// Whether a line of a UTF-8 text came into it from an older one, byte for byte: "Der K\xE4mmerer sagte".
///
/// A line that has letters of UTF-8 as well was damaged, and so was one that ends, or is broken off, within a letter.
fn is_pasted(line: &[u8]) -> bool {
    let (mut alone, mut cut) = (0usize, 0usize);
    for chunk in line.utf8_chunks() {
        if !chunk.valid().is_ascii() {
            return false;
        }
        match chunk.invalid().len() {
            0 => {}
            1 => alone += 1,
            _ => cut += 1,
        }
    }
    let undefined = |byte: &u8| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D | 0xFF);
    if alone == 0 || cut > alone || line.last().is_some_and(|&byte| byte >= 0xC0) || line.iter().any(undefined) {
        return false;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&line[..line.len().min(1 << 12)], true);
    detector.guess(None, chardetng::Utf8Detection::Deny) == WINDOWS_1252
}

/// The encoding of text from before UTF-8, or `None` for UTF-8 that was damaged.
fn legacy(bytes: &[u8]) -> Option<&'static Encoding> {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    let pasted = || {
        bytes.split_inclusive(|&byte| byte == b'\n').all(|line| std::str::from_utf8(line).is_ok() || is_pasted(line))
    };
    if whole > broken || whole >= ENOUGH && pasted() {
        return None;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    // No browser needs to tell it from the rest, so the detector does not.
    if encoding == WINDOWS_1252 && is_mac(bytes) {
        return Some(MACINTOSH);
    }
    // No text in Western European languages has the letter of 0xFF; bytes that were damaged do.
    let damaged = encoding == WINDOWS_1252 && bytes.contains(&0xFF);
    (encoding != UTF_8 && !damaged).then_some(encoding)
}

/// Whether a text was written on an old Macintosh: read as windows-1252 it has capitals within words and behind their
/// stops, where Mac Roman has small letters and marks: `itÕs`, `no.Ó`.
fn is_mac(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let odd = |pair: &&[u8]| {
        let (above, byte) = (pair[0], pair[1]);
        let inside = above.is_ascii_lowercase() || matches!(above, b'.' | b',' | b'!' | b'?');
        let reads = |encoding: &'static Encoding| encoding.decode_without_bom_handling(&[byte]).0.chars().next();
        inside
            && !byte.is_ascii()
            && reads(WINDOWS_1252).is_some_and(char::is_uppercase)
            && reads(MACINTOSH).is_some_and(|c| c.is_lowercase() || matches!(c, '“' | '”' | '‘' | '’' | '…'))
    };
    let odd = bytes.windows(2).filter(odd).count();
    odd >= 2 && odd * 3 >= high
}

/// So many letters of UTF-8 do not come about by chance where every line has them or none.
const ENOUGH: usize = 3;

/// Decodes character by character to know each one's width; `None` when the bytes do not fit the encoding.
fn decode_legacy(bytes: &[u8], encoding: &'static Encoding) -> Option<Decoded> {
    let mut out = Out::new(false, 0);
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            let run = bytes[at..].iter().take_while(|byte| byte.is_ascii()).count();
            out.push_str(std::str::from_utf8(&bytes[at..at + run]).ok()?);
            at += run;
            continue;
        }
        // Feed one byte after the other until a character comes out.
        let mut width = 0;
        let mut buffer = [0; 16];
        loop {
            let byte = bytes.get(at + width)?;
            width += 1;
            let (result, _, written) = decoder.decode_to_utf8_without_replacement(&[*byte], &mut buffer, false);
            if let DecoderResult::Malformed(..) = result {
                return None;
            }
            if written > 0 {
                let read = std::str::from_utf8(&buffer[..written]).ok()?;
                // A control character from 0x80 up is a byte that this encoding has no letter for.
                if read.chars().any(char::is_control) {
                    return None;
                }
                out.push_wide(read, width);
                break;
            }
            if width > 4 {
                return None;
            }
        }
        at += width;
    }
    let mut decoded = out.finish(encoding.name());
    decoded.problems.push(Problem { at: None, message: format!("is not UTF-8 and was read as {}", encoding.name()) });
    Some(decoded)
}

/// Text and map, growing together.
struct Out {
    text: String,
    disk: DiskMap,
    /// The byte of the file that comes next.
    at: usize,
    replaced: usize,
    /// Where the first replacement stands.
    first: usize,
}

impl Out {
    fn new(wide: bool, skip: usize) -> Self {
        let jumps = if skip == 0 { Vec::new() } else { vec![(0, skip)] };
        Self { text: String::new(), disk: DiskMap { jumps, wide }, at: skip, replaced: 0, first: 0 }
    }

    /// Takes a character that is `width` bytes wide in the file.
    fn push(&mut self, c: char, width: usize) {
        self.push_wide(c.encode_utf8(&mut [0; 4]), width);
    }

    fn push_wide(&mut self, piece: &str, width: usize) {
        self.text.push_str(piece);
        self.at += width;
        let even = if self.disk.wide { piece.len() * 2 } else { piece.len() };
        if even != width {
            self.disk.jumps.push((self.text.len(), self.at));
        }
    }

    /// Takes text that stands in the file byte for byte.
    fn push_str(&mut self, piece: &str) {
        self.text.push_str(piece);
        self.at += piece.len();
    }

    /// Takes `width` bytes that mean nothing.
    fn replace(&mut self, width: usize) {
        if self.replaced == 0 {
            self.first = self.text.len();
        }
        self.replaced += width;
        self.push(char::REPLACEMENT_CHARACTER, width);
    }

    fn finish(self, encoding: &str) -> Decoded {
        let problems = match self.replaced {
            0 => Vec::new(),
            count => {
                let bytes = if count == 1 { "1 byte is".to_owned() } else { format!("{count} bytes are") };
                let at = crate::text::Span::new(self.first, self.first + char::REPLACEMENT_CHARACTER.len_utf8());
                let was = if count == 1 { "was" } else { "were" };
                vec![Problem { at: Some(at), message: format!("{bytes} not {encoding} and {was} read as U+FFFD") }]
            }
        };
        Decoded { text: self.text, disk: self.disk, problems }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the file has at the place of `word`.
    fn on_disk<'a>(bytes: &'a [u8], decoded: &Decoded, word: &str) -> &'a [u8] {
        let at = decoded.text.find(word).expect("the word is there");
        &bytes[decoded.disk.to_disk(at)..decoded.disk.to_disk(at + word.len())]
    }

    #[test]
    fn an_old_macintosh() {
        let text = "\u{201c}It\u{2019}s ours,\u{201d} she said.\r\u{201c}No caf\u{e9} here.\u{201d}\r";
        let bytes = b"\xD2It\xD5s ours,\xD3 she said.\r\xD2No caf\x8E here.\xD3\r";
        let decoded = decode(bytes);
        assert_eq!(decoded.text, text);
        assert_eq!(on_disk(bytes, &decoded, "caf\u{e9}"), b"caf\x8E");
        assert_eq!(
            decode(b"\x93It\x92s ours,\x94 she said. \xC9t\xE9").text,
            "\u{201c}It\u{2019}s ours,\u{201d} she said. \u{c9}t\u{e9}"
        );
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        let bytes = "\u{FEFF}“Ja”, sagte sie.".as_bytes();
        let decoded = decode(bytes);
        assert!(decoded.text.starts_with('“') && decoded.problems.is_empty());
        assert_eq!(on_disk(bytes, &decoded, "sagte"), b"sagte");
    }

    #[test]
    fn wide_text_with_and_without_its_mark() {
        let text = "“Näher” — 𝄞, said Ana Lind.\r\nIt rained all day.";
        for order in [Order::Little, Order::Big] {
            for mark in ["", "\u{FEFF}"] {
                let wide = |text: &str| -> Vec<u8> {
                    text.encode_utf16()
                        .flat_map(|unit| if order == Order::Little { unit.to_le_bytes() } else { unit.to_be_bytes() })
                        .collect()
                };
                let bytes = wide(&format!("{mark}{text}"));
                assert!(!is_binary(&bytes));
                let decoded = decode(&bytes);
                assert_eq!(decoded.text, text);
                for word in ["Näher", "𝄞", "Ana Lind", "rained"] {
                    assert_eq!(on_disk(&bytes, &decoded, word), wide(word), "{order:?} {word}");
                }
            }
        }
    }

    #[test]
    fn legacy_encodings() {
        for (encoding, text) in [
            (
                WINDOWS_1252,
                "\u{201c}C\u{2019}est d\u{e9}j\u{e0} \u{e9}t\u{e9},\u{201d} dit-elle \u{e0} Val\u{e9}rie. Le caf\u{e9} est ferm\u{e9}.",
            ),
            (encoding_rs::WINDOWS_1251, "«Мы не уйдём», — сказала она журналистам вчера вечером."),
            (encoding_rs::SHIFT_JIS, "「私たちは行きません」と市長は記者団に語った。これは日本語の文章です。"),
        ] {
            let (bytes, _, lost) = encoding.encode(text);
            assert!(!lost);
            let decoded = decode(&bytes);
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.problems.len(), 1);
            for (at, c) in text.char_indices() {
                let place = decoded.disk.to_disk(at)..decoded.disk.to_disk(at + c.len_utf8());
                assert_eq!(encoding.decode(&bytes[place]).0, c.to_string());
            }
        }
    }

    #[test]
    fn damaged_text_is_read_and_said() {
        let bytes = b"\xE2\x80\x9CWe \xFF\xFEstay,\xE2\x80\x9D said Lind.";
        let decoded = decode(bytes);
        assert_eq!(decoded.text, "“We \u{FFFD}\u{FFFD}stay,” said Lind.");
        assert_eq!(decoded.problems[0].message, "2 bytes are not UTF-8 and were read as U+FFFD");
        assert_eq!(on_disk(bytes, &decoded, "stay"), b"stay");
        assert_eq!(on_disk(bytes, &decoded, "Lind"), b"Lind");
    }

    #[test]
    fn a_line_that_was_pasted_from_an_older_text() {
        let bytes = b"Sie sagte: \xE2\x80\x9ENein, das gr\xC3\xB6\xC3\x9Fte.\xE2\x80\x9C\n\
            Der K\xE4mmerer, Uwe Gro\xDF, sagte: \x84F\xFCr die Sch\xFCler.\x93\n\xC3\x9Cber Vellin.";
        let decoded = decode(bytes);
        assert_eq!(
            decoded.text,
            "Sie sagte: „Nein, das größte.“\nDer Kämmerer, Uwe Groß, sagte: „Für die Schüler.“\nÜber Vellin."
        );
        assert_eq!(decoded.problems[0].message, "1 line is not UTF-8 and was read as windows-1252");
        assert_eq!(on_disk(bytes, &decoded, "Schüler"), b"Sch\xFCler");
        assert_eq!(on_disk(bytes, &decoded, "Über"), b"\xC3\x9Cber");
        // Broken off within a letter.
        let cut = decode(b"Sie sagte: \xE2\x80\x9ENein\xE2\x80\x9C\nDas ist gr\xC3");
        assert!(cut.text.ends_with("gr\u{FFFD}"));
    }

    #[test]
    fn what_is_no_text() {
        assert!(is_binary(b"%PDF-1.7\n"));
        assert!(is_binary(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
        assert!(is_binary(&[1, 2, 3, 4, 5, 6]));
        assert!(!is_binary(b""));
        assert!(!is_binary("Ana Lind said “no”.\n".as_bytes()));
    }

    proptest! {
        #[test]
        fn any_bytes_map_back(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let decoded = decode(&bytes);
            let mut last = 0;
            for at in decoded.text.char_indices().map(|(at, _)| at).chain([decoded.text.len()]) {
                let disk = decoded.disk.to_disk(at);
                prop_assert!(disk <= bytes.len() && disk >= last);
                last = disk;
            }
            if !decoded.text.is_empty() {
                prop_assert_eq!(last, bytes.len());
            }
        }

        #[test]
        fn wide_text_maps_back(text in "[a-zäß“”𝄞あ ]{1,40}") {
            let mut bytes = b"\xFF\xFE".to_vec();
            bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            let decoded = decode(&bytes);
            prop_assert_eq!(&decoded.text, &text);
            for (at, c) in text.char_indices() {
                let place = &bytes[decoded.disk.to_disk(at)..decoded.disk.to_disk(at + c.len_utf8())];
                let units: Vec<u8> = c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_le_bytes()).collect();
                prop_assert_eq!(place, &units[..]);
            }
        }
    }
}
