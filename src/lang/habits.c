/* lang/habits: what the printers of a language do at line ends and hyphens, beyond what UAX #14
 * knows.
 *
 * One row a language: what stands here is the rule of its academy or printers (RAE, Ortografía
 * 2010, 3.4.7 and 4.1.1.1; PN-83/P-55366; ČSN 01 6910; Мильчин, Справочник издателя и автора;
 * Imprimerie nationale; Acordo Ortográfico 1990, base XX; New Hart's Rules 2.5; CLREQ 3.1.3, JLREQ
 * 3.1), with the abbreviations of its Bibles.  What holds for all languages has a rule in edges.c
 * and no row; the names of months are CLDR's.
 */
#include "lang/inner.h"

#include <string.h>

static const struct habits table[] = {
    { .languages = "es",
      .dash = DASH_ENCLOSES,
      .hyphen = HYPHEN_TWICE_BUT_CAPITALS,
      .spaced_thousands = true,
      .before_number = "n.º n.os núm. núms. art. arts. pág. págs. p. pp. cap. vol. t. fig. v. vv.",
      .counted = "artículo artículos capítulo capítulos página páginas versículo versículos salmo "
                 "himno número párrafo apartado",
      .books = "Gn Gén Ex Éx Lv Lev Nm Núm Dt Jos Jue Rt Sam Sm Re Cr Crón Esd Neh Est Job Sal Pr "
               "Prov Ecl Qo Cnt Cant Is Jer Lam Ez Dn Dan Os Jl Am Abd Jon Miq Nah Hab Sof Ag Zac "
               "Mal Mt Mc Mr Lc Jn Hch Hech Rom Rm Ro Co Cor Gál Gal Gá Ef Flp Fil Col Tes Ts Tim "
               "Tm Ti Tit Tt Flm Heb Hb Sant Stg Pe Pd Jds Ap Apoc",
      .before_name =
          "Sr. Sra. Sres. Sras. Srta. D. D.ª Dr. Dra. Lic. Ing. Prof. Rev. Mons. S. Sto. Sta. San",
      .of = "de" },
    { .languages = "pt gl",
      .hyphen_after = 3,
      .dash = DASH_ENCLOSES,
      .hyphen = HYPHEN_TWICE,
      .spaced_thousands = true,
      .before_number = "n.º nº núm. art. arts. pág. págs. páx. p. pp. cap. vol. v. fig.",
      .counted = "artigo artigos capítulo capítulos página páginas versículo versículos salmo hino "
                 "número parágrafo",
      .books = "Gn Êx Ex Lv Nm Dt Js Jz Rt Sm Rs Cr Ed Ne Et Jó Sl Pv Ec Ct Is Jr Lm Ez Dn Os Jl "
               "Am Ob Jn Mq Na Hc Sf Ag Zc Ml Mt Mc Lc Jo At Rm Co Cor Gl Ef Fp Fl Cl Ts Tm Tt Fm "
               "Hb Tg Pe Jd Ap",
      .before_name = "Sr. Sra. Srs. D. Dr. Dra. Prof. Rev. Pe. S. Sto. Sta. São",
      .of = "de" },
    { .languages = "it",
      .dash = DASH_ENCLOSES,
      .before_number = "n. nn. art. artt. pag. pagg. p. pp. cap. vol. fig. v. vv.",
      .counted = "articolo articoli capitolo pagina pagine versetto salmo numero",
      .books = "Gen Gn Es Lv Nm Dt Gs Gdc Rt Sam Re Cr Esd Ne Est Gb Sal Pr Qo Ct Is Ger Lam Ez Dn "
               "Os Gl Am Abd Mi Na Sof Ag Zc Ml Mt Mc Lc Gv At Rm Cor Gal Ef Fil Col Ts Tm Tt Fm "
               "Eb Gc Pt Ap",
      .before_name = "Sig. Sig.ra Dott. Dr. Prof. Mons. S. San" },
    { .languages = "ca ro",
      .dash = DASH_ENCLOSES,
      .before_number = "núm. nr. art. pàg. pag. p. pp. cap. vol. fig. v.",
      .counted = "article articles articolul capítol capitolul pàgina pagina salm psalmul",
      .before_name = "Sr. Sra. Dr. Dra. Sant Sf. Pr.",
      .of = "de" },
    { .languages = "fr br oc",
      .hyphen_after = 3,
      .quotes_of = "fr",
      .inside = "\u202F",
      .dash = DASH_ENCLOSES,
      .spaced_thousands = true,
      .before_number = "n° nº nos art. p. pp. chap. ch. vol. t. fig. v. vv.",
      .counted = "article articles chapitre chapitres page pages verset versets psaume numéro "
                 "cantique alinéa",
      .books = "Gn Ex Lv Nb Dt Jos Jg Rt Rois Ch Esd Ne Est Jb Ps Pr Qo Ct Is Jr Lm Ez Dn Os Jl Am "
               "Ab Jon Mi Na Ha So Ag Za Ml Mt Mc Lc Jn Ac Rm Rom Co Cor Ga Ep Ph Col Th Tm Tt Phm "
               "He Jc Jd Ap",
      .before_name = "M. MM. Mme Mmes Mlle Mlles Dr Dre Pr Me Mgr" },
    { .languages = "en",
      .hyphen_after = 3,
      .before_number = "No. no. Nos. nos. Art. art. p. pp. ch. vol. fig. v. vv.",
      .counted = "article articles chapter chapters page pages verse verses psalm psalms hymn "
                 "section sections figure table",
      .books = "Gen Exod Lev Num Deut Dt Josh Judg Sam Kgs Chron Chr Neh Esth Ps Pss Prov Eccl Isa "
               "Jer Lam Ezek Dan Hos Obad Mic Nah Hab Zeph Hag Zech Mal Matt Mt Mk Lk Jn Acts Rom "
               "Cor Gal Eph Phil Col Thess Tim Tit Philem Heb Jas Pet Rev",
      .before_name = "St. Mr. Mrs. Ms. Dr. Rev. Prof. Fr. Sr. Msgr. Bp. Mr Mrs Ms Dr St Revd",
      .units = "a.m. p.m. am pm AM PM" },
    { .languages = "tr az",
      .ordinals = true,
      .before_number = "md. m. s. no. No. c. böl. f.",
      .counted = "madde bölüm sayfa" },
    { .languages = "id ms jv su",
      .before_number = "No. no. hlm. hal. ps. ay. jil.",
      .counted = "pasal ayat halaman nomor bab artikel",
      .books = "Kej Kel Im Bil Ul Yos Hak Rut Sam Raj Taw Neh Mzm Ams Pkh Yes Yer Yeh Dan Hos Mat "
               "Mrk Luk Yoh Kis Rm Kor Gal Ef Flp Kol Tes Tim Ibr Yak Ptr Why" },
    { .languages = "sw",
      .before_number = "Na. na. uk. Ib. k.",
      .counted = "kifungu ibara sura ukurasa zaburi mstari",
      .books = "Mwa Kut Law Hes Kum Yos Zab Mit Isa Yer Mt Mat Mk Lk Yn Mdo Rum Kor Gal Efe Flp "
               "Kol Thes Tim Ebr Yak Pet Ufu" },
    { .languages = "de lb",
      .ordinals = true,
      .months = "Jänner Feber",
      .before_number = "Nr. Nrn. Art. S. Bd. Kap. Abs. Abb. V.",
      .counted = "Artikel Kapitel Seite Seiten Vers Verse Psalm Absatz Nummer",
      .books = "Gen Ex Lev Num Dtn Jos Ri Sam Kön Chr Esr Neh Est Hi Ijob Ps Spr Pred Koh Hld Jes "
               "Jer Klgl Ez Hes Dan Hos Obd Mi Nah Hab Zef Hag Sach Mal Mt Mk Lk Joh Apg Röm Kor "
               "Gal Eph Phil Kol Thess Tim Tit Phlm Hebr Jak Petr Offb Mose",
      .before_name = "Hr. Fr. Dr. Prof. St." },
    { .languages = "nl af",
      .before_number = "nr. nrs. art. blz. p. hfst. v.",
      .counted = "artikel artikelen hoofdstuk bladsy pagina vers psalm",
      .books = "Gen Ex Lev Num Deut Joz Richt Sam Kon Kron Neh Ps Spr Pred Jes Jer Ez Dan Hos Mat "
               "Matt Mar Luc Joh Hand Rom Kor Gal Ef Fil Kol Tess Tim Hebr Jak Petr Openb",
      .before_name = "dhr. mevr. ds. dr. prof. St." },
    { .languages = "sv nb nn no da fi et",
      .ordinals = true,
      .spaced_thousands = true,
      .before_number = "nr nr. art. s. kap. bd. lk s. nro",
      .counted = "artikel artikkel artikkeli kapitel kapittel sida side sivu vers psalm salme" },
    { .languages = "pl",
      .ordinals = true,
      .dash = DASH_ENDS_LINE,
      .hyphen = HYPHEN_TWICE,
      .spaced_thousands = true,
      .one_letter = "a i o u w z",
      .before_number = "nr art. ust. s. str. t. rozdz. pkt poz. rys. w. ww.",
      .counted = "artykuł rozdział strona psalm werset",
      .books = "Rdz Wj Kpł Lb Pwt Joz Sdz Sm Krl Krn Ezd Ne Hi Ps Prz Koh Iz Jr Lm Ez Dn Oz Jl Am "
               "Mi Na Ha So Ag Za Ml Mt Mk Łk Dz Rz Kor Ga Ef Flp Kol Tes Tm Tt Hbr Jk Ap",
      .before_name = "ks. dr prof. św. bp abp o. s.",
      .units = "r. w. zł gr" },
    { .languages = "cs sk",
      .ordinals = true,
      .hyphen_after = 3,
      .dash = DASH_ENDS_LINE,
      .hyphen = HYPHEN_TWICE,
      .spaced_thousands = true,
      .one_letter = "a i k o s u v z",
      .before_number = "č. čl. s. str. odst. sv. kap. obr. v.",
      .counted = "článek článok kapitola strana žalm",
      .before_name = "sv. p. pí dr. prof.",
      .units = "Kč hal." },
    { .languages = "hr sr-Latn bs sl",
      .ordinals = true,
      .hyphen = HYPHEN_TWICE,
      .prepositions = "a h i k o s u v z",
      .before_number = "br. čl. str. st. sv. gl. št. t.",
      .counted = "članak člen poglavlje stranica psalam psalm",
      .before_name = "sv. dr. prof." },
    { .languages = "ru",
      .dash = DASH_ENDS_LINE,
      .spaced_thousands = true,
      .prepositions = "а в и к о с у во до за из ко на не ни но об от по со",
      .before_number = "ст. с. стр. п. пп. гл. т. рис. ч.",
      .counted = "статья статьи глава страница псалом стих артикул",
      .books = "Быт Исх Лев Чис Втор Нав Суд Руф Цар Пар Езд Неем Есф Иов Пс Притч Еккл Ис Иер "
               "Плач Иез Дан Ос Иоил Ам Мих Мф Мк Лк Ин Деян Иак Пет Рим Кор Гал Еф Флп Кол Фес "
               "Тим Тит Флм Евр Откр",
      .before_name = "св. о. г-н г-жа гр. проф. д-р им.",
      .units =
          "г. гг. в. вв. км м см мм кг г л га ч мин руб. коп. ₽" },
    { .languages = "uk be",
      .dash = DASH_ENDS_LINE,
      .spaced_thousands = true,
      .prepositions = "а б в ж з і й о у ў є та до за із зі на не ні но об од по",
      .before_number = "ст. с. стор. п. пп. гл. т. рис. ч. арт.",
      .counted = "стаття статті артыкул розділ сторінка псалом",
      .books = "Бут Вих Лев Чис Втор Пс Іс Єр Дан Мт Мр Лк Ів Дії Рим Кор Гал Еф Флп Кол Сол Тим "
               "Євр Як Пет Об",
      .before_name = "св. о. п. проф. д-р",
      .units = "р. рр. г. ст. км м см мм кг л га год. хв. грн коп. руб." },
    { .languages = "bg mk sr",
      .ordinals = true,
      .dash = DASH_ENDS_LINE,
      .spaced_thousands = true,
      .prepositions = "а в е и к о с у",
      .before_number = "чл. с. стр. ст. т. гл. бр.",
      .counted = "член членове артикул глава страница псалм псалом",
      .before_name = "св. г-н г-жа проф. д-р",
      .units = "г. гг. в. км м см мм кг л лв. ден." },
    { .languages = "el",
      .before_number = "αρ. αριθ. σ. σελ. κεφ. παρ. τ. στ.",
      .counted = "άρθρο άρθρα κεφάλαιο σελίδα παράγραφος στίχος ψαλμός",
      .books = "Ματθ Μτ Μαρκ Μκ Λουκ Λκ Ιω Πραξ Ρωμ Κορ Γαλ Εφ Φιλ Κολ Θεσ Τιμ Τιτ Εβρ Ιακ Πετ "
               "Αποκ Γεν Εξ Ψαλ Ησ",
      .before_name = "κ. κα Αγ." },
    { .languages = "vi",
      .dash = DASH_ENDS_LINE,
      .counted = "điều số trang chương khoản câu ngày tháng năm" },
    { .languages = "ht",
      .prepositions = "k t",
      .before_number = "no. nº p. paj",
      .counted = "atik chapit paj vèsè sòm",
      .before_name = "M. Mme Dr Pè" },
    { .languages = "fil tl",
      .before_number = "Blg. blg. p. pp.",
      .counted = "artikulo kabanata pahina",
      .before_name = "G. Gng. Bb. Dr. San" },
    { .languages = "ar",
      .before_number = "ص. ص",
      .counted = "المادة مادة رقم الفصل فصل صفحة الصفحة الآية المزمور" },
    { .languages = "fa ps",
      .before_number = "ص. ص",
      .counted = "ماده مادهٔ شماره شمارهٔ فصل صفحه صفحهٔ آیه مزمور" },
    { .languages = "ur pnb", .before_number = "ص", .counted = "دفعہ نمبر صفحہ باب آیت زبور" },
    { .languages = "he yi",
      .before_number = "מס' מס׳ עמ' עמ׳",
      .counted = "סעיף מספר עמוד פרק פסוק תהילים" },
    { .languages = "ne sa mai bho",
      .before_number = "सं. पृ.",
      .counted = "अनुच्छेद धारा अध्याय पृष्ठ पद भजन" },
    { .languages = "th", .counted = "ข้อ หน้า บทที่ มาตรา เลขที่ พ.ศ. ค.ศ." },
    { .languages = "lo", .counted = "ມາດຕາ ຂໍ້ ໜ້າ ບົດທີ ບົດ" },
    { .languages = "km", .counted = "មាត្រា ប្រការ ទំព័រ ជំពូក លេខ" },
    { .languages = "am ti", .counted = "አንቀጽ ዓንቀጽ ምዕራፍ ገጽ ቁጥር መዝሙር" },
    { .languages = "ko", .counted = "제" },
    { .languages =
          "quc mam kek cak ixl kjb cac jac tzh tzo toj yua hus nah nhn maz mix zap cab miq "
          "ppl gn ay arn guc",
      .quotes_of = "es" },
    { .languages = "as bn gu hi kn ml mr or pa ta te",
      .hyphen_before = 3,
      .hyphen_after = 3,
      .before_number = "सं. पृ. नं. নং পৃ.",
      .counted = "अनुच्छेद धारा अध्याय पृष्ठ पद भजन कलम ধারা অনুচ্ছেদ অধ্যায় পৃষ্ঠা અનુચ્છેદ કલમ "
                 "ਧਾਰਾ ਪੰਨਾ" },
    { .languages = "hu lt lv hy ka kk",
      .spaced_thousands = true,
      .ordinals = true,
      .counted = "straipsnis puslapis pants lappuse հոդված էջ მუხლი გვერდი бап" },
};
const struct habits habits_none = { 0 };

