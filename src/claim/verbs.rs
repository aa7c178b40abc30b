//! Finite verbs and subjects, by list and by ending; pure. Without a tagger these are guesses: they tell where a sentence
//! is cut and of what a clause speaks, and a rule that asks says nothing where the shape is not plain.

use groundwire_index::text::language::Language;

/// Forms that are finite wherever they stand, and everyday verbs of which a base form after "and" is
/// most often a verb. Folded.
const EN: &str = "am is are was were be been have has had do does did will would can could may might must shall should \
    i'm i've i'd i'll it's that's there's he's she's we're we've we'll they're they've isn't aren't wasn't weren't don't \
    doesn't didn't won't can't cannot couldn't wouldn't shouldn't haven't hasn't hadn't \
    went gone came come saw seen took taken gave given got made said told knew known thought felt found left lost kept \
    held stood sat sold bought brought built sent spent lent taught caught fought sought wrote written ran run began begun \
    broke spoke chose drove rode rose wore tore bore swore grew threw flew drew blew knew ate drank sang rang sank swam \
    won met led fed bled read heard meant learnt dealt dreamt burnt slept wept swept crept put cut hit set let shut hurt \
    cost quit split spread fell became forgot hid bit lit shot shook woke paid laid wound ground bound hung dug stuck swung \
    make makes take takes give gives get gets go goes see sees know knows think thinks say says tell tells find finds \
    keep keeps hold holds sell sells buy buys bring brings build builds send sends spend spends teach teaches write writes \
    run runs begin begins break breaks speak speaks choose chooses drive drives wear wears grow grows draw draws eat eats \
    drink drinks win wins meet meets lead leads hear hears mean means learn learns sleep sleeps pay pays lay lays hang hangs \
    carve carves use uses work works live lives love loves like likes hate hates prefer prefers want wants need needs try \
    tries ask asks answer answers ship ships offer offers start starts stop stops finish finishes open opens close closes \
    help helps host hosts play plays walk walks move moves wait waits dry dries soak soaks sand sands rub rubs wipe wipes \
    wash washes last lasts weigh weighs measure measures include includes contain contains accept accepts charge charges \
    happen happens stay stays share shares post posts publish publishes record records collect collects join joins leave \
    leaves lose loses check checks call calls turn turns feel feels look looks seem seems sound sounds smell smells taste \
    tastes sew sews knit knits dye dyes fold folds press presses glue glues bind binds cook cooks bake bakes plant plants \
    water waters harvest harvests store stores clean cleans repair repairs fix fixes swap swaps donate donates bring \
    brings drop drops pick picks sit sits stand stands fit fits hide hides sharpen sharpens oil oils ends belongs belong";
const FR: &str = "ai as a avons avez ont suis es est sommes etes sont avais avait avions aviez avaient etais etait etions \
    etiez etaient aurai aura auront serai sera seront vais vas va allons allez vont fais fait faisons faites font peux peut \
    pouvons pouvez peuvent veux veut voulons veulent dois doit devons doivent sais sait savent viens vient viennent tiens \
    tient tiennent prends prend prenons prennent mets met mettent dis dit disent vois voit voient crois croit lis lit ecris \
    ecrit vis vit connais connait recois recoit pars part sors sort sers sert sens sent perds perd vends vend vendons \
    rends rend attends attend reponds repond coute coutent pese pesent mesure mesurent dure durent reste restent utilise \
    utilisent travaille travaillent habite habitent aime aiment adore adorent deteste prefere preferent trouve trouvent \
    pense pensent garde gardent donne donnent laisse laissent colle collent couds coud plie plient coupe coupent seche \
    sechent expedie envoie envoient livre livrent accepte acceptent propose proposent commence commencent ferme ferment \
    ouvre ouvrent contient contiennent faut suffit marche tourne tournent appelle appellent porte portent achete achetent \
    cherche fabrique imprime relie teins teint trempe";
