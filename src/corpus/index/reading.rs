//! An article as bytes: everything that reading it yielded, so that it is read once and not at every start.
//!
//! Fields are taken apart by name, so that a new one does not compile until it is kept as well. What differs from
//! one version of the program to the next is told by [`super::STAMP`], not here.
#![allow(clippy::option_option, reason = "the outer one says whether the bytes make sense")]

use jiff::civil::Date;

use super::bytes::{Reader, Writer};
use crate::formats::remarks::{Remark, RemarkForm};
use crate::formats::{Block, BlockKind, DiskMap, Document, Kind, Locus, Metadata, Problem, Status, Story, Voice};
use crate::quotations::language::Language;
use crate::quotations::{
    Attribution, How, MarkProblem, MarkProblemKind, NotSpeech, Quotation, QuotationKind, Utterance,
};
use crate::speakers::{Basis, Gender, Introduced, Reading, Speaker, Stated};
use crate::text::prose::Piece;
use crate::text::{Prose, Text};

/// A kind as one byte, and back: its place in the list.
macro_rules! kinds {
    ($write:ident, $read:ident, $type:ty, [$($kind:path),+ $(,)?]) => {
        pub(super) fn $write(writer: &mut Writer, kind: $type) {
            const ALL: &[$type] = &[$($kind),+];
            // Refuses to compile when a kind is missing from the list.
            match kind { $($kind => {}),+ }
            let place = ALL.iter().position(|&other| other == kind).expect("the match above names them all");
            writer.0.push(place as u8);
        }

        pub(super) fn $read(reader: &mut Reader<'_>) -> Option<$type> {
            const ALL: &[$type] = &[$($kind),+];
            ALL.get(usize::from(reader.byte()?)).copied()
        }
    };
}

kinds!(
    write_block_kind,
    read_block_kind,
    BlockKind,
    [
        BlockKind::Heading,
        BlockKind::Paragraph,
        BlockKind::ListItem,
        BlockKind::BlockQuote,
        BlockKind::Signature,
        BlockKind::Turn,
        BlockKind::Caption,
        BlockKind::Credit,
        BlockKind::Boilerplate,
    ]
);
kinds!(
    write_quotation_kind,
    read_quotation_kind,
    QuotationKind,
    [QuotationKind::Speech, QuotationKind::Fragment, QuotationKind::Block, TITLE, NICKNAME, TERM, SLOGAN, NAME, REPEAT,]
);
const TITLE: QuotationKind = QuotationKind::NotSpeech(NotSpeech::Title);
const NICKNAME: QuotationKind = QuotationKind::NotSpeech(NotSpeech::Nickname);
const TERM: QuotationKind = QuotationKind::NotSpeech(NotSpeech::Term);
const SLOGAN: QuotationKind = QuotationKind::NotSpeech(NotSpeech::Slogan);
const NAME: QuotationKind = QuotationKind::NotSpeech(NotSpeech::Name);
const REPEAT: QuotationKind = QuotationKind::NotSpeech(NotSpeech::Repeat);
kinds!(
    write_how,
    read_how,
    How,
    [How::Cue, How::Label, How::Clause, How::Continued, How::Alternation, How::Ambiguous, How::Unknown, How::None]
);
kinds!(
    write_mark,
    read_mark,
    MarkProblemKind,
    [MarkProblemKind::Unpaired, MarkProblemKind::WrongWay, MarkProblemKind::Mismatched]
);
kinds!(
    write_language,
    read_language,
    Language,
    [
        Language::English,
        Language::German,
        Language::French,
        Language::Spanish,
        Language::Italian,
        Language::Portuguese,
        Language::Other,
    ]
);
kinds!(
    write_remark_form,
    read_remark_form,
    RemarkForm,
    [RemarkForm::Line, RemarkForm::Inline, RemarkForm::Brackets, RemarkForm::Expression, RemarkForm::Note]
);
kinds!(write_gender, read_gender, Gender, [Gender::Male, Gender::Female, Gender::Neutral, Gender::Unknown]);
kinds!(write_basis, read_basis, Basis, [Basis::Text, Basis::Newsroom, Basis::Corpus]);
kinds!(write_kind, read_kind, Kind, [Kind::Article, Kind::Transcript, Kind::Release, Kind::Post]);
kinds!(write_status, read_status, Status, [Status::Current, Status::Corrected, Status::Retracted, Status::Superseded]);

/// A reading as bytes.
pub(super) fn write(reading: &Reading, writer: &mut Writer) {
    let Reading { document, language, quotations, utterances, speakers, mark_problems, misspelled } = reading;
    write_document(document, writer);
    write_language(writer, *language);
    writer.list(quotations, write_quotation);
    writer.list(utterances, write_utterance);
    writer.list(speakers, write_speaker);
    writer.list(mark_problems, |writer, MarkProblem { span, kind, instead }| {
        writer.span(*span);
        write_mark(writer, *kind);
        writer.option(instead.as_deref(), Writer::text);
    });
    writer.list(misspelled, |writer, (span, right)| {
        writer.span(*span);
        writer.text(right);
    });
}

