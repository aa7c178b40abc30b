//! Product catalogues: our columns, and Shopify's product export; invariant: a row that cannot be
//! read whole offers nothing.

use std::collections::{HashMap, HashSet};

use csv::StringRecord;

use super::{Imported, Problem, meta};
use crate::catalogue::Offer;
use crate::document::{BlockKind, DocumentText, Meta, Parsed, Voice};
use crate::source::SourceKind;
use crate::text::language::{Language, detect};

const OURS: [&str; 11] = [
    "item",
    "variant",
    "price",
    "currency",
    "stock",
    "region",
    "valid_from",
    "valid_until",
    "code",
    "url",
    "description",
];

pub fn read(locator: &str, text: &str, sidecar: &meta::FileMeta) -> Imported {
    if !text.bytes().filter(|b| *b == b'"').count().is_multiple_of(2) {
        // What follows an open quotation mark would all be one field, and the rows in it lost.
        return Imported::failed(Problem::whole(
            "a quotation mark is never closed: write `\"\"` for a mark inside a quoted field",
        ));
    }
    let mut reader = csv::ReaderBuilder::new().flexible(false).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = match reader.headers() {
        Ok(headers) => headers.clone(),
        Err(error) => return Imported::failed(Problem::at(1, error.to_string())),
    };
    let shopify = headers.iter().any(|h| h == "Handle") && headers.iter().any(|h| h == "Variant Price");
    if let Err(why) = check_columns(&headers, shopify, sidecar) {
        return Imported::failed(Problem::at(1, why));
    }
    let mut rows = Rows { locator, sidecar, columns: index(&headers), seen: HashMap::new(), out: Imported::default() };
    let mut products: HashMap<String, Product> = HashMap::new();
    for record in reader.records() {
        match record {
            Err(error) => {
                let line = error.position().map_or(1, |p| p.line() as usize);
                rows.out.problems.push(Problem::at(line, format!("is not a row of this table: {error}")));
            }
            Ok(record) => {
                let line = record.position().map_or(1, |p| p.line() as usize);
                if shopify {
                    rows.shopify(line, &record, &mut products);
                } else {
                    rows.ours(line, &record);
                }
            }
        }
    }
    rows.settle_languages();
    rows.out
}

fn index(headers: &StringRecord) -> HashMap<String, usize> {
    headers.iter().enumerate().map(|(at, name)| (name.to_owned(), at)).collect()
}

fn check_columns(headers: &StringRecord, shopify: bool, sidecar: &meta::FileMeta) -> Result<(), String> {
    if shopify {
        return match &sidecar.currency {
            Some(given) => currency(given).map(|_| ()),
            None => {
                Err("a Shopify export names no currency: put `currency: EUR` (or yours) in a sidecar FILE.meta.yaml"
                    .to_owned())
            }
        };
    }
    let have: HashSet<&str> = headers.iter().collect();
    let missing: Vec<&str> = ["item", "price", "currency"].into_iter().filter(|c| !have.contains(c)).collect();
    if !missing.is_empty() {
        return Err(format!(
            "the column{} `{}` {} missing: a catalogue needs item, price and currency",
            if missing.len() > 1 { "s" } else { "" },
            missing.join("`, `"),
            if missing.len() > 1 { "are" } else { "is" },
        ));
    }
    match have.iter().find(|column| !OURS.contains(column)) {
        Some(unknown) => Err(format!("the column `{unknown}` is unknown; known are {}", OURS.join(", "))),
        None => Ok(()),
    }
}

#[derive(Default, Clone)]
struct Product {
    title: String,
    active: bool,
    description: String,
    options: [String; 3],
}

struct Rows<'a> {
    locator: &'a str,
    sidecar: &'a meta::FileMeta,
    columns: HashMap<String, usize>,
    seen: HashMap<String, usize>,
    out: Imported,
}