const ES: &str = "soy eres es somos sois son estoy estas esta estamos estais estan era eras eramos eran fue fui fuimos \
    fueron estaba estabamos estaban he has ha hemos habeis han habia habian hay hubo tengo tienes tiene tenemos tienen \
    tenia tenian tuve tuvo hago hace hacemos hacen hice hizo hicimos hacia voy va vamos van iba iban puedo puede podemos \
    pueden quiero quiere queremos quieren debo debe deben se sabe vengo viene vienen pongo pone ponen puse puso digo dice \
    dicen dije dijo veo ve ven vi vio doy da dan di dio uso usa usan vendo vende venden vendi compro compra compre cuesta \
    cuestan pesa pesan mide miden dura duran vivo vive viven trabajo trabaja trabajan trabaje cultivo cultiva siembro \
    siembra riego riega planto planta recojo recoge guardo guarda envio envia envian mando manda dejo deja dejan deje prefiero \
    prefiere odio odia pienso piensa creo cree encuentro encuentra aprendi ensena ensene enseno llevo lleva llevan empiezo \
    empieza abre abren cierra cierran incluye incluyen contiene acepta aceptan ofrezco ofrece tarda tardan llega llegan \
    queda quedan crece crecen germina germinan nacio naci gusta gustan encanta encantan llama llaman seco seca";

const EN_SUBJECTS: &str = "i you he she it we they this that there these those nobody everybody everyone someone i'm i've \
    i'd i'll you're you've you'll he's he'd she's she'd it's it'll we're we've we'd we'll they're they've they'd that's there's";
const FR_SUBJECTS: &str =
    "je tu il elle on nous vous ils elles ce ca cela c'est c'etait j'ai j'avais j'aime j'adore personne";
const ES_SUBJECTS: &str = "yo tu el ella nosotros nosotras vosotros ellos ellas usted ustedes esto eso nadie";
const EN_DETERMINERS: &str = "the a an my our your his her their its this that these those each every one two three four \
    five six seven eight nine ten some all both most no";
const FR_DETERMINERS: &str = "le la les un une des mon ma mes notre nos ton ta tes votre vos son sa ses leur leurs ce \
    cette ces chaque deux trois quatre cinq six sept huit neuf dix tous toutes";
const ES_DETERMINERS: &str = "el la los las un una unos unas mi mis nuestro nuestra nuestros nuestras tu tus su sus este \
    esta estos estas ese esa cada dos tres cuatro cinco seis siete ocho nueve diez todos todas";
/// Words that may stand between a joint and what it joins.
const ADVERBS: &str = "also then now still even just never always only so later finally often usually sometimes actually \
    really already once again aussi puis ensuite encore toujours jamais meme enfin souvent parfois maintenant \
    tambien luego despues siempre nunca aun todavia ya ahora a veces n ne y en";
/// Object pronouns before a French or Spanish verb.
const CLITICS: &str = "me te se le la les lo los las nous vous nos os m t s l n ne no y en lui leur";

fn among(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

/// The word (folded, clitics kept) may be a finite verb.
pub fn is_verb(word: &str, surface: &str, language: Language) -> bool {
    let tail = word.rsplit('\'').next().unwrap_or(word);
    match language {
        Language::En => {
            among(EN, word)
                || (word.len() > 4 && word.ends_with("ed") && !matches!(word, "hundred" | "indeed" | "naked"))
        }
        Language::Fr => {
            among(FR, tail)
                || (tail.len() > 5
                    && ["ait", "aient", "erai", "erons", "eront", "irai", "issent"].iter().any(|e| tail.ends_with(e)))
        }
        Language::Es => {
            let accented = surface.to_lowercase();
            among(ES, word)
                || (word.len() > 3
                    && ["é", "ó", "í", "aron", "ieron", "aba", "aban", "ía", "ían"]
                        .iter()
                        .any(|e| accented.ends_with(e)))
                || (word.len() > 5 && ["amos", "emos", "imos"].iter().any(|e| word.ends_with(e)))
        }
        Language::Other => false,
    }
}

/// A word that opens a clause as its subject.
pub fn is_subject(word: &str, language: Language) -> bool {
    match language {
        Language::En => among(EN_SUBJECTS, word),
        Language::Fr => among(FR_SUBJECTS, word) || word.starts_with("j'") || word.starts_with("c'"),
        Language::Es => among(ES_SUBJECTS, word),
        Language::Other => false,
    }
}

/// A word that opens a noun phrase.
pub fn is_determiner(word: &str, language: Language) -> bool {
    match language {
        Language::En => among(EN_DETERMINERS, word),
        Language::Fr => among(FR_DETERMINERS, word) || word.starts_with("l'"),
        Language::Es => among(ES_DETERMINERS, word),
        Language::Other => false,
    }
}

/// "also", "then", "toujours".
pub fn is_adverb(word: &str) -> bool {
    among(ADVERBS, word)
}

/// "me", "se", "lo".
pub fn is_clitic(word: &str) -> bool {
    among(CLITICS, word)
}
