//! The behavioural suite that every backend must pass; each test runs against a fresh index.

use std::future::Future;

use jiff::civil::date;

use super::*;
use crate::embed::{Deterministic, Embedder, Role};

fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

fn creator(name: &str) -> CreatorId {
    CreatorId::parse(name).unwrap()
}

async fn vector(text: &str) -> Vec<f32> {
    Deterministic::new(64).embed(vec![text.to_owned()], Role::Query).await.unwrap().remove(0)
}

async fn chunk(who: &str, id: &str, words: &str) -> IndexedChunk {
    IndexedChunk {
        creator: creator(who),
        id: ChunkId(format!("chk_{id}")),
        words: words.to_owned(),
        language: Language::En,
        kind: SourceKind::Post,
        date: None,
        visibility: Visibility::Public,
        vector: vector(words).await,
    }
}

async fn query(who: &str, words: &str) -> IndexQuery {
    IndexQuery {
        creator: creator(who),
        words: words.to_owned(),
        vector: vector(words).await,
        filter: Filter::default(),
        depth: 10,
        limit: 10,
    }
}

fn ids(hits: &[Fused]) -> Vec<&str> {
    hits.iter().map(|hit| hit.id.as_str()).collect()
}

async fn finds_by_words_and_by_vector(index: &dyn ChunkIndex) {
    index
        .upsert(vec![chunk("a", "1", "tung oil dries slowly").await, chunk("a", "2", "sharpen the hook knife").await])
        .await
        .unwrap();
    let hits = index.search(query("a", "oils drying").await).await.unwrap();
    assert_eq!(hits[0].id.as_str(), "chk_1");
    assert!(hits[0].keyword.is_some() && hits[0].vector.is_some());
    let words_only = IndexQuery { vector: Vec::new(), ..query("a", "knives").await };
    assert!(index.search(words_only).await.unwrap().iter().all(|hit| hit.vector.is_none()));
    let vector_only = IndexQuery { words: String::new(), ..query("a", "hook knife").await };
    let hits = index.search(vector_only).await.unwrap();
    assert_eq!(hits[0].id.as_str(), "chk_2");
    assert!(hits[0].keyword.is_none());
}

async fn never_finds_another_creators_chunk(index: &dyn ChunkIndex) {
    for who in ["a", "b", "a-b"] {
        index.upsert(vec![chunk(who, &format!("{who}1"), "walnut spoons").await]).await.unwrap();
    }
    for who in ["a", "b", "a-b"] {
        let hits = index.search(query(who, "walnut spoons").await).await.unwrap();
        assert_eq!(ids(&hits), [format!("chk_{who}1")]);
    }
    assert!(index.search(query("c", "walnut spoons").await).await.unwrap().is_empty());
    // Another creator's id removes nothing.
    index.remove(&creator("b"), &[ChunkId("chk_a1".into())]).await.unwrap();
    assert_eq!(index.count(&creator("a")).await.unwrap(), 1);
}

async fn replaces_and_removes_at_once(index: &dyn ChunkIndex) {
    index.upsert(vec![chunk("a", "1", "old words here").await, chunk("a", "2", "other text").await]).await.unwrap();
    assert_eq!(index.search(query("a", "old words").await).await.unwrap()[0].id.as_str(), "chk_1");
    index.upsert(vec![chunk("a", "1", "brand fresh material").await]).await.unwrap();
    assert_eq!(index.count(&creator("a")).await.unwrap(), 2);
    assert!(index.search(query("a", "old words").await).await.unwrap().iter().all(|hit| hit.keyword.is_none()));
    index.remove(&creator("a"), &[ChunkId("chk_1".into()), ChunkId("chk_none".into())]).await.unwrap();
    assert_eq!(ids(&index.search(query("a", "brand fresh material").await).await.unwrap()), ["chk_2"]);
    index.remove_creator(&creator("a")).await.unwrap();
    assert!(index.search(query("a", "other text").await).await.unwrap().is_empty());
    assert_eq!(index.count(&creator("a")).await.unwrap(), 0);
}

