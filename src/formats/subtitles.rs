//! `WebVTT` and `SubRip`: the words of the cues, without their times.

mod rolling;

use super::document::{Block, BlockKind, Document, Locus, Story};
use super::metadata::Kind;
use super::remarks::{self, RemarkForm};
use super::writer::Writer;
use super::{Format, Metadata, extension, html, turns};
use crate::text::{Span, Text};

/// `WebVTT` and SRT.
pub(super) struct Subtitles;

impl Format for Subtitles {
    fn id(&self) -> &'static str {
        "subtitles"
    }

    fn claims(&self, name: &str, head: &str) -> bool {
        matches!(extension(name).as_str(), "vtt" | "srt") || is_webvtt(head) || is_subrip(head)
    }

    fn read(&self, text: Text) -> Document {
        let mut cues = cues(&text);
        rolling::say_once(&text, &mut cues);
        let mut reader = Reader {
            text: &text,
            labelled: are_labelled(&text, &cues),
            writer: Writer::default(),
            said: Vec::new(),
            open: Said::On,
            voice: None,
            named: false,
            sentence: true,
            loci: Vec::new(),
        };
        for cue in cues {
            reader.cue(cue);
        }
        reader.close();
        let Reader { writer, said, loci, .. } = reader;
        let Writer { prose, mut blocks, .. } = writer;
        let mut meta = Metadata { kind: Kind::Transcript, ..Metadata::default() };
        if !said.iter().any(|said| matches!(said, Said::By(_))) {
            turns::mark(prose.text(), &mut blocks, Kind::Transcript, &[]);
        }
        settle(&mut blocks, said);
        meta.title = title(&text);
        let whole = blocks.first().zip(blocks.last()).map(|(first, last)| first.span.join(last.span));
        let stories = whole.map(|span| Story { span, meta: meta.clone() }).into_iter().collect();
        let (remarks, remark_form) = (remarks::in_notes(&text), RemarkForm::Note);
        Document {
            prose,
            blocks,
            meta,
            stories,
            remarks,
            remark_form,
            loci,
            editable: true,
            text,
            ..Document::default()
        }
    }
}

fn is_webvtt(head: &str) -> bool {
    head.strip_prefix("WEBVTT").is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// Whether the times of several cues stand there, each below its number, whatever the file is called.
fn is_subrip(head: &str) -> bool {
    let lines: Vec<&str> = head.lines().map(str::trim).collect();
    let numbered = |pair: &&[&str]| pair[0].parse::<u32>().is_ok() && begins(pair[1]).is_some();
    lines.windows(2).filter(numbered).take(2).count() == 2
}

/// What stands behind `WEBVTT` on the first line.
fn title(text: &str) -> Option<String> {
    let line = text.strip_prefix("WEBVTT")?.split(['\n', '\r']).next()?;
    let title = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':')).trim_end();
    (!title.is_empty()).then(|| title.to_owned())
}

/// One cue: when it is shown, in seconds from the start, and its lines.
struct Cue {
    second: u32,
    lines: Vec<Span>,
}

/// Every cue: what follows a line with `-->`, up to a blank line.
fn cues(text: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut inside = false;
    let mut at = 0;
    for line in text.split(['\n', '\r']) {
        let words = line.trim();
        if let Some(second) = begins(words) {
            // Where no blank line parts two cues, the number of the second one is no word of the first.
            let is_number = |line: &Span| line.of(text).bytes().all(|byte| byte.is_ascii_digit());
            if let Some(cue) = cues.last_mut().filter(|_| inside) {
                cue.lines.pop_if(|line| is_number(line));
            }
            cues.push(Cue { second, lines: Vec::new() });
            inside = true;
        } else if words.is_empty() {
            // Between CR and LF the split sees an empty line of no width, which ends no cue.
            let between = at > 0 && text.as_bytes()[at - 1] == b'\r' && text.as_bytes().get(at) == Some(&b'\n');
            // Captions that roll begin with a line of one blank, where there is nothing to roll up yet.
            let blank = !line.is_empty() && cues.last().is_some_and(|cue| cue.lines.is_empty());
            inside &= between || blank;
        } else if let (true, Some(cue)) = (inside, cues.last_mut()) {
            let end = at + line.trim_end().len();
            let mut start = end - words.len();
            while let Some(setting) = setting_len(&text[start..end]) {
                start += setting;
            }
            if start < end {
                cue.lines.push(Span::new(start, end));
            }
        }
        at += line.len() + 1;
    }
    cues
}