impl Rows<'_> {
    fn get<'r>(&self, record: &'r StringRecord, column: &str) -> Option<&'r str> {
        self.columns.get(column).and_then(|at| record.get(*at)).filter(|value| !value.is_empty())
    }

    /// A row too short to tell is in the language of the rows beside it.
    fn settle_languages(&mut self) {
        let documents = &mut self.out.documents;
        let count = |language: Language| documents.iter().filter(|d| d.language == language).count();
        let most = Language::SUPPORTED.into_iter().max_by_key(|language| (count(*language), *language == Language::En));
        let Some(most) = most else { return };
        let too_short = |d: &&mut Parsed| d.language == Language::Other && d.text.len() < 160;
        for document in documents.iter_mut().filter(too_short) {
            document.language = most;
        }
    }

    fn ours(&mut self, line: usize, record: &StringRecord) {
        let parsed = self.read_ours(record);
        match parsed {
            Ok(offer) => {
                let url = self.get(record, "url").map(str::to_owned);
                let description = self.get(record, "description").unwrap_or("").to_owned();
                self.add(line, offer, url, &description);
            }
            Err(why) => self.out.problems.push(Problem::at(line, why)),
        }
    }

    fn read_ours(&self, record: &StringRecord) -> Result<Offer, String> {
        let day = |column: &str| -> Result<Option<jiff::civil::Date>, String> {
            self.get(record, column)
                .map(|text| meta::parse_date(text).map_err(|_| format!("`{column}` is `{text}`: write YYYY-MM-DD")))
                .transpose()
        };
        let stock = self
            .get(record, "stock")
            .map(|text| {
                text.parse::<i64>().map_err(|_| format!("`stock` is `{text}`: write a whole number, or leave it blank"))
            })
            .transpose()?;
        Ok(Offer {
            item: self.get(record, "item").ok_or("`item` is blank")?.to_owned(),
            variant: self.get(record, "variant").map(str::to_owned),
            price: price(self.get(record, "price").ok_or("`price` is blank")?)?,
            currency: currency(self.get(record, "currency").ok_or("`currency` is blank")?)?,
            stock,
            region: self
                .get(record, "region")
                .map(|list| list.split('|').map(|r| r.trim().to_owned()).collect())
                .unwrap_or_default(),
            valid_from: day("valid_from")?,
            valid_until: day("valid_until")?,
            code: self.get(record, "code").map(str::to_owned),
        })
    }

    fn shopify(&mut self, line: usize, record: &StringRecord, products: &mut HashMap<String, Product>) {
        let Some(handle) = self.get(record, "Handle").map(str::to_owned) else {
            self.out.problems.push(Problem::at(line, "`Handle` is blank"));
            return;
        };
        if let Some(title) = self.get(record, "Title") {
            let option = |n: usize| self.get(record, &format!("Option{n} Name")).unwrap_or("").to_owned();
            let active = self.get(record, "Status").is_none_or(|status| status == "active")
                && self.get(record, "Published").is_none_or(|p| !p.eq_ignore_ascii_case("false"));
            let product = Product {
                title: title.to_owned(),
                active,
                description: super::without_tags(self.get(record, "Body (HTML)").unwrap_or("")),
                options: [option(1), option(2), option(3)],
            };
            products.insert(handle.clone(), product);
        }
        let Some(product) = products.get(&handle).cloned() else {
            let why = format!("is a variant of `{handle}`, but no row above gives that handle a Title");
            self.out.problems.push(Problem::at(line, why));
            return;
        };
        // Rows without a price only carry another image.
        let Some(text) = self.get(record, "Variant Price").filter(|_| product.active) else { return };
        match price(text).and_then(|price| self.variant(record, &product, price)) {
            Ok(offer) => self.add(line, offer, None, &product.description),
            Err(why) => self.out.problems.push(Problem::at(line, why)),
        }
    }

    fn variant(&self, record: &StringRecord, product: &Product, price: f64) -> Result<Offer, String> {
        let values: Vec<String> = (1..=3)
            .filter_map(|n| self.get(record, &format!("Option{n} Value")).map(str::to_owned))
            .filter(|value| value != "Default Title")
            .collect();
        let named = product.options.iter().any(|o| !o.is_empty() && o != "Title");
        let tracked = self.get(record, "Variant Inventory Tracker").is_some();
        let oversell = self.get(record, "Variant Inventory Policy") == Some("continue");
        let counted = self
            .get(record, "Variant Inventory Qty")
            .map(|q| q.parse().map_err(|_| format!("`Variant Inventory Qty` is `{q}`: write a whole number")))
            .transpose()?;
        Ok(Offer {
            item: product.title.clone(),
            variant: (named && !values.is_empty()).then(|| values.join(" / ")),
            price,
            currency: self.sidecar.currency.clone().unwrap_or_default().to_uppercase(),
            stock: counted
                .filter(|_| !oversell && (tracked || !self.columns.contains_key("Variant Inventory Tracker"))),
            region: Vec::new(),
            valid_from: None,
            valid_until: None,
            code: None,
        })
    }

    fn add(&mut self, line: usize, offer: Offer, url: Option<String>, description: &str) {
        let name = offer.name();
        if let Some(first) = self.seen.insert(name.clone(), line) {
            let why = format!(
                "`{name}` stands on line {first} already: an item's variants need different names; this row was left out"
            );
            self.out.problems.push(Problem::at(line, why));
            return;
        }
        let mut document = DocumentText::default();
        let row = format!("{} {description}", offer.sentence());
        document.push(&row, BlockKind::Paragraph, Voice::Author, &[]);
        let (text, blocks, marks) = document.finish();
        let given = self.sidecar.checked().ok();
        let language =
            given.as_ref().and_then(|(_, language)| *language).unwrap_or_else(|| detect(description, Language::Other));
        let meta = Meta {
            title: Some(name.clone()),
            date: given.as_ref().and_then(|(meta, _)| meta.date),
            url: url.or_else(|| self.sidecar.url.clone()),
            author: self.sidecar.author.clone(),
            visibility: self.sidecar.visibility.unwrap_or_default(),
        };
        self.out.documents.push(Parsed {
            locator: format!("{}#{name}", self.locator),
            kind: SourceKind::Catalogue,
            meta,
            language,
            text,
            blocks,
            marks,
            offer: Some(offer),
        });
    }
}

fn price(text: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|p| p.is_finite() && p.is_sign_positive())
        .filter(|_| text.split_once('.').is_none_or(|(_, cents)| cents.len() <= 2))
        .ok_or_else(|| {
            format!("`price` is `{text}`: write a decimal with a point and at most two digits after it, as in 24.00")
        })
}

fn currency(text: &str) -> Result<String, String> {
    if text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Ok(text.to_uppercase());
    }
    Err(format!("`currency` is `{text}`: write its three letters, for example EUR"))
}