/// The reading that was written; `None` where the bytes are something else.
pub(super) fn read(reader: &mut Reader<'_>) -> Option<Reading> {
    Some(Reading {
        document: read_document(reader)?,
        language: read_language(reader)?,
        quotations: reader.list(read_quotation)?,
        utterances: reader.list(read_utterance)?,
        speakers: reader.list(read_speaker)?,
        mark_problems: reader.list(|reader| {
            Some(MarkProblem {
                span: reader.span()?,
                kind: read_mark(reader)?,
                instead: reader.option(Reader::string)?,
            })
        })?,
        misspelled: reader.list(|reader| Some((reader.span()?, reader.string()?)))?,
    })
}

fn write_document(document: &Document, writer: &mut Writer) {
    let Document { text, disk, prose, blocks, code, meta, stories, remarks, remark_form, loci, problems, editable } =
        document;
    writer.text(text);
    let DiskMap { jumps, wide } = disk;
    writer.list(jumps, |writer, &(text, disk)| {
        writer.size(text);
        writer.size(disk);
    });
    writer.flag(*wide);
    // Plain text is its own prose from some byte on, and is kept once.
    writer.option(prose.own(), Writer::text);
    writer.list(prose.pieces(), |writer, Piece { prose, text, verbatim }| {
        writer.span(*prose);
        writer.span(*text);
        writer.flag(*verbatim);
    });
    writer.list(blocks, |writer, Block { span, kind, voice }| {
        writer.span(*span);
        write_block_kind(writer, *kind);
        writer.option(voice.as_ref(), |writer, Voice { name, span }| {
            writer.text(name);
            writer.option(*span, Writer::span);
        });
    });
    writer.list(code, |writer, &span| writer.span(span));
    write_meta(meta, writer);
    writer.list(stories, |writer, story| {
        let Story { span, meta: own } = story;
        writer.span(*span);
        writer.option((own != meta).then_some(own), |writer, own| write_meta(own, writer));
    });
    writer.list(remarks, |writer, Remark { span, words }| {
        writer.span(*span);
        writer.span(*words);
    });
    write_remark_form(writer, *remark_form);
    writer.list(loci, |writer, &(from, locus)| {
        let (seconds, number) = match locus {
            Locus::Page(page) => (false, page),
            Locus::Second(second) => (true, second),
        };
        writer.size(from);
        writer.flag(seconds);
        writer.number(u64::from(number));
    });
    writer.list(problems, |writer, Problem { at, message }| {
        writer.option(*at, Writer::span);
        writer.text(message);
    });
    writer.flag(*editable);
}

fn read_document(reader: &mut Reader<'_>) -> Option<Document> {
    let text: Text = Text::from(reader.text()?);
    let jumps = reader.list(|reader| Some((reader.size()?, reader.size()?)))?;
    let disk = DiskMap { jumps, wide: reader.flag()? };
    let own = reader.option(Reader::string)?;
    let pieces =
        reader.list(|reader| Some(Piece { prose: reader.span()?, text: reader.span()?, verbatim: reader.flag()? }))?;
    let prose = Prose::of_pieces(&text, own, pieces)?;
    let blocks = reader.list(|reader| {
        Some(Block {
            span: reader.span()?,
            kind: read_block_kind(reader)?,
            voice: reader
                .option(|reader| Some(Voice { name: reader.string()?, span: reader.option(Reader::span)? }))?,
        })
    })?;
    let code = reader.list(Reader::span)?;
    let meta = read_meta(reader)?;
    let stories = reader.list(|reader| {
        let span = reader.span()?;
        Some(Story { span, meta: reader.option(read_meta)?.unwrap_or_else(|| meta.clone()) })
    })?;
    let remarks = reader.list(|reader| Some(Remark { span: reader.span()?, words: reader.span()? }))?;
    let remark_form = read_remark_form(reader)?;
    let loci = reader.list(|reader| {
        let (from, seconds, number) = (reader.size()?, reader.flag()?, u32::try_from(reader.number()?).ok()?);
        Some((from, if seconds { Locus::Second(number) } else { Locus::Page(number) }))
    })?;
    let problems =
        reader.list(|reader| Some(Problem { at: reader.option(Reader::span)?, message: reader.string()? }))?;
    Some(Document {
        text,
        disk,
        prose,
        blocks,
        code,
        meta,
        stories,
        remarks,
        remark_form,
        loci,
        problems,
        editable: reader.flag()?,
    })
}

fn write_meta(meta: &Metadata, writer: &mut Writer) {
    let Metadata { title, outlet, byline, date, modified, dateline, url, lang, kind, status } = meta;
    for field in [title, outlet, dateline, url, lang] {
        writer.option(field.as_deref(), Writer::text);
    }
    write_strings(writer, byline);
    write_day(writer, *date);
    write_day(writer, *modified);
    write_kind(writer, *kind);
    write_status(writer, *status);
}