/// Whether most cues begin with who speaks, as those of a recorded meeting do: "Ana Lind: we stay".
fn are_labelled(text: &str, cues: &[Cue]) -> bool {
    let first = |cue: &Cue| cue.lines.first().is_some_and(|line| turns::named_in_front(line.of(text)).is_some());
    let named = cues.iter().filter(|cue| first(cue)).count();
    named >= 2 && named * 2 > cues.len()
}

/// The second of `00:00:01.000 --> 00:00:04.000`, with a comma in SRT; `None` for another line.
fn begins(line: &str) -> Option<u32> {
    let clock = |part: &str| {
        let part = part.split_whitespace().next().unwrap_or("");
        part.contains(':') && part.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b','))
    };
    let (from, _) = line.split_once("-->").filter(|(from, to)| clock(from) && clock(to))?;
    let whole = from.trim().split(['.', ',']).next().unwrap_or("").split(':');
    let seconds = whole.fold(0u32, |sum, part| sum.saturating_mul(60).saturating_add(part.parse().unwrap_or(0)));
    Some(seconds)
}

/// Who says the words of a block, as far as its cues tell.
enum Said {
    /// Whoever spoke before.
    On,
    /// Another, who is not named: a line of a cue begins with a dash.
    Other,
    /// Whom a voice tag names.
    By(String),
    /// Nobody: `[APPLAUSE]`, "♪".
    Nobody,
}

