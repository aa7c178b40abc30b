//! The keyword leg: BM25 over one field a language, each with its own analyser; invariant: a query
//! is analysed as the field was.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language as Stem, LowerCaser, PreTokenizedString, RemoveLongFilter, SimpleTokenizer, Stemmer,
    StopWordFilter, TextAnalyzer, Token, TokenStream,
};
use tantivy::{Index, Searcher, TantivyDocument, Term};

use super::vectors::{CreatorVectors, Entry, key_of};
use crate::backend::{IndexQuery, IndexedChunk};
use crate::error::{Error, Result};
use crate::fuse::order;
use crate::source::{ChunkId, CreatorId, SourceKind, Visibility};
use crate::text::language::Language;

const LANGUAGES: [Language; 4] = [Language::En, Language::Fr, Language::Es, Language::Other];

pub struct Fields {
    pub creator: Field,
    pub chunk: Field,
    /// Names the chunk by an integer: reading it costs less than reading its id.
    key: Field,
    pub vector: Field,
    kind: Field,
    date: Field,
    visibility: Field,
    bodies: [(Language, Field); 4],
}

fn body_name(language: Language) -> String {
    format!("body_{}", language.as_str())
}

pub fn schema() -> Schema {
    let mut schema = Schema::builder();
    schema.add_text_field("creator", STRING);
    schema.add_text_field("chunk", STRING | STORED);
    schema.add_u64_field("key", FAST);
    schema.add_text_field("kind", STORED);
    schema.add_text_field("date", STORED);
    schema.add_text_field("visibility", STORED);
    schema.add_bytes_field("vector", BytesOptions::default().set_stored());
    for language in LANGUAGES {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(&format!("words_{}", language.as_str()))
            .set_index_option(IndexRecordOption::WithFreqs);
        schema.add_text_field(&body_name(language), TextOptions::default().set_indexing_options(indexing));
    }
    schema.build()
}

/// Lower case, no stop words, stemmed, then without accents.
pub fn register_analysers(index: &Index) -> Result<()> {
    for language in LANGUAGES {
        let base =
            TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(60)).filter(LowerCaser);
        let stem = match language {
            Language::En => Some(Stem::English),
            Language::Fr => Some(Stem::French),
            Language::Es => Some(Stem::Spanish),
            Language::Other => None,
        };
        let analyser = match stem {
            Some(stem) => {
                let stop = StopWordFilter::new(stem).ok_or_else(|| Error::Index {
                    what: "make an analyser",
                    message: format!("no stop words for `{}`", language.as_str()),
                })?;
                base.filter(stop).filter(Stemmer::new(stem)).filter(AsciiFoldingFilter).build()
            }
            None => base.filter(AsciiFoldingFilter).build(),
        };
        index.tokenizers().register(&format!("words_{}", language.as_str()), analyser);
    }
    Ok(())
}

impl Fields {
    pub fn of(schema: &Schema) -> Result<Self> {
        let get = |name: &str| {
            schema
                .get_field(name)
                .map_err(Error::index("open its files (made by another version: run `groundwire reindex`)"))
        };
        Ok(Self {
            creator: get("creator")?,
            chunk: get("chunk")?,
            key: get("key")?,
            vector: get("vector")?,
            kind: get("kind")?,
            date: get("date")?,
            visibility: get("visibility")?,
            bodies: [
                (Language::En, get("body_en")?),
                (Language::Fr, get("body_fr")?),
                (Language::Es, get("body_es")?),
                (Language::Other, get("body_other")?),
            ],
        })
    }

    pub fn document(&self, index: &Index, chunk: &IndexedChunk) -> Result<TantivyDocument> {
        let mut document = TantivyDocument::default();
        document.add_text(self.creator, chunk.creator.as_str());
        document.add_text(self.chunk, chunk.id.as_str());
        document.add_u64(self.key, key_of(&chunk.id));
        document.add_text(self.kind, chunk.kind.as_str());
        document.add_text(self.visibility, chunk.visibility.as_str());
        if let Some(date) = chunk.date {
            document.add_text(self.date, date.to_string());
        }
        let bytes: Vec<u8> = chunk.vector.iter().flat_map(|x| x.to_le_bytes()).collect();
        document.add_bytes(self.vector, &bytes);
        for (language, field) in self.bodies {
            if language == chunk.language {
                let tokens = analyse(index, &chunk.creator, language, &chunk.words)?;
                document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
            }
        }
        Ok(document)
    }