fn read_meta(reader: &mut Reader<'_>) -> Option<Metadata> {
    let [title, outlet, dateline, url, lang] = [
        reader.option(Reader::string)?,
        reader.option(Reader::string)?,
        reader.option(Reader::string)?,
        reader.option(Reader::string)?,
        reader.option(Reader::string)?,
    ];
    let byline = reader.list(Reader::string)?;
    let (date, modified) = (read_day(reader)?, read_day(reader)?);
    Some(Metadata {
        title,
        outlet,
        byline,
        date,
        modified,
        dateline,
        url,
        lang,
        kind: read_kind(reader)?,
        status: read_status(reader)?,
    })
}

fn write_strings(writer: &mut Writer, strings: &[String]) {
    writer.list(strings, |writer, text| writer.text(text));
}

/// A day in one number, larger than nought; nought is none.
pub(super) fn day_number(day: Option<Date>) -> u64 {
    day.map_or(0, |day| {
        let year = (i32::from(day.year()) + 10_000) as u64;
        (year * 13 + day.month() as u64) * 32 + day.day() as u64
    })
}

/// The day of a number; `None` where it is none of [`day_number`]'s.
pub(super) fn day_of(number: u64) -> Option<Option<Date>> {
    if number == 0 {
        return Some(None);
    }
    let (rest, day) = (number / 32, (number % 32) as i8);
    let year = i16::try_from(i64::try_from(rest / 13).ok()? - 10_000).ok()?;
    Date::new(year, (rest % 13) as i8, day).ok().map(Some)
}

fn write_day(writer: &mut Writer, day: Option<Date>) {
    writer.number(day_number(day));
}

fn read_day(reader: &mut Reader<'_>) -> Option<Option<Date>> {
    day_of(reader.number()?)
}

fn write_quotation(writer: &mut Writer, quotation: &Quotation) {
    let Quotation { span, outer, parts, kind, utterance, parent } = quotation;
    writer.span(*span);
    writer.span(*outer);
    let whole = parts.len() == 1 && parts[0] == *span;
    writer.option((!whole).then_some(parts), |writer, parts| {
        writer.list(parts, |writer, &part| writer.span(part));
    });
    write_quotation_kind(writer, *kind);
    writer.size(*utterance);
    writer.option(*parent, Writer::size);
}

fn read_quotation(reader: &mut Reader<'_>) -> Option<Quotation> {
    let span = reader.span()?;
    let outer = reader.span()?;
    let parts = reader.option(|reader| reader.list(Reader::span))?.unwrap_or_else(|| vec![span]);
    Some(Quotation {
        span,
        outer,
        parts,
        kind: read_quotation_kind(reader)?,
        utterance: reader.size()?,
        parent: reader.option(Reader::size)?,
    })
}

fn write_utterance(writer: &mut Writer, utterance: &Utterance) {
    let Utterance { quotations, attribution } = utterance;
    let Attribution { cue, mention, speaker, candidates, through, how, when } = attribution;
    writer.list(quotations, |writer, &id| writer.size(id));
    for span in [cue, mention, when] {
        writer.option(*span, Writer::span);
    }
    writer.option(*speaker, Writer::size);
    for list in [candidates, through] {
        writer.list(list, |writer, &id| writer.size(id));
    }
    write_how(writer, *how);
}

fn read_utterance(reader: &mut Reader<'_>) -> Option<Utterance> {
    let quotations = reader.list(Reader::size)?;
    let [cue, mention, when] =
        [reader.option(Reader::span)?, reader.option(Reader::span)?, reader.option(Reader::span)?];
    let speaker = reader.option(Reader::size)?;
    let [candidates, through] = [reader.list(Reader::size)?, reader.list(Reader::size)?];
    let how = read_how(reader)?;
    Some(Utterance { quotations, attribution: Attribution { cue, mention, speaker, candidates, through, how, when } })
}

fn write_speaker(writer: &mut Writer, speaker: &Speaker) {
    // A source is read in the light of nothing but itself, so nobody in it is `listed`.
    let Speaker { name, aliases, titles, stated, introduced, gender, body, named, mentions, basis, listed: _ } =
        speaker;
    writer.text(name);
    write_strings(writer, aliases);
    write_strings(writer, titles);
    writer.list(stated, |writer, Stated { title, span, name }| {
        writer.text(title);
        writer.span(*span);
        writer.span(*name);
    });
    writer.option(*introduced, |writer, Introduced { span, full }| {
        writer.span(span);
        writer.flag(full);
    });
    write_gender(writer, *gender);
    writer.flag(*body);
    writer.flag(*named);
    writer.list(mentions, |writer, &span| writer.span(span));
    write_basis(writer, *basis);
}

fn read_speaker(reader: &mut Reader<'_>) -> Option<Speaker> {
    Some(Speaker {
        name: reader.string()?,
        aliases: reader.list(Reader::string)?,
        titles: reader.list(Reader::string)?,
        stated: reader
            .list(|reader| Some(Stated { title: reader.string()?, span: reader.span()?, name: reader.span()? }))?,
        introduced: reader.option(|reader| Some(Introduced { span: reader.span()?, full: reader.flag()? }))?,
        gender: read_gender(reader)?,
        body: reader.flag()?,
        named: reader.flag()?,
        mentions: reader.list(Reader::span)?,
        basis: read_basis(reader)?,
        listed: None,
    })
}