/// Writes down whose words the blocks are.
fn settle(blocks: &mut [Block], said: Vec<Said>) {
    let mut unknown = false;
    for (block, said) in blocks.iter_mut().zip(said) {
        let labelled = block.voice.as_ref().is_some_and(|voice| voice.span.is_some());
        unknown = !labelled && (unknown || matches!(said, Said::Other));
        match said {
            Said::By(name) => block.give(name, None),
            Said::Nobody => *block = Block::new(block.span, BlockKind::Boilerplate),
            Said::Other | Said::On if unknown => block.give("", None),
            Said::Other | Said::On => {}
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Whether cues name their speaker in front of the words, also where a sentence goes on.
    labelled: bool,
    writer: Writer,
    /// Of each block.
    said: Vec<Said>,
    /// Of the open block.
    open: Said,
    /// The voice that the open block is of.
    voice: Option<String>,
    /// Whether a voice was just named.
    named: bool,
    /// Whether the open block ends a sentence.
    sentence: bool,
    /// Where in the prose the words of each cue begin.
    loci: Vec<(usize, Locus)>,
}

impl Reader<'_> {
    fn cue(&mut self, cue: Cue) {
        self.loci.push((self.writer.prose.text().len(), Locus::Second(cue.second)));
        for (nth, line) in cue.lines.into_iter().enumerate() {
            let dashed = dash(line.of(self.text));
            let line = Span::new(line.start + dashed, line.end);
            let mut words = line.start;
            if let Some((name, behind)) = turns::named_in_front(line.of(self.text)).filter(|_| self.labelled) {
                self.words(Span::at(words), nth, dashed > 0, Some(name));
                words += behind;
            }
            // One line may hold two voices: <v Ana Lind>Why?</v> <v Jo Doe>Because.
            for (at, name) in voices(line.of(self.text)) {
                self.words(Span::new(words, line.start + at), nth, dashed > 0 && words == line.start, None);
                words = line.start + at;
                self.words(Span::at(words), nth, dashed > 0 && at == 0, Some(name));
            }
            self.words(Span::new(words, line.end), nth, dashed > 0 && words == line.start, None);
        }
    }

    /// Takes a stretch of one voice; `None` where it is the voice that was.
    fn words(&mut self, words: Span, nth: usize, dashed: bool, voice: Option<&str>) {
        if let Some(voice) = voice {
            if dashed || self.voice.as_deref() != Some(voice) || nth == 0 && self.sentence && self.is_long(true) {
                self.close();
                self.open = Said::By(voice.to_owned());
            }
            self.voice = Some(voice.to_owned());
            self.named = true;
            return;
        }
        let line = words.of(self.text);
        if line.trim().is_empty() {
            return;
        }
        // A cue that names nobody is not the last speaker's.
        let tagged = matches!(self.open, Said::By(_)) && self.voice.is_some();
        let named = std::mem::take(&mut self.named);
        let unknown = nth == 0 && tagged && self.writer.is_open() && !named;
        let remark = turns::is_remark(line.trim());
        let after_remark = matches!(self.open, Said::Nobody) && self.writer.is_open();
        let long = nth == 0 && self.sentence && self.is_long(tagged);
        if dashed && !tagged || remark || after_remark || unknown || turns::opens(line) || long && !tagged {
            self.close();
        }
        if remark {
            self.open = Said::Nobody;
        } else if dashed && matches!(self.open, Said::On) {
            self.open = Said::Other;
        }
        if self.writer.is_open() {
            self.writer.push_for(" ", Span::at(words.start));
        }
        self.line(words);
    }

    /// Whether the open block is as long as a block should be, at the end of a sentence.
    fn is_long(&self, voiced: bool) -> bool {
        let open = self.writer.start().map_or(0, |start| self.writer.prose.text().len() - start);
        open > if voiced { 600 } else { 0 }
    }

    fn close(&mut self) {
        let said = std::mem::replace(&mut self.open, Said::On);
        if self.writer.close(BlockKind::Paragraph) {
            self.said.push(said);
        }
        self.voice = None;
        self.sentence = true;
    }

    /// Takes the words of a line without tags, entities read.
    fn line(&mut self, line: Span) {
        let words = line.of(self.text);
        let mut at = 0;
        while at < words.len() {
            let rest = &words[at..];
            if let Some(tag) = tag_len(rest).or_else(|| setting_len(rest)) {
                at += tag;
            } else if let Some((letters, len)) = html::entity(rest) {
                self.writer.push_for(&letters, Span::new(line.start + at, line.start + at + len));
                at += len;
            } else {
                let first = rest.chars().next().map_or(1, char::len_utf8);
                let next =
                    first + memchr::memchr3(b'<', b'&', b'{', &rest.as_bytes()[first..]).unwrap_or(rest.len() - first);
                self.writer.push(&rest[..next], line.start + at);
                at += next;
            }
        }
        let end = self.writer.prose.text().trim_end_matches(['”', '"', '’', '\'', ')', ' ']);
        self.sentence = end.ends_with(['.', '!', '?']);
    }
}

/// How long the dash is that begins a line where speakers alternate: "- Why?"
fn dash(line: &str) -> usize {
    let behind = line.strip_prefix(['-', '–', '—', '‐']).unwrap_or(line);
    let words = behind.trim_start();
    if behind.len() < line.len()
        && words.starts_with(|c: char| c.is_alphabetic() || matches!(c, '<' | '[' | '(' | '“' | '"'))
    {
        line.len() - words.len()
    } else {
        0
    }
}

/// The voice tags of a line, each with its place.
fn voices(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.match_indices("<v").filter_map(|(at, _)| voice_of(&line[at..]).map(|name| (at, name)))
}

/// Ana Lind of `<v.loud Ana Lind>`.
fn voice_of(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('<')?;
    let tag = &inner[..memchr::memchr2(b'>', b'<', inner.as_bytes()).filter(|&end| inner.as_bytes()[end] == b'>')?];
    let (name, annotation) = tag.split_once(char::is_whitespace)?;
    let is_voice = name == "v" || name.starts_with("v.");
    let annotation = annotation.trim();
    (is_voice && !annotation.is_empty()).then_some(annotation)
}

/// How long the tag is that `rest` begins with: `<v Ana>`, `</i>`, `<00:01.000>`.
fn tag_len(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('<')?;
    if !inner.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/') {
        return None;
    }
    let end = memchr::memchr2(b'>', b'<', inner.as_bytes()).filter(|&end| inner.as_bytes()[end] == b'>')?;
    Some(end + 2)
}