bool habits_have(const char *list, const char *word, size_t n)
{
    for (const char *w = list; w && *w; w += strspn(w, " ")) {
        size_t length = strcspn(w, " ");
        if (length == n && !memcmp(w, word, n))
            return true;
        w += length;
    }
    return false;
}

const struct habits *habits_find(const char *language, uint32_t script)
{
    bool latin_serbian = !strcmp(language, "sr") && script == 0x4C61746E;
    const char *name = latin_serbian ? "sr-Latn" : language;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (habits_have(table[i].languages, name, strlen(name)))
            return &table[i];
    return &habits_none;
}

bool lang_is_east_asian(const struct lang *l)
{
    static const char *const scripts[] = { "Hani", "Hans", "Hant", "Jpan", "Hira",
                                           "Kana", "Kore", "Hang", "Bopo" };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        const unsigned char *s = (const unsigned char *)scripts[i];
        if (l->script == ((uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 | (uint32_t)s[2] << 8 | s[3]))
            return true;
    }
    return false;
}

const char *lang_list_comma(const struct lang *l)
{
    if (lang_is_east_asian(l))
        return l->script == 0x4B6F7265 ? ", " : "\u3001";        /* Kore */
    return l->rtl && l->script != 0x48656272 ? "\u060C " : ", "; /* Hebr */
}