    pub fn entry(&self, document: &TantivyDocument) -> Option<Entry> {
        let text = |field: Field| document.get_first(field).and_then(|v| v.as_str().map(str::to_owned));
        Some(Entry {
            id: ChunkId(text(self.chunk)?),
            kind: SourceKind::parse(&text(self.kind)?)?,
            date: text(self.date).and_then(|date| date.parse().ok()),
            visibility: Visibility::parse(&text(self.visibility)?),
        })
    }
}

/// The tokens of `words`, each behind the creator's id: a term of one creator is no term of another,
/// so the wall needs no filter and a search reads that creator's postings alone.
fn analyse(index: &Index, creator: &CreatorId, language: Language, words: &str) -> Result<Vec<Token>> {
    let mut analyser = index
        .tokenizers()
        .get(&format!("words_{}", language.as_str()))
        .ok_or_else(|| Error::Index { what: "find an analyser", message: language.as_str().to_owned() })?;
    let mut stream = analyser.token_stream(words);
    let mut tokens = Vec::new();
    while stream.advance() {
        let mut token = stream.token().clone();
        token.text = format!("{creator}\u{1}{}", token.text);
        tokens.push(token);
    }
    Ok(tokens)
}

/// Distinct terms of `words` in each field; a chunk matches in the field of its own language only.
fn terms(index: &Index, fields: &Fields, creator: &CreatorId, words: &str) -> Result<Vec<Term>> {
    let mut out = Vec::new();
    for (language, field) in fields.bodies {
        for token in analyse(index, creator, language, words)? {
            let term = Term::from_field_text(field, &token.text);
            if !out.contains(&term) {
                out.push(term);
            }
        }
    }
    Ok(out)
}

/// Longest question, in distinct terms, that is searched by words; the rest is left out.
const MAX_TERMS: usize = 256;

pub fn search(
    searcher: &Searcher,
    index: &Index,
    fields: &Fields,
    query: &IndexQuery,
    table: &CreatorVectors,
) -> Result<Vec<(ChunkId, f32)>> {
    let words: String = query.words.chars().take(8_000).collect();
    let terms = terms(index, fields, &query.creator, &words)?;
    if terms.is_empty() || query.depth == 0 {
        return Ok(Vec::new());
    }
    // A bare union of terms, so that the engine may skip what cannot reach the top (block-max WAND).
    let any: Vec<(Occur, Box<dyn Query>)> = terms
        .into_iter()
        .take(MAX_TERMS)
        .map(|term| {
            let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
            (Occur::Should, query)
        })
        .collect();
    let any = BooleanQuery::new(any);
    let columns = searcher
        .segment_readers()
        .iter()
        .map(|segment| segment.fast_fields().u64("key"))
        .collect::<std::result::Result<Vec<_>, _>>()
        .map_err(Error::index("read chunk ids"))?;
    let mut limit = query.depth.saturating_add(query.depth / 4 + 4);
    loop {
        let collected = searcher
            .search(&any, &TopDocs::with_limit(limit).order_by_score())
            .map_err(Error::index("search words"))?;
        let found = collected.len();
        let last = collected.last().map_or(0.0, |(score, _)| *score);
        let mut hits = Vec::with_capacity(query.depth);
        for (score, address) in collected {
            let column = columns.get(address.segment_ord as usize);
            let key = column.and_then(|column| column.first(address.doc_id));
            // What the table no longer holds was removed a moment ago.
            if let Some(entry) = key.and_then(|key| table.entry(key)).filter(|entry| entry.passes(&query.filter)) {
                hits.push((entry.id.clone(), score));
            }
        }
        order(&mut hits);
        hits.truncate(query.depth);
        // Look deeper while a narrow filter leaves too few, or while hits that tie with the last
        // one kept may still be unseen: ties go by id, not by place in the index.
        let settled = hits.len() == query.depth && hits.last().is_some_and(|(_, worst)| last < *worst);
        if settled || found < limit {
            return Ok(hits);
        }
        limit = limit.saturating_mul(4);
    }
}