/// How long the setting is that `rest` begins with: `{\an8}`.
fn setting_len(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("{\\")?;
    let end = memchr::memchr2(b'}', b'{', inner.as_bytes()).filter(|&end| inner.as_bytes()[end] == b'}')?;
    Some(end + "{\\}".len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<(String, String)> {
        let document = Subtitles.read(text.into());
        let of = |block: &Block| {
            let voice = block.voice.as_ref().map(|voice| voice.name.clone()).unwrap_or_default();
            (voice, block.span.of(document.prose.text()).to_owned())
        };
        document.blocks.iter().map(of).collect()
    }

    #[test]
    fn cues_of_one_voice_run_on() {
        let text = "WEBVTT - Council\n\nNOTE x\n\n1\n00:01.000 --> 00:02.000\n<v Ana Lind>We will\nnot &amp; never\n\n\
                    00:02.000 --> 00:03.000 align:start\n<v Ana Lind>leave.</v>\n\n00:03.000 --> 00:04.000\n<v Jo Doe><i>Why?</i>\n";
        assert_eq!(
            blocks(text),
            [
                ("Ana Lind".to_owned(), "We will not & never leave.".to_owned()),
                ("Jo Doe".to_owned(), "Why?".to_owned()),
            ]
        );
    }

    #[test]
    fn subrip_joins_sentences() {
        let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\nWe will\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\nnot leave.\r\n\r\n\
                    3\r\n00:00:03,000 --> 00:00:04,000\r\nNever.\r\n";
        let texts: Vec<String> = blocks(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["We will not leave.", "Never."]);
    }

    #[test]
    fn two_voices_in_a_cue() {
        let text = "00:01.000 --> 00:02.000\n<v.loud.first Ana Lind>We stay.</v> <v Jo Doe>No.\n\n\
                    00:02.000 --> 00:03.000\n- <v Ana Lind>Yes.</v>\n- <v Jo Doe>No.</v>\n\n00:03.000 --> 00:04.000\n(Applause.)";
        let of = |name: &str, words: &str| (name.to_owned(), words.to_owned());
        assert_eq!(
            blocks(text),
            [
                of("Ana Lind", "We stay."),
                of("Jo Doe", "No."),
                of("Ana Lind", "Yes."),
                of("Jo Doe", "No."),
                of("", "(Applause.)")
            ]
        );
        let text = "00:01.000 --> 00:02.000\n- Why?\n- Because.\n\n00:02.000 --> 00:03.000\n[MUSIC]\n\n\
                    00:03.000 --> 00:04.000\nANA LIND: I stay\n\n00:04.000 --> 00:05.000\nJO DOE: Here.";
        assert_eq!(
            blocks(text),
            [
                of("", "Why?"),
                of("", "Because."),
                of("", "[MUSIC]"),
                of("ANA LIND", "ANA LIND: I stay"),
                of("JO DOE", "JO DOE: Here.")
            ]
        );
    }

    #[test]
    fn words_stand_at_a_second() {
        let text = "WEBVTT\n\n00:01.900 --> 00:02.000\nWe will\n\n01:00:02.000 --> 01:00:03.000\nnot leave.";
        let document = Subtitles.read(text.into());
        let at = |words: &str| document.prose.text().find(words).and_then(|at| document.locus_at(at));
        assert_eq!(at("will"), Some(Locus::Second(1)));
        assert_eq!(at("leave"), Some(Locus::Second(3602)));
        assert_eq!(
            at("leave").map(|it| it.in_url("https://v.example/w?v=1")).as_deref(),
            Some("https://v.example/w?v=1&t=3602")
        );
    }

    #[test]
    fn words_of_rolling_captions_stand_where_they_were_first_shown() {
        let vtt = "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n \ngood<00:01.320><c> evening</c>\n\n\
                   00:02.000 --> 00:02.010\ngood evening\n \n\n\
                   00:02.010 --> 00:04.000\ngood evening\nthe<00:02.500><c> harbour</c>\n\n\
                   00:04.000 --> 00:04.010\nthe harbour\n \n\n\
                   00:04.010 --> 00:06.000\nthe harbour\nwill<00:05.000><c> stay</c>\n";
        let srt = "1\n00:00:01,000 --> 00:00:02,000\ngood evening\n\n2\n00:00:02,010 --> 00:00:04,000\ngood evening\nthe harbour\n\n\
                   3\n00:00:04,010 --> 00:00:06,000\nthe harbour\nwill stay\n";
        let grows = "1\n00:00:01,000 --> 00:00:02,000\ngood evening\n\n2\n00:00:02,000 --> 00:00:04,000\ngood evening the harbour\n\n\
                     3\n00:00:04,000 --> 00:00:06,000\ngood evening the harbour will stay\n";
        for text in [vtt, srt, grows] {
            let document = Subtitles.read(text.into());
            let prose = document.prose.text();
            assert_eq!(prose.split_whitespace().collect::<Vec<_>>().join(" "), "good evening the harbour will stay");
            let second = |word: &str| prose.find(word).and_then(|at| document.locus_at(at));
            assert_eq!(
                ["good", "the", "will"].map(second),
                [1, 2, 4].map(|second| Some(Locus::Second(second))),
                "{text}"
            );
        }
    }

    #[test]
    fn who_says_no_twice_is_heard_twice() {
        let text = "00:01.000 --> 00:02.000\nNo.\n\n00:02.000 --> 00:03.000\nNo.\n\n00:03.000 --> 00:04.000\nWe stay.\n\n\
                    00:04.000 --> 00:05.000\nNever.\n";
        let texts: Vec<String> = blocks(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["No.", "No.", "We stay.", "Never."]);
    }

    #[test]
    fn what_sets_the_words_is_none_of_them() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}We can&#39;t go, {\\i1}ever{\\i0}, &apos;they&apos; said {so}.\n\
                    2\n00:00:02,000 --> 00:00:03,000\n{\\an8}- No.\n3\n00:00:03,000 --> 00:00:04,000\n- In\n2031\n";
        let texts: Vec<String> = blocks(text).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["We can't go, ever, 'they' said {so}.", "No.", "In 2031"]);
    }

    #[test]
    fn every_cue_of_a_meeting_says_who_speaks() {
        let text = "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nAna Lind: Good morning, and\n\n2\n00:02.000 --> 00:03.000\nAna Lind: welcome.\n\n3\n00:03.000 --> 00:04.000\nJo Orre: Note: we stay.\n";
        assert_eq!(
            blocks(text),
            [
                ("Ana Lind".to_owned(), "Good morning, and welcome.".to_owned()),
                ("Jo Orre".to_owned(), "Note: we stay.".to_owned())
            ]
        );
    }

    #[test]
    fn less_than_is_no_tag() {
        let text = "00:01.000 --> 00:02.000\n3 < 4 & 5 <";
        assert_eq!(blocks(text)[0].1, "3 < 4 & 5 <");
    }
}