async fn filters_by_kind_date_and_visibility(index: &dyn ChunkIndex) {
    let mut page = chunk("a", "page", "spoon oil").await;
    page.kind = SourceKind::Page;
    page.date = Some(date(2025, 5, 1));
    let mut private = chunk("a", "private", "spoon oil").await;
    private.visibility = Visibility::Private;
    index.upsert(vec![page, private, chunk("a", "undated", "spoon oil").await]).await.unwrap();
    let base = query("a", "spoon oil").await;
    let with = |filter: Filter| IndexQuery { filter, ..base.clone() };
    assert_eq!(ids(&index.search(base.clone()).await.unwrap()), ["chk_page", "chk_undated"]);
    let kinds = with(Filter { kinds: vec![SourceKind::Page], ..Filter::default() });
    assert_eq!(ids(&index.search(kinds).await.unwrap()), ["chk_page"]);
    let since = with(Filter { since: Some(date(2025, 5, 1)), ..Filter::default() });
    assert_eq!(ids(&index.search(since).await.unwrap()), ["chk_page"]);
    let until = with(Filter { until: Some(date(2025, 4, 30)), ..Filter::default() });
    assert!(index.search(until).await.unwrap().is_empty());
    let all = with(Filter { include_private: true, ..Filter::default() });
    assert_eq!(index.search(all).await.unwrap().len(), 3);
}

async fn equal_searches_give_equal_lists_with_ties_by_id(index: &dyn ChunkIndex) {
    let mut chunks = Vec::new();
    for n in (0..30).rev() {
        chunks.push(chunk("a", &format!("{n:02}"), "the very same words").await);
    }
    index.upsert(chunks).await.unwrap();
    let first = index.search(query("a", "very same words").await).await.unwrap();
    assert_eq!(first.len(), 10);
    assert!(first.windows(2).all(|pair| pair[0].id < pair[1].id));
    assert_eq!(first, index.search(query("a", "very same words").await).await.unwrap());
}

async fn folds_accents_and_stems_in_three_languages(index: &dyn ChunkIndex) {
    let mut french = chunk("a", "fr", "J'aime les reliures cousues à l'été").await;
    french.language = Language::Fr;
    let mut spanish = chunk("a", "es", "Los libros encuadernados").await;
    spanish.language = Language::Es;
    index.upsert(vec![french, spanish]).await.unwrap();
    for (words, id) in [("reliure ete", "chk_fr"), ("l'été", "chk_fr"), ("libro", "chk_es")] {
        let hits = index.search(IndexQuery { vector: Vec::new(), ..query("a", words).await }).await.unwrap();
        assert_eq!(ids(&hits), [id], "{words}");
    }
}

macro_rules! suite {
    ($backend:ident, $make:expr; $($name:ident),+ $(,)?) => {
        mod $backend {
            $(
                #[test]
                fn $name() {
                    super::run(async {
                        let folder = tempfile::tempdir().unwrap();
                        let index = $make(folder.path());
                        super::$name(&index).await;
                    });
                }
            )+
        }
    };
}

suite!(embedded, |folder: &std::path::Path| super::Embedded::open(folder, 64).unwrap();
    finds_by_words_and_by_vector,
    never_finds_another_creators_chunk,
    replaces_and_removes_at_once,
    filters_by_kind_date_and_visibility,
    equal_searches_give_equal_lists_with_ties_by_id,
    folds_accents_and_stems_in_three_languages,
);

#[test]
fn an_embedded_index_is_the_same_after_it_was_closed() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let before = {
            let index = Embedded::open(folder.path(), 64).unwrap();
            index.upsert(vec![chunk("a", "1", "one text").await, chunk("a", "2", "two texts").await]).await.unwrap();
            index.search(query("a", "text").await).await.unwrap()
        };
        let index = Embedded::open(folder.path(), 64).unwrap();
        assert_eq!(index.search(query("a", "text").await).await.unwrap(), before);
        drop(index);
        let other = Embedded::open(folder.path(), 32).unwrap();
        let error = other.search(query("a", "text").await).await.unwrap_err();
        assert!(error.to_string().contains("reindex"), "{error}");
    });
}

#[test]
fn the_quantised_scan_finds_what_the_exact_scan_finds() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let index = Embedded::open(folder.path(), 64).unwrap();
        let mut chunks = Vec::new();
        for n in 0..6000_u32 {
            let words = format!("w{} x{} y{} z{}", n % 97, n % 89, n % 83, n % 79);
            chunks.push(chunk("a", &format!("{n:05}"), &words).await);
        }
        index.upsert(chunks).await.unwrap();
        let mut agreed = 0;
        for n in 0..20_u32 {
            let asked = query("a", &format!("w{n} x{n} y{} q{n}", n + 3)).await;
            let fast = index.vector_leg(&asked, false).unwrap();
            let exact = index.vector_leg(&asked, true).unwrap();
            agreed += exact.iter().filter(|hit| fast.contains(hit)).count();
        }
        assert!(agreed >= 195, "recall@10 {agreed}/200");
    });
}
